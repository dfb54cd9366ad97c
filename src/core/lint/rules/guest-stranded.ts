import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { blockLoss, ofGiB, percent } from './block-loss';
import { listed, nameOf, spanText } from './naming';

/** SPM of the guest whose ends are no borders of memory blocks: what lies outside whole blocks is lost to kmem. */
export const guestStranded: LintRule = {
  id: 'linux/stranded',
  check({ document, plan: { linux } }) {
    if (linux === undefined) return [];
    const block = linux.blockSize;
    const lost = linux.dax.flatMap((device) => {
      const loss = blockLoss(device.range, block);
      return loss === undefined ? [] : [{ ...device, ...loss, lost: loss.front + loss.behind }];
    });
    const [first] = lost;
    if (first === undefined) return [];
    const bytes = lost.reduce((sum, each) => sum + each.lost, 0);
    const all = lost.reduce((sum, { range }) => sum + size(range), 0);
    const path = first.parts.find(({ owner }) => owner !== undefined)?.owner;
    const owners = listed(lost.flatMap(({ parts }) => parts.map(({ owner }) => nameOf(document, owner))));
    return [
      {
        code: 'linux/stranded',
        severity: 'info',
        what:
          lost.length === 1
            ? `${formatSize(first.front)} in front and ${formatSize(first.behind)} behind cannot be given to the guest’s kernel: ${ofGiB(first.left)} of ${ofGiB(all)} GiB of ${owners} can.`
            : `${formatSize(bytes)} of ${owners} cannot be given to the guest’s kernel: ${ofGiB(all - bytes)} of ${ofGiB(all)} GiB can.`,
        where: `${listed(lost.map(({ name, range, blocks }) => `${name} ${spanText(range)}: ${blocks} blocks`))} of ${formatSize(block)}, ${percent(bytes, all)} lost.`,
        why: 'kmem adds whole memory blocks, and these ends are no borders of blocks. A driver that takes the memory as a device has all of it.',
        works:
          first.finer === undefined
            ? 'A range that begins and ends on a border of blocks.'
            : `Blocks of ${formatSize(first.finer)}: the end of boot RAM decides how large they are.`,
        range: first.range,
        ...(path === undefined ? {} : { path }),
      },
    ];
  },
};

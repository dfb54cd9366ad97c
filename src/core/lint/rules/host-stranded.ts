import { size } from '../../base/range';
import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { blockLoss, ofGiB, percent, SMALLEST_BLOCK } from './block-loss';
import { MOST_FINDINGS, spanText } from './naming';

/** Soft-reserved and CXL memory of the host whose ends are no borders of memory blocks: what lies outside whole blocks is lost to kmem. */
export const hostStranded: LintRule = {
  id: 'host/stranded',
  check({ document, plan: { host } }) {
    const block = document.host.blockSize;
    if (host === undefined || block === undefined || block < SMALLEST_BLOCK) return [];
    return host.space.regions
      .filter(({ kind }) => kind === 'soft-reserved' || kind === 'cxl-window')
      .flatMap(({ range, name, owner }) => {
        const all = size(range);
        const loss = blockLoss(range, block);
        if (loss === undefined) return [];
        const { front, behind, left, blocks, finer } = loss;
        return [
          {
            code: 'host/stranded',
            severity: 'info' as const,
            what: `${formatSize(front)} in front and ${formatSize(behind)} behind cannot be given to the host’s kernel: ${ofGiB(left)} of ${ofGiB(all)} GiB of ${name} can.`,
            where: `Host ${spanText(range)}: ${blocks} blocks of ${formatSize(block)}, ${percent(front + behind, all)} lost.`,
            why: 'Linux adds memory by whole blocks, and this range does not begin and end on their borders. A driver that takes it as a device has all of it.',
            works:
              finer === undefined
                ? 'A range that begins and ends on a border of blocks.'
                : `Blocks of ${formatSize(finer)}: then nothing is lost.`,
            ...(owner === undefined ? {} : { path: owner }),
          },
        ];
      })
      .slice(0, MOST_FINDINGS);
  },
};

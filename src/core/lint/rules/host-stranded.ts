import { GiB, MiB } from '../../base/addr';
import { size, type Range } from '../../base/range';
import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { MOST_FINDINGS, spanText } from './naming';

/** The smallest memory block of Linux on x86 (arch/x86/mm/init_64.c, MIN_MEMORY_BLOCK_SIZE). */
const SMALLEST_BLOCK = 128 * MiB;

/** The largest block, no larger than the one there is, on whose borders a range begins and ends. */
function blockWithoutLoss({ start, end }: Range, block: number): number | undefined {
  for (let each = block; each >= SMALLEST_BLOCK; each /= 2) if (start % each === 0 && end % each === 0) return each;
  return undefined;
}

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)} %`;
/** Both sums in one unit, so that they can be compared. */
const ofGiB = (bytes: number): string => String(Math.round((bytes / GiB) * 1000) / 1000);

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
        const front = Math.min(all, (block - (range.start % block)) % block);
        const behind = front === all ? 0 : range.end % block;
        if (front + behind === 0) return [];
        const blocks = (all - front - behind) / block;
        const finer = blockWithoutLoss(range, block);
        return [
          {
            code: 'host/stranded',
            severity: 'info' as const,
            what: `${formatSize(front)} in front and ${formatSize(behind)} behind cannot be given to the host’s kernel: ${ofGiB(all - front - behind)} of ${ofGiB(all)} GiB of ${name} can.`,
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

/** How much boot RAM may still grow before it lies, or is counted, differently. */
import { blockSize, LARGE_MEMORY } from '../linux/blocks';
import { formatSize } from '../base/size-text';
import type { Margin } from '../cliffs/cliff';
import type { Board } from '../qemu/growth';
import { narrow } from '../stages/narrow';

const OF_RAM = { of: 'boot RAM', path: 'memory.size' } as const;

/** Bytes of RAM from which a machine keeps a smaller part of it below 4 GiB; the family knows, and `max-ram-below-4g` may hide it. */
function toSplit({ machine, memory }: Board): Margin | undefined {
  const { family } = machine.version;
  const { splitsFrom } = family;
  if (splitsFrom === undefined || memory.ram >= splitsFrom) return undefined;
  if (family.split(memory.ram, machine.maxRamBelow4g).above > 0n) return undefined;
  return {
    kind: 'split',
    title: 'RAM split',
    left: narrow(splitsFrom - memory.ram - 1n),
    text: `${formatSize(narrow(splitsFrom - memory.ram))} of RAM to the split at 4 GiB`,
    why: family.explainSplit(memory.ram, machine.maxRamBelow4g),
    ...OF_RAM,
  };
}

/** Linux takes memory in larger blocks once RAM ends high enough. */
function toBlocks({ map }: Board): Margin | undefined {
  const end = narrow(map.above > 0n ? map.start + map.above : map.below);
  if (end >= LARGE_MEMORY) return undefined;
  return {
    kind: 'block',
    title: 'memory blocks',
    left: LARGE_MEMORY - end - 1,
    text: `${formatSize(LARGE_MEMORY - end)} of RAM to larger memory blocks`,
    why: `Linux takes memory in blocks of ${formatSize(blockSize(end))}; where boot RAM ends at ${formatSize(LARGE_MEMORY)} or above, in the largest blocks up to 2 GiB that divide that end, and DIMMs must be whole ones.`,
    ...OF_RAM,
  };
}

export const ramMargins = (board: Board): readonly Margin[] =>
  [toSplit(board), toBlocks(board)].filter((margin) => margin !== undefined);

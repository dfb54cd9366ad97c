/** Memory blocks that were added, as runs of blocks in one state: a DIMM of terabytes is one run. */
import type { Range } from '../base/range';

export type Zone = 'Normal' | 'Movable';
export type BlockPlace = Zone | 'offline';

/** Blocks `memoryN` with `first` ≤ N < `end`. */
export interface Run {
  readonly first: number;
  readonly end: number;
}

export interface PlacedRun extends Run {
  readonly place: BlockPlace;
}

/** Blocks of a range that begins and ends with one. */
export const blocksOf = ({ start, end }: Range, blockSize: number): Run => ({
  first: start / blockSize,
  end: end / blockSize,
});

export const length = ({ first, end }: Run): number => end - first;

export const hasBlock = ({ first, end }: Run, block: number): boolean => first <= block && block < end;

export const isOnline = ({ place }: PlacedRun): boolean => place !== 'offline';

export const countWhere = (runs: readonly PlacedRun[], wanted: (run: PlacedRun) => boolean): number =>
  runs.reduce((sum, run) => (wanted(run) ? sum + length(run) : sum), 0);

/** Neighbours in one state become one run. By number. */
function joined(runs: readonly PlacedRun[]): readonly PlacedRun[] {
  const found: PlacedRun[] = [];
  for (const run of runs) {
    if (run.first >= run.end) continue;
    const last = found.at(-1);
    if (last?.end === run.first && last.place === run.place) found[found.length - 1] = { ...last, end: run.end };
    else found.push(run);
  }
  return found;
}

/** The runs without the blocks from `first` up to `end`. */
export const without = (runs: readonly PlacedRun[], { first, end }: Run): readonly PlacedRun[] =>
  joined(
    runs.flatMap((run) =>
      run.end <= first || end <= run.first
        ? [run]
        : [
            { ...run, end: first },
            { ...run, first: end },
          ],
    ),
  );

/** The same runs with some blocks in another state, or with blocks that were not there. */
export const placed = (runs: readonly PlacedRun[], run: PlacedRun): readonly PlacedRun[] =>
  joined([...without(runs, run), run].sort((a, b) => a.first - b.first));

/** Runs of blocks that are not there, within others, by number. */
export function gapsWithin(runs: readonly Run[], { first, end }: Run): readonly Run[] {
  const gaps: Run[] = [];
  let at = first;
  for (const run of runs) {
    if (run.end <= at) continue;
    if (run.first >= end) break;
    if (run.first > at) gaps.push({ first: at, end: run.first });
    at = run.end;
  }
  if (at < end) gaps.push({ first: at, end });
  return gaps;
}

/** Runs whatever their state: what `/proc/iomem` shows as one line. */
export function contiguous(runs: readonly Run[]): readonly Run[] {
  const found: Run[] = [];
  for (const { first, end } of runs) {
    const last = found.at(-1);
    if (last?.end === first) found[found.length - 1] = { first: last.first, end };
    else found.push({ first, end });
  }
  return found;
}

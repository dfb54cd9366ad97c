/** What became of an entry since the stage before, as a sign on its row. */
import { bisector } from 'd3';
import { overlaps } from '../../core/base/range';
import type { E820Entry, StageDifference } from '../../core/plan/plan';

export interface RowMark {
  /** `+` came, `≠` another type, `4→1` joined, `cut` a piece of what was longer. */
  readonly sign: string;
  readonly why: string;
  readonly hasConsequences: boolean;
}

const byEnd = bisector<E820Entry, number>(({ range }) => range.end);
const byStart = (a: E820Entry, b: E820Entry): number => a.range.start - b.range.start;

/**
 * One mark an entry, undefined where it is as it was. Entries of a table may overlap only in `after`; `before` is sorted here.
 * @param differences of the stage, for the reasons
 */
export function rowMarks(
  before: readonly E820Entry[],
  after: readonly E820Entry[],
  differences: readonly StageDifference[],
): readonly (RowMark | undefined)[] {
  const sorted = before.toSorted(byStart);
  const found = differences.toSorted((a, b) => a.range.start - b.range.start);
  const byDifferenceEnd = bisector<StageDifference, number>(({ range }) => range.end);
  return after.map((entry) => {
    const under: E820Entry[] = [];
    for (let at = byEnd.right(sorted, entry.range.start); at < sorted.length; at += 1) {
      const old = sorted[at];
      if (old === undefined || !overlaps(old.range, entry.range)) break;
      under.push(old);
    }
    const sign = signOf(under, entry);
    if (sign === undefined) return undefined;
    const difference = found[byDifferenceEnd.right(found, entry.range.start)];
    const own = entry.why.steps.at(-1)?.text;
    const isNew = sign === '+' || sign === '≠';
    return {
      sign,
      why: (isNew ? (own ?? difference?.why) : (difference?.why ?? own)) ?? '',
      hasConsequences: difference?.hasConsequences === true && sign.endsWith('→1'),
    };
  });
}

function signOf(under: readonly E820Entry[], { range, type }: E820Entry): string | undefined {
  if (under.length === 0) return '+';
  const same = under.filter((old) => old.type === type);
  const [only] = same;
  if (only === undefined) return '≠';
  if (same.length > 1) return `${same.length}→1`;
  return only.range.start === range.start && only.range.end === range.end ? undefined : 'cut';
}

/** The stages beside each other: the address space cut wherever an entry of any stage begins or ends. */
import { bisector } from 'd3';
import { overlaps, range as rangeOf, type Range } from '../../core/base/range';
import type { E820Entry, StageDifference } from '../../core/plan/plan';
import type { Sureness } from '../../core/space/region';
import type { StageTable } from './stage-tables';

export interface StageCell {
  /** Absent where the stage has nothing there. */
  readonly entry?: E820Entry;
  /** The entry began in a row above. */
  readonly goesOn: boolean;
  /** Of the entry; where there is none, unknown if the stage may have one that nobody can tell. */
  readonly sure: Sureness;
}

export interface StageReason {
  /** Title of the stage that makes the difference. */
  readonly stage: string;
  readonly text: string;
  readonly hasConsequences: boolean;
}

export interface StageRow {
  readonly range: Range;
  /** One a stage, in their order. */
  readonly cells: readonly StageCell[];
  /** Why stages differ here; none where they do not. */
  readonly reasons: readonly StageReason[];
}

const byEnd = bisector<E820Entry, number>(({ range }) => range.end);

function entryAt(sorted: readonly E820Entry[], at: number): E820Entry | undefined {
  const entry = sorted[byEnd.right(sorted, at)];
  return entry !== undefined && entry.range.start <= at ? entry : undefined;
}

/** Rows by address; what no stage has is left out. Entries of one table must not overlap. */
export function stageRows(stages: readonly StageTable[]): readonly StageRow[] {
  const tables = stages.map(({ entries = [] }) => entries.toSorted((a, b) => a.range.start - b.range.start));
  const cuts = [...new Set(tables.flatMap((table) => table.flatMap(({ range }) => [range.start, range.end])))].sort(
    (a, b) => a - b,
  );
  const told = new Set<StageDifference>();
  const rows: StageRow[] = [];
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined) break;
    const cells = tables.map((table, stage): StageCell => {
      const entry = entryAt(table, start);
      if (entry === undefined) return { goesOn: false, sure: stages[stage]?.sure === 'unknown' ? 'unknown' : 'exact' };
      return { entry, goesOn: entry.range.start < start, sure: entry.sure ?? 'exact' };
    });
    if (cells.some(({ entry }) => entry !== undefined)) {
      const range = rangeOf(start, end);
      rows.push({ range, cells, reasons: reasonsOf(stages, cells, range, told) });
    }
  }
  return rows;
}

/** Of every stage that has something else than the one before: its entry's own reason, else that of the difference. */
function reasonsOf(
  stages: readonly StageTable[],
  cells: readonly StageCell[],
  range: Range,
  told: Set<StageDifference>,
): readonly StageReason[] {
  return stages.flatMap(({ title, entries, differences }, index): StageReason[] => {
    if (index === 0 || entries === undefined) return [];
    const [before, now] = [cells[index - 1], cells[index]];
    const difference = differences.find((each) => overlaps(each.range, range));
    const isOther = before?.entry?.type !== now?.entry?.type;
    const grave = difference?.hasConsequences === true;
    const isJoint = difference?.kind === 'joined' && now?.goesOn === false;
    if (!isOther && !(isJoint && !told.has(difference))) return [];
    if (difference !== undefined) told.add(difference);
    const own = isOther ? now?.entry?.why.steps.at(-1)?.text : undefined;
    const gone = now?.entry === undefined && difference?.kind !== 'went' ? 'Nothing is listed there.' : undefined;
    const text = (grave ? difference.why : (own ?? gone ?? difference?.why)) ?? '';
    return text === '' ? [] : [{ stage: title, text, hasConsequences: grave }];
  });
}

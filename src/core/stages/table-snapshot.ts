/** The world after a stage that places nothing: what QEMU built, and another table of it. */
import type { Range } from '../base/range';
import type { E820Entry, Snapshot } from '../plan/plan';
import type { Provenance, Sureness } from '../space/region';
import { differencesOf, type Reason } from './differences';

/** A row of a stage's table, before it is tied to what the layout has there. */
export interface TableRow {
  readonly range: Range;
  /** E820 type number. */
  readonly type: number;
  readonly words: string;
  readonly sure: Sureness;
  readonly why: Provenance;
}

export interface TableStage {
  readonly id: string;
  readonly title: string;
  /** Whose entries those are that no earlier stage had: `OVMF`, `Linux`. */
  readonly author: string;
  /** By address, disjoint. */
  readonly rows: readonly TableRow[];
  readonly sure: Sureness;
  readonly caveats: readonly string[];
  readonly reason: Reason;
}

const MOST_CAUSES = 3;

/** Of one entry, of a few, or of a run of them. */
function causeOf(under: readonly E820Entry[]): string {
  const causes = [...new Set(under.map(({ cause }) => cause))];
  return causes.length > MOST_CAUSES ? `${causes[0]} … ${causes.at(-1)}` : causes.join(', ');
}

/** Ties a row to what the stage before has under it: a piece of one entry is still that entry's. */
function tied(row: TableRow, under: readonly E820Entry[], author: string): E820Entry {
  const isSame = under.length > 0 && under.every(({ type }) => type === row.type);
  const [only] = under;
  const owned = isSame && under.length === 1 ? only : undefined;
  return {
    range: row.range,
    type: row.type,
    words: row.words,
    why: row.why,
    cause: isSame ? causeOf(under) : author,
    ...(row.sure === 'exact' ? {} : { sure: row.sure }),
    ...(owned?.owner === undefined ? {} : { owner: owned.owner }),
    ...(owned?.node === undefined ? {} : { node: owned.node }),
  };
}

/** @param rows by address; so is what is under each, and both tables are walked once */
function tiedRows(rows: readonly TableRow[], before: readonly E820Entry[], author: string): readonly E820Entry[] {
  const sorted = before.toSorted((a, b) => a.range.start - b.range.start);
  let first = 0;
  return rows.map((row) => {
    while (first < sorted.length && (sorted[first]?.range.end ?? 0) <= row.range.start) first += 1;
    let last = first;
    while ((sorted[last]?.range.start ?? Infinity) < row.range.end) last += 1;
    return tied(row, sorted.slice(first, last), author);
  });
}

/** @param before of the stage before, which has a table */
export function tableSnapshot(before: Snapshot, stage: TableStage): Snapshot {
  const earlier = before.e820 ?? [];
  const e820 = tiedRows(stage.rows, earlier, stage.author);
  return {
    id: stage.id,
    stage: stage.id,
    title: stage.title,
    spaces: before.spaces,
    e820,
    ...(stage.sure === 'exact' ? {} : { sure: stage.sure }),
    ...(stage.caveats.length === 0 ? {} : { caveats: stage.caveats }),
    differences: differencesOf(earlier, e820, stage.reason),
  };
}

/** The world after a stage that has no device of its own to place: its memory table, laid over what QEMU built. */
import { contains, overlaps } from '../base/range';
import type { E820Entry, Snapshot } from '../plan/plan';
import { fromLayers } from '../space/layers';
import type { Provenance, Region, RegionKind, Sureness } from '../space/region';
import type { Range } from '../base/range';
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
  readonly rows: readonly TableRow[];
  readonly sure: Sureness;
  readonly caveats: readonly string[];
  readonly reason: Reason;
}

/** What a type number makes of the bytes (ACPI 6.5, table 15.4; Linux arch/x86/include/asm/e820/types.h). */
const KINDS: Readonly<Record<number, RegionKind>> = {
  1: 'ram',
  2: 'reserved',
  3: 'acpi-data',
  4: 'acpi-nvs',
  7: 'persistent',
  12: 'persistent',
  0xefff_ffff: 'soft-reserved',
};

/** Kinds that a memory table makes; all others are hardware, and stay whatever a table says. */
const OF_TABLES: ReadonlySet<RegionKind> = new Set<RegionKind>([
  'ram',
  'soft-reserved',
  'reserved',
  'acpi-data',
  'acpi-nvs',
  'unknown',
  'hole',
]);

function tied(row: TableRow, before: readonly E820Entry[], author: string): E820Entry {
  const under = before.filter(({ range }) => overlaps(range, row.range));
  const [only] = under;
  const isPart =
    under.length === 1 && only !== undefined && only.type === row.type && contains(only.range, row.range.start);
  const sameType = under.length > 1 && under.every(({ type }) => type === row.type);
  return {
    range: row.range,
    type: row.type,
    words: row.words,
    why: row.why,
    cause: isPart ? only.cause : sameType ? under.map(({ cause }) => cause).join(', ') : author,
    ...(row.sure === 'exact' ? {} : { sure: row.sure }),
    ...(isPart && only.owner !== undefined ? { owner: only.owner } : {}),
    ...(isPart && only.node !== undefined ? { node: only.node } : {}),
  };
}

/** @param before of the stage before, which has a table */
export function tableSnapshot(before: Snapshot, stage: TableStage): Snapshot {
  const earlier = before.e820 ?? [];
  const e820 = stage.rows.map((row) => tied(row, earlier, stage.author));
  const { cpu } = before.spaces;
  const hardware = cpu.regions.filter(({ kind }) => !OF_TABLES.has(kind));
  const regions = e820.map(({ range, type, owner, node, why, words, cause }): Region => ({
    range,
    kind: KINDS[type] ?? 'unknown',
    name: owner === undefined ? (words ?? cause) : cause,
    why,
    ...(owner === undefined ? {} : { owner }),
    ...(node === undefined ? {} : { node }),
  }));
  return {
    id: stage.id,
    stage: stage.id,
    title: stage.title,
    spaces: {
      cpu: fromLayers(
        cpu.limit,
        [...hardware, ...regions].map((region) => ({ region })),
      ),
    },
    e820,
    ...(stage.sure === 'exact' ? {} : { sure: stage.sure }),
    ...(stage.caveats.length === 0 ? {} : { caveats: stage.caveats }),
    differences: differencesOf(earlier, e820, stage.reason),
  };
}

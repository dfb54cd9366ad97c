/** Which tables stand beside the guest's lane, as data. Later stages add theirs by being in the plan. */
import { intersection, overlaps, range, type Range } from '../../core/base/range';
import type { E820Entry, Snapshot, SratEntry } from '../../core/plan/plan';
import type { DocPath, Sureness } from '../../core/space/region';
import { gapMarks, type StageChange } from '../../draw/stage-gap';
import { stripBoxes } from '../../draw/strip';
import type { ViewScale } from '../../draw/axis-view';
import { lookOf, lookOfE820, type KindLook } from '../../ui/kinds';
import type { Mark } from './picture/scene';
import type { StripPicture } from './picture/strips';

/** One entry of a table, as it is drawn and selected. */
export interface StripEntry {
  readonly range: Range;
  readonly owner?: DocPath;
  /** None for a proximity domain. */
  readonly look?: KindLook;
  /** Number of a proximity domain. */
  readonly text?: string;
  readonly dashed?: boolean;
}

export interface MapStrip {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly StripEntry[];
  /** Bytes that two entries claim. */
  readonly overlaps: readonly Range[];
  /** Absent is exact. */
  readonly sure?: Sureness;
  /** What is unknown or only modelled. */
  readonly caveats: readonly string[];
  /** Where it differs from the strip at its left. */
  readonly changes: readonly StageChange[];
}

/** E820 type 2, reserved. */
const RESERVED = 2;
/** Flags of a memory affinity structure (ACPI 6.5, table 5.59). */
const ENABLED = 1;
const HOT_PLUGGABLE = 2;

const has = (flags: number, flag: number): boolean => Math.floor(flags / flag) % 2 === 1;
const owned = ({ owner }: { readonly owner?: DocPath }) => (owner === undefined ? {} : { owner });

/** The table has one number for all that is reserved; where the map knows the HyperTransport range, the strip looks like it. */
export function entryLook(entry: E820Entry, forbidden: readonly Range[]): KindLook {
  const isForbidden = entry.type === RESERVED && forbidden.some((each) => overlaps(each, entry.range));
  return isForbidden ? lookOf('hyper-transport') : lookOfE820(entry.type);
}

function claimedTwice(entries: readonly StripEntry[]): Range[] {
  const sorted = [...entries].sort((a, b) => a.range.start - b.range.start);
  const twice: Range[] = [];
  let widest: Range | undefined;
  for (const { range: each } of sorted) {
    const common = widest === undefined ? undefined : intersection(widest, each);
    if (common !== undefined) twice.push(common);
    if (widest === undefined || each.end > widest.end) widest = each;
  }
  return twice;
}

function e820Strip(snapshot: Snapshot, entries: readonly E820Entry[], changes: readonly StageChange[] = []): MapStrip {
  const forbidden = snapshot.spaces.cpu.regions.flatMap((region) =>
    region.kind === 'hyper-transport' ? [region.range] : [],
  );
  const drawn = entries.map((entry) => ({
    range: entry.range,
    look: entryLook(entry, forbidden),
    ...owned(entry),
  }));
  const { id, title, sure, caveats = [] } = snapshot;
  return {
    ...{ id, title, entries: drawn, overlaps: claimedTwice(drawn), caveats, changes },
    ...(sure === undefined ? {} : { sure }),
  };
}

/** QEMU writes structures without a byte too, and ones that are not enabled; neither says anything of an address. */
function domainStrip(entries: readonly SratEntry[]): MapStrip | undefined {
  const drawn = entries.flatMap((entry): StripEntry[] => {
    if (entry.type !== 'memory' || entry.size === 0 || !has(entry.flags, ENABLED)) return [];
    const bytes = range(entry.start, entry.start + entry.size);
    return [{ range: bytes, text: String(entry.node), dashed: has(entry.flags, HOT_PLUGGABLE), ...owned(entry) }];
  });
  if (drawn.length === 0) return undefined;
  return { id: 'srat', title: 'SRAT', entries: drawn, overlaps: [], caveats: [], changes: [] };
}

/** What Linux prints first has the firmware's entries under other names: it has no strip of its own. */
const NOT_DRAWN = 'linux-bios';

/** The changes of a stage, with the borders between entries of the stage before that are no more. */
function changesOf({ differences = [], title }: Snapshot, before: readonly E820Entry[]): StageChange[] {
  return differences.map((difference) => ({
    ...difference,
    stage: title,
    borders:
      difference.kind === 'joined'
        ? before.flatMap(({ range: { start } }) =>
            start > difference.range.start && start < difference.range.end ? [start] : [],
          )
        : [],
  }));
}

/** A strip for each later stage that has a table, with its differences from the strip before. */
function laterStrips(first: Snapshot, later: readonly Snapshot[]): MapStrip[] {
  const strips: MapStrip[] = [];
  let before = first.e820 ?? first.tables?.e820 ?? [];
  let changes: StageChange[] = [];
  for (const snapshot of later) {
    const { e820 } = snapshot;
    if (e820 === undefined) continue;
    changes = [...changes, ...changesOf(snapshot, before)];
    before = e820;
    if (snapshot.id === NOT_DRAWN) continue;
    strips.push(e820Strip(snapshot, e820, changes));
    changes = [];
  }
  return strips;
}

/**
 * The tables beside the lane: E820 as QEMU writes it and as each later stage leaves it, and the proximity domains of the SRAT.
 * @param later the boot stages after the one that the lane shows
 */
export function stripsOf(snapshot: Snapshot | undefined, later: readonly Snapshot[] = []): readonly MapStrip[] {
  if (snapshot?.tables === undefined) return [];
  const domains = domainStrip(snapshot.tables.srat);
  return [
    e820Strip(snapshot, snapshot.tables.e820),
    ...laterStrips(snapshot, later),
    ...(domains === undefined ? [] : [domains]),
  ];
}

/** One difference in words, with the stage that made it: `OVMF: …`. */
export const changeText = ({ stage, why }: StageChange): string => `${stage}: ${why}`;

/** A strip as a scale shows it. */
export function stripPicture(
  strip: MapStrip,
  scale: ViewScale,
  markOf: (entry: StripEntry) => Mark | undefined,
): StripPicture {
  return {
    id: strip.id,
    shapes: stripBoxes(strip.entries, scale).map(({ entry, top, height }) => ({
      top,
      height,
      ...(entry.look === undefined ? {} : { look: entry.look }),
      ...(entry.text === undefined ? {} : { text: entry.text }),
      ...(entry.dashed === undefined ? {} : { dashed: entry.dashed }),
      mark: markOf(entry),
    })),
    overlaps: strip.overlaps,
    ...gapMarks(strip.changes, scale),
  };
}

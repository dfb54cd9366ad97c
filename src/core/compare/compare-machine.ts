/** A layout, held against what a running machine said of itself: one table of the plan beside the same table of the machine. */
import type { Addr } from '../base/addr';
import { size } from '../base/range';
import type { Capture, CapturedAffinity, CapturedEntry } from '../capture/capture';
import { checkCapture, type Check } from '../capture/check';
import { snapshotOf } from '../capture/check-e820';
import type { CheckRow, Entry } from '../capture/check-rows';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import type { E820Entry, Plan, SratEntry } from '../plan/plan';
import { fromLayers } from '../space/layers';
import { REGION_KINDS, type Provenance, type Region, type RegionKind } from '../space/region';
import type { Rebinding } from './binding';
import type { Compared, ComparedFact, ComparedSide, Comparison, EntryBytes } from './comparison';
import { entryAt } from './entry-bytes';
import { countsText } from './headline';
import { aloneChange, changeOf, named, type UnnamedChange } from './range-changes';
import { bytesText, KIND_WORDS } from './range-words';

type WithMachine = Extract<Compared, { machine: Capture }>;

/** Ranges, entries and sums of both sides; of a layout with steps, as it starts. Takes time in proportion to both sides. */
export function compareMachine({ layout, machine, isMachineFirst }: WithMachine): Comparison {
  const plan = computePlan({ ...layout, events: [] }, 0);
  const check = checkCapture(plan, machine);
  const bytes = entryBytes(plan, machine);
  const ranges = named(check.rows.flatMap((row) => changeOfRow(row, isMachineFirst, bytes)));
  const planned = { ...planSide(layout, plan, machine), regions: regionsIn('plan', check.rows, plan.limit) };
  const actual = { ...machineSide(machine, plan), regions: regionsIn('guest', check.rows, plan.limit) };
  const [before, after] = isMachineFirst ? [actual, planned] : [planned, actual];
  return {
    headline: headline(check, ranges),
    summary: [check.sentence, ...stepsRemark(layout), ...check.remarks].join(' '),
    before,
    after,
    machine: { against: check.against, verdict: check.verdict },
    ranges,
    facts: check.verdict === 'not-comparable' ? [] : facts(before, after, { ranges, against: check.against }),
    options: [],
    groups: [],
  };
}

const stepsRemark = ({ events }: LayoutDocument): readonly string[] =>
  events.length === 0 ? [] : ['The layout is compared as it starts, before the first of its steps.'];

const HEADLINES = {
  equal: 'The machine is as planned',
  'other-order': 'Same ranges, other order',
  'not-comparable': 'Nothing to compare with',
} as const;

function headline({ verdict }: Check, ranges: Comparison['ranges']): string {
  if (verdict !== 'differs') return HEADLINES[verdict];
  return countsText(ranges) || 'Same ranges, other bytes';
}

/** Each its own: by that, touching entries of one type stay two. */
const said = (): Provenance => ({ rule: 'capture/said', steps: [{ text: 'The machine says so.' }] });

function regionOf(entry: Entry, kind: RegionKind, name: string): Region {
  const { range, path, reason } = entry;
  const node = Number(entry.fields?.['node'] ?? Number.NaN);
  return {
    range,
    kind,
    name,
    ...(path === undefined ? {} : { owner: path }),
    ...(Number.isNaN(node) ? {} : { node }),
    why: reason === undefined ? said() : { rule: 'capture/planned', steps: [{ text: reason }] },
  };
}

/** What is the same on both sides goes by the plan's name and kind: a machine's table knows neither. */
function regionsOf({ guest, plan, differs }: CheckRow): { readonly guest?: Region; readonly plan?: Region } {
  const name = plan?.name ?? plan?.id ?? guest?.id ?? (plan ?? guest)?.what ?? '';
  const isSameKind = plan !== undefined && !differs.includes('what');
  return {
    ...(guest === undefined ? {} : { guest: regionOf(guest, isSameKind ? plan.kind : guest.kind, name) }),
    ...(plan === undefined ? {} : { plan: regionOf(plan, plan.kind, name) }),
  };
}

/** Where the file was captured, bytes of each entry. */
type BytesOf = (index: number | undefined) => EntryBytes | undefined;

const bytesIn =
  (file: Uint8Array | undefined): BytesOf =>
  (index) =>
    file === undefined || index === undefined ? undefined : entryAt(file, index);

function entryBytes(plan: Plan, machine: Capture): { readonly guest: BytesOf; readonly plan: BytesOf } {
  const isFile = machine.of === 'e820' && machine.stage === 'qemu' && machine.bytes !== undefined;
  const file = plan.snapshots[0]?.tables?.files.find(({ name }) => name === 'etc/e820')?.bytes;
  return { guest: bytesIn(isFile ? machine.bytes : undefined), plan: bytesIn(isFile ? file : undefined) };
}

/** Node, backend and the like, where both say them. */
function boundOf({ guest, plan, differs }: CheckRow, isMachineFirst: boolean): Rebinding | undefined {
  const fields = differs.filter((field) => plan?.fields?.[field] !== undefined);
  if (fields.length === 0) return undefined;
  const told = (entry: Entry | undefined): string =>
    fields.map((field) => `${field} ${entry?.fields?.[field] ?? ''}`).join(', ');
  const [before, after] = isMachineFirst ? [told(guest), told(plan)] : [told(plan), told(guest)];
  return { before, after, words: `other ${fields.join(', ')}` };
}

/** An entry of no bytes is no range. */
function changeOfRow(
  row: CheckRow,
  isMachineFirst: boolean,
  bytes: { readonly guest: BytesOf; readonly plan: BytesOf },
): readonly UnnamedChange[] {
  const both = regionsOf(row);
  const [guest, plan] = [both.guest, both.plan].map((region) =>
    region === undefined || size(region.range) === 0 ? undefined : region,
  );
  const [actual, planned] = [bytes.guest(row.guestIndex), bytes.plan(row.planIndex)];
  if (guest !== undefined && plan !== undefined) {
    const bound = boundOf(row, isMachineFirst);
    return isMachineFirst
      ? [changeOf({ before: guest, after: plan, bound }, { before: actual, after: planned })]
      : [changeOf({ before: plan, after: guest, bound }, { before: planned, after: actual })];
  }
  if (guest !== undefined) return [aloneChange(isMachineFirst ? 'removed' : 'added', guest, actual)];
  return plan === undefined ? [] : [aloneChange(isMachineFirst ? 'added' : 'removed', plan, planned)];
}

/** With what is empty between them. Of entries that overlap the one that the table has first is seen, and all of them are told. */
function regionsIn(table: 'guest' | 'plan', rows: readonly CheckRow[], limit: Addr): readonly Region[] {
  const indexOf = (row: CheckRow): number => (table === 'guest' ? row.guestIndex : row.planIndex) ?? 0;
  const layers = rows
    .toSorted((a, b) => indexOf(a) - indexOf(b))
    .flatMap((row) => regionsOf(row)[table] ?? [])
    .map((region) => ({ region }));
  return fromLayers(limit, layers).regions;
}

function planSide(layout: LayoutDocument, plan: Plan, machine: Capture): Omit<ComparedSide, 'regions'> {
  const { verdict, limit, snapshots } = plan;
  const e820 = machine.of === 'e820' ? snapshotOf(plan, machine.stage)?.e820 : undefined;
  const srat = machine.of === 'srat' ? snapshots[0]?.tables?.srat.filter(({ type }) => type === 'memory') : undefined;
  return {
    title: layout.title,
    ...(verdict.error === undefined ? {} : { error: verdict.error }),
    warnings: verdict.warnings,
    limit,
    ...(e820 === undefined ? {} : { e820 }),
    ...(srat === undefined ? {} : { srat }),
  };
}

/** Beyond the addresses that there are, claims are told and no range is. */
const told = (value: bigint): number => Number(value > BigInt(MOST_TOLD) ? BigInt(MOST_TOLD) : value);
const MOST_TOLD = 2 ** 53;

function machineSide(machine: Capture, { limit }: Plan): Omit<ComparedSide, 'regions'> {
  return {
    title: machine.title,
    warnings: [],
    limit,
    ...(machine.of === 'e820' ? { e820: machine.entries.map(e820Entry) } : {}),
    ...(machine.of === 'srat' ? { srat: machine.entries.map(sratEntry) } : {}),
  };
}

const e820Entry = ({ range, claims, type }: CapturedEntry): E820Entry => ({
  range,
  type,
  cause: '',
  why: said(),
  ...(claims === undefined ? {} : { claims: { start: told(claims.start), end: told(claims.end) } }),
});

const sratEntry = ({ range, claims, node, flags, offset = 0 }: CapturedAffinity): SratEntry => ({
  type: 'memory',
  offset,
  node,
  start: range.start,
  size: claims === undefined ? size(range) : told(claims.end - claims.start),
  flags,
  why: said(),
});

/** How many entries each side has, and how much memory of each kind. */
function facts(
  before: ComparedSide,
  after: ComparedSide,
  { ranges, against }: { readonly ranges: Comparison['ranges']; readonly against: string },
): readonly ComparedFact[] {
  const [was, is] = [ranges.flatMap(({ before: own }) => own ?? []), ranges.flatMap(({ after: own }) => own ?? [])];
  const counts = [(before.e820 ?? before.srat ?? was).length, (after.e820 ?? after.srat ?? is).length];
  const sums = [was, is].map(bytesByKind);
  const kinds = REGION_KINDS.filter((kind) => sums.some((sum) => sum.has(kind)));
  return [
    fact(`entries, ${against}`, counts, (count) => count.toLocaleString('en-US')),
    ...kinds.map((kind) =>
      fact(
        KIND_WORDS[kind],
        sums.map((sum) => sum.get(kind)),
        bytesText,
      ),
    ),
  ];
}

function bytesByKind(regions: readonly Region[]): ReadonlyMap<RegionKind, number> {
  const sums = new Map<RegionKind, number>();
  for (const { kind, range } of regions) sums.set(kind, (sums.get(kind) ?? 0) + size(range));
  return sums;
}

function fact(
  label: string,
  [before, after]: readonly (number | undefined)[],
  words: (value: number) => string,
): ComparedFact {
  return {
    label,
    ...(before === undefined ? {} : { before: words(before) }),
    ...(after === undefined ? {} : { after: words(after) }),
    differs: before !== after,
  };
}

/** What would move if something was changed, before it is changed: two start-ups side by side, and the maps that follow from them. */
import type { Range } from '../base/range';
import { formatAddress, formatSize } from '../base/size-text';
import { commandLine } from '../codecs/command-line-writer';
import { dialectOf } from '../dialects/index';
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { bootChoice } from '../plan/boot-choice';
import type { Snapshot } from '../plan/plan';
import { FOUR_LEVEL_BITS } from '../plan/margins';
import { startUp } from '../qemu/startup';
import type { Startup } from '../qemu/machine';
import type { Region, RegionKind } from '../space/region';
import { qemuFile } from '../stages/qemu/index';
import { signatureOf, type Signature } from './signature';

/** A range that lies elsewhere, has another size, comes or goes. */
export interface Moved {
  readonly name: string;
  readonly kind: RegionKind;
  readonly before?: Range;
  readonly after?: Range;
}

export interface Preview {
  readonly starts: boolean;
  /** QEMU's words if it would refuse. */
  readonly error?: string;
  readonly bitsNeeded?: number;
  readonly bitsAvailable?: number;
  readonly moved: readonly Moved[];
  /** What else would be different, one sentence each. */
  readonly remarks: readonly string[];
}

/** A layout as far as QEMU takes it. */
interface Side {
  readonly startup: Startup;
  readonly of: Signature;
  readonly snapshot: Snapshot;
}

/** Edits that do not fit the document are said as an error, and change nothing. */
export function preview(document: LayoutDocument, edits: readonly Edit[]): Preview {
  const edited = commitEdits(document, edits);
  if (!edited.ok) {
    return { starts: false, error: edited.error[0]?.message ?? 'The layout cannot be so.', moved: [], remarks: [] };
  }
  const before = sideOf(document);
  const after = sideOf(edited.value);
  const { refusal, bits, bitsAvailable } = after.of;
  return {
    starts: refusal === undefined,
    ...(refusal === undefined ? {} : { error: refusal.text }),
    ...(bits === undefined || bitsAvailable === undefined ? {} : { bitsNeeded: bits, bitsAvailable }),
    moved: movedBetween(before.snapshot, after.snapshot),
    remarks: remarksOn(before, after),
  };
}

function sideOf(document: LayoutDocument): Side {
  const words = commandLine(document);
  const startup = startUp(
    words.map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const context = { document, words, startup, boot: bootChoice(document) };
  return { startup, of: signatureOf(startup), snapshot: qemuFile.run(undefined, context) };
}

const FOUR_GIB = 2 ** 32;

/** What a region is of, whatever its place and its name there; RAM has one part below 4 GiB and one above. */
function identity({ kind, owner, name, range }: Region): string {
  if (kind === 'ram') return `ram ${owner ?? ''} ${range.start < FOUR_GIB ? 'low' : 'high'}`;
  return `${kind} ${owner ?? ''} ${owner === undefined || kind === 'device-memory-window' ? name : ''}`;
}

/** Pieces by what they are; of several of one kind, the first, the second … */
function byIdentity({ spaces }: Snapshot): ReadonlyMap<string, Region> {
  const found = new Map<string, Region>();
  for (const region of spaces.cpu.regions) {
    if (region.kind === 'hole') continue;
    const name = identity(region);
    let count = 0;
    while (found.has(`${name} ${count}`)) count += 1;
    found.set(`${name} ${count}`, region);
  }
  return found;
}

function movedBetween(before: Snapshot, after: Snapshot): readonly Moved[] {
  const was = byIdentity(before);
  const is = byIdentity(after);
  const moved: Moved[] = [];
  for (const [key, region] of is) {
    const old = was.get(key);
    if (old === undefined) moved.push({ name: region.name, kind: region.kind, after: region.range });
    else if (old.range.start !== region.range.start || old.range.end !== region.range.end) {
      moved.push({ name: region.name, kind: region.kind, before: old.range, after: region.range });
    }
  }
  for (const [key, region] of was) {
    if (!is.has(key)) moved.push({ name: region.name, kind: region.kind, before: region.range });
  }
  return moved;
}

type Remark = (before: Side, after: Side) => string | undefined;

const REMARKS: readonly Remark[] = [
  (before, after) => {
    if (before.of.isMoved === after.of.isMoved) return undefined;
    return after.of.isMoved ? 'RAM jumps to 1 TiB.' : 'RAM comes back to 4 GiB.';
  },
  ({ of: before }, { of: after }) => {
    if (before.isSplit === after.isSplit && (before.low === after.low || after.low === undefined)) return undefined;
    return after.isSplit
      ? `${formatSize(after.low ?? 0)} of RAM stay below 4 GiB, the rest lies from ${formatAddress(after.start)} on.`
      : 'RAM lies in one piece below 4 GiB.';
  },
  ({ of: before }, { of: after }) =>
    before.block === after.block || after.block === undefined || before.block === undefined
      ? undefined
      : `Linux’s memory blocks have ${formatSize(after.block)} instead of ${formatSize(before.block)}.`,
  ({ of: before }, { of: after }) =>
    (before.bits ?? 0) <= FOUR_LEVEL_BITS && (after.bits ?? 0) > FOUR_LEVEL_BITS
      ? 'Addresses are past 48-bit paging.'
      : undefined,
  (before, after) => entriesOf(before, after),
  (before, after) => {
    const [was, is] = [before.startup.map?.reservedMemoryEnd, after.startup.map?.reservedMemoryEnd];
    if (was === is || after.of.refusal !== undefined) return undefined;
    if (is === undefined) return 'etc/reserved-memory-end goes.';
    return `etc/reserved-memory-end says 0x${is.toString(16)}${was === undefined ? '' : ` instead of 0x${was.toString(16)}`}.`;
  },
  (before, after) => {
    const known = new Set(before.startup.warnings.map(({ text }) => text));
    const fresh = after.startup.warnings.find(({ text }) => !known.has(text));
    return fresh === undefined ? undefined : `QEMU says: ${fresh.text}`;
  },
];

function entriesOf(before: Side, after: Side): string | undefined {
  const [was, is] = [before.snapshot.tables, after.snapshot.tables];
  if (was === undefined || is === undefined || was.e820.length === is.e820.length) return undefined;
  return `etc/e820 has ${is.e820.length} entries instead of ${was.e820.length}.`;
}

const remarksOn = (before: Side, after: Side): readonly string[] =>
  REMARKS.flatMap((remark) => remark(before, after) ?? []);

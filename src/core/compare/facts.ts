/** What a layout comes to, before and after: the lines of a table. */
import { size } from '../base/range';
import { deviceKinds } from '../devices/index';
import { memdevOf } from '../document/device-names';
import type { LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';
import type { ComparedFact } from './comparison';
import { bytesText } from './range-words';
import { isBootMemory, type Thing } from './things';

interface SideOfFacts {
  readonly document: LayoutDocument;
  readonly plan: Plan;
  readonly things: readonly Thing[];
}

/** A value to compare by, and how it is written. */
interface Value {
  readonly is: number | string | boolean;
  readonly words: string;
}

interface Fact {
  readonly label: string;
  of(side: SideOfFacts): Value | undefined;
  /** Told where it differs and left out where it does not. */
  readonly ifOther?: true;
}

const bytes = (is: number): Value => ({ is, words: bytesText(is) });
const count = (is: number): Value => ({ is, words: is.toLocaleString('en-US') });
const whole = (is: number | undefined): Value | undefined => (is === undefined ? undefined : count(is));
const sum = (things: readonly Thing[]): number => things.reduce((all, { region }) => all + size(region.range), 0);

/** Past the jump, RAM lies at 1 TiB. */
function toJump({ plan: { verdict } }: SideOfFacts): Value | undefined {
  if (verdict.bytesToMove !== undefined) return bytes(verdict.bytesToMove);
  const past = verdict.margins?.find(({ kind }) => kind === 'move')?.left;
  return past === undefined || past >= 0 ? undefined : { is: past, words: `${bytesText(-past)} past it` };
}

/** As the layout asks for, so that it counts where QEMU refuses, too. */
const deviceBytes = ({ devices, backends }: LayoutDocument, kind: string): number => {
  const sizes = new Map(backends.map(({ id, size: bytesOf }) => [id, bytesOf]));
  return devices.reduce(
    (all, device) => all + (device.kind === kind ? (sizes.get(memdevOf(device) ?? '') ?? 0) : 0),
    0,
  );
};

function ram({ document, things }: SideOfFacts): Value | undefined {
  if (document.memory.size !== undefined) return bytes(document.memory.size);
  const boot = things.filter(isBootMemory);
  return boot.length === 0 ? undefined : bytes(sum(boot));
}

/** Devices of specific-purpose memory, and boot memory that a patch made such. */
function softReserved({ document, things }: SideOfFacts): number {
  const marked = things.filter((thing) => thing.region.kind === 'soft-reserved' && isBootMemory(thing));
  return deviceBytes(document, 'sp-mem') + sum(marked);
}

const findings = (severity: string) => (side: SideOfFacts) =>
  count(side.plan.diagnostics.filter((each) => each.severity === severity).length);
const area = (fixed: string) => (side: SideOfFacts) => {
  const own = side.things.filter((thing) => thing.fixed === fixed);
  return own.length === 0 ? undefined : bytes(sum(own));
};

const FACTS: readonly Fact[] = [
  { label: 'starts', of: ({ plan: { verdict } }) => ({ is: verdict.starts, words: verdict.starts ? 'yes' : 'no' }) },
  { label: 'address bits', of: ({ plan }) => whole(plan.verdict.bitsNeeded) },
  { label: 'bits available', of: ({ plan }) => whole(plan.verdict.bitsAvailable), ifOther: true },
  { label: 'to the 1 TiB jump', of: toJump },
  { label: 'RAM', of: ram },
  { label: 'SPM', of: (side) => positive(softReserved(side)) },
  ...deviceKinds.all
    .filter(({ id }) => id !== 'sp-mem')
    .map(({ id, title }) => ({ label: title, of: ({ document }: SideOfFacts) => positive(deviceBytes(document, id)) })),
  { label: 'window', of: ({ plan }) => (plan.window === undefined ? undefined : bytes(size(plan.window.range))) },
  { label: 'window, free', of: windowFree },
  { label: '64-bit hole', of: area('machine/pci-hole-64'), ifOther: true },
  { label: 'E820 entries', of: ({ plan }) => whole(plan.snapshots[0]?.tables?.e820.length) },
  { label: 'etc/e820', of: tableBytes },
  { label: 'errors', of: findings('error'), ifOther: true },
  { label: 'warnings', of: findings('warning') },
];

const positive = (is: number): Value | undefined => (is === 0 ? undefined : bytes(is));

function windowFree({ plan, things }: SideOfFacts): Value | undefined {
  return plan.window === undefined ? undefined : bytes(sum(things.filter(({ free }) => free !== undefined)));
}

function tableBytes({ plan }: SideOfFacts): Value | undefined {
  const length = plan.snapshots[0]?.tables?.files.find(({ name }) => name === 'etc/e820')?.size;
  return length === undefined ? undefined : { is: length, words: `${length.toLocaleString('en-US')} B` };
}

/** In reading order; what neither side has is left out. */
export function compareFacts(before: SideOfFacts, after: SideOfFacts): readonly ComparedFact[] {
  return FACTS.flatMap(({ label, of, ifOther }): ComparedFact[] => {
    const [was, is] = [of(before), of(after)];
    if (was === undefined && is === undefined) return [];
    const differs = was?.is !== is?.is;
    if (ifOther === true && !differs) return [];
    return [
      {
        label,
        ...(was === undefined ? {} : { before: was.words }),
        ...(is === undefined ? {} : { after: is.words }),
        differs,
      },
    ];
  });
}

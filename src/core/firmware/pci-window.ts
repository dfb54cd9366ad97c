/** Where the firmware's 64-bit PCI window lies, by one of the rules of `core/boot/pci-windows`. All of it is modelled. */
import { ADDR_LIMIT, GiB, MiB, type Bytes } from '../base/addr';
import { overlaps, range, type Range } from '../base/range';
import type { PciWindowRule } from '../boot/pci-window';
import type { LayoutDocument } from '../document/schema';
import { HYPER_TRANSPORT, RAM } from '../base/e820';
import type { AddressMap, Startup } from '../qemu/machine';
import type { PciNeed } from './pci-need';

export interface PciWindow {
  readonly rule: PciWindowRule;
  readonly range: Range;
  /** Of the address space that the rule takes its share of; absent where the firmware does not believe the CPU. */
  readonly bits?: number;
  /** Bytes that `X-PciMmio64Mb` asks for. */
  readonly asked?: Bytes;
}

const FOUR_GIB = 2n ** 32n;
const WITHOUT_GIGABYTE_PAGES = 40;
const BELIEVED_FROM = 41;
const BELIEVED_OF_AMD = 40;

/**
 * Address bits of the CPU as firmware reads them; undefined where it takes them for QEMU's old default. Measured with OVMF 2026.08: an
 * Intel CPU of 39 bits is not believed, since QEMU names no vendor in leaf 0x80000000 (PlatformAddressWidthFromCpuid).
 */
function believedBits(rule: PciWindowRule, { cpu }: Startup): number | undefined {
  if (cpu === undefined) return undefined;
  const { physBits, isAmd } = cpu;
  if (physBits < BELIEVED_FROM && !(isAmd && physBits === BELIEVED_OF_AMD)) return undefined;
  const most = rule.needsGigabytePages && !cpu.gigabytePages ? WITHOUT_GIGABYTE_PAGES : rule.mostBits;
  return Math.min(physBits, most);
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** The largest power of two that is no larger. */
function powerBelow(value: number): number {
  let power = 1;
  while (power * 2 <= value) power *= 2;
  return power;
}

/** Where all that QEMU sets aside for memory ends. */
function memoryEnd(startup: Startup): number {
  const { map } = startup;
  if (map === undefined) return 4 * GiB;
  return Math.min(ADDR_LIMIT, Number(map.reservedMemoryEnd ?? highRamEnd(startup, map)));
}

/** Firmware knows RAM above 4 GiB by the RAM entries of etc/e820 alone: what a patch cut out of their end is not there for it. */
function highRamEnd({ marking }: Startup, { start, above }: AddressMap): bigint {
  if (marking === undefined) return start + above;
  const ends = marking.records
    .filter(({ type, base }) => type === RAM && base >= FOUR_GIB)
    .map(({ base, length }) => base + length);
  return ends.reduce((highest, end) => (end > highest ? end : highest), FOUR_GIB);
}

const hasHighRam = (startup: Startup): boolean =>
  startup.map !== undefined && startup.map.above > 0n && highRamEnd(startup, startup.map) > FOUR_GIB;

/** What `-fw_cfg name=opt/ovmf/X-PciMmio64Mb,string=N` of the command line says, in bytes. */
export function askedWindow(rule: PciWindowRule, { options }: LayoutDocument): Bytes | undefined {
  const { knob } = rule;
  const text =
    knob && options.find(({ name, value }) => name === 'fw_cfg' && value?.includes(knob.name) === true)?.value;
  const asked = Number(/(?:^|,)string=(\d{1,9})(?:,|$)/.exec(text ?? '')?.[1] ?? 0) * MiB;
  return knob === undefined || asked === 0 || asked > knob.most ? undefined : asked;
}

/** No range of firmware's own goes past what can be drawn. */
const drawn = (start: number, size: number): Range =>
  range(Math.min(start, ADDR_LIMIT), Math.min(start + size, ADDR_LIMIT));

const isOverReserved = (window: Range, { map }: Startup): boolean =>
  map?.hyperTransportReserved === true && overlaps(window, HYPER_TRANSPORT);

function ofOvmf(rule: PciWindowRule, startup: Startup, asked: Bytes | undefined): Omit<PciWindow, 'rule'> {
  const bits = believedBits(rule, startup);
  const size = roundUp(asked ?? rule.size, GiB);
  const start = roundUp(roundUp(memoryEnd(startup), GiB), powerBelow(size));
  const shared = {
    range: drawn(start, size),
    ...(bits === undefined ? {} : { bits }),
    ...(asked === undefined ? {} : { asked }),
  };
  if (rule.share === undefined || bits === undefined) return shared;
  const top = 2 ** bits;
  const share = top / rule.share;
  if (size >= share || start + share >= top) return shared;
  const last = drawn(top - share, share);
  if (!isOverReserved(last, startup)) return { bits, range: last };
  // It sinks below a reserved entry of etc/e820, to a border of its own size.
  return { bits, range: drawn(Math.floor((HYPER_TRANSPORT.start - share) / share) * share, share) };
}

function ofSeaBios(rule: PciWindowRule, startup: Startup, need: PciNeed | undefined): Omit<PciWindow, 'rule'> {
  const bits = believedBits(rule, startup);
  const lowest = roundUp(memoryEnd(startup), need?.alignment ?? GiB);
  const wanted = roundUp(need?.total ?? 0, GiB);
  if (bits === undefined) return { range: drawn(lowest, wanted) };
  const top = 2 ** bits;
  const hasSteps = rule.share !== undefined && hasHighRam(startup);
  const size = hasSteps ? roundUp(Math.max(wanted, 1), top / (rule.share ?? 1)) : wanted;
  const first = Math.max(lowest, top - size);
  // Over a reserved entry it goes down by its own size, once (measured with 40 bits on AMD).
  const isSunk = first < top && isOverReserved(range(first, top), startup);
  const [start, end] = isSunk ? [first - size, first] : [first, top];
  return { bits, range: drawn(Math.min(end, Math.max(lowest, start)), Math.max(0, end - Math.max(lowest, start))) };
}

/** @param need for a window that grows with it */
export function pciWindow(
  rule: PciWindowRule,
  document: LayoutDocument,
  startup: Startup,
  need: PciNeed | undefined,
): PciWindow {
  const found = rule.grows ? ofSeaBios(rule, startup, need) : ofOvmf(rule, startup, askedWindow(rule, document));
  return { rule, ...found };
}

/** Sums that end at the borders of QEMU's areas, term by term as pc_memory_init adds them up. */
import type { AddressMap, MemoryOptions, PluggedDevice } from '../qemu/machine';
import type { DocPath } from '../space/region';
import { pathOfOption } from '../stages/origin';
import type { StageContext } from '../stages/stage';

/** As `Term`, in QEMU's own 64 bits. */
export interface WideTerm {
  readonly label: string;
  readonly value: bigint;
  readonly path?: DocPath;
}
export type Sum = readonly WideTerm[];

const KIB = 2n ** 10n;
const MIB = 2n ** 20n;
const GIB = 2n ** 30n;

export const total = (sum: Sum): bigint => sum.reduce((all, { value }) => all + value, 0n);

const term = (label: string, value: bigint, path?: DocPath): WideTerm => ({
  label,
  value,
  ...(path === undefined ? {} : { path }),
});
/** Without it where it is nothing. */
const some = (label: string, value: bigint, path?: DocPath): Sum => (value === 0n ? [] : [term(label, value, path)]);

/** A sum goes on up to a multiple of something; the step is told even where it adds nothing. */
const upTo = (sum: Sum, at: bigint, step: string): Sum => [
  ...sum,
  term(`up to a multiple of ${step}`, at - total(sum)),
];

/** Where RAM above 4 GiB starts. */
export const ramStart = ({ moved, start }: AddressMap): Sum =>
  moved ? [term('move to 1 TiB, past HyperTransport', start, 'cpu.model')] : [term('low area', start, 'machine.type')];

export const ramEnd = (map: AddressMap): Sum => [
  ...ramStart(map),
  ...some('RAM above 4 GiB', map.above, 'memory.size'),
];

export const windowStart = (map: AddressMap, base: bigint): Sum => upTo(ramEnd(map), base, '1 GiB');

export const windowEnd = (map: AddressMap, base: bigint, { ram, maxram, slots }: MemoryOptions): Sum => [
  ...windowStart(map, base),
  term('maxmem beyond RAM', maxram - ram, 'memory.maxmem'),
  ...some(slots === 1n ? '1 slot of 1 GiB' : `${slots} slots of 1 GiB`, slots * GIB, 'memory.slots'),
];

/** The end of all memory, on which CXL or the 64-bit PCI hole follows. */
function memoryEnd(map: AddressMap, memory: MemoryOptions): Sum {
  return map.deviceMemory === undefined ? ramEnd(map) : windowEnd(map, map.deviceMemory.base, memory);
}

export interface CxlSums {
  readonly registers: readonly [Sum, Sum];
  readonly windows: readonly (readonly [Sum, Sum])[];
}

export function cxlSums(map: AddressMap, memory: MemoryOptions): CxlSums | undefined {
  if (map.cxl === undefined) return undefined;
  const start = memoryEnd(map, memory);
  const registers: Sum = [...start, term('CXL registers', MIB, 'machine.cxl')];
  let at = registers;
  const windows = map.cxl.windows.map(({ base, size }, index): readonly [Sum, Sum] => {
    const from = index === 0 ? upTo(at, base, '256 MiB') : at;
    at = [...from, term(`CXL window ${index}`, size, `machine.cxlWindows.${index}`)];
    return [from, at];
  });
  return { registers: [start, registers], windows };
}

export function holeSums(map: AddressMap, memory: MemoryOptions): readonly [Sum, Sum] {
  const cxl = cxlSums(map, memory);
  const before = cxl === undefined ? memoryEnd(map, memory) : (cxl.windows.at(-1) ?? cxl.registers)[1];
  const start = upTo(before, map.hole64.base, '1 GiB');
  return [start, [...start, term('64-bit PCI hole', map.hole64.size, 'machine.pciHole64Size')]];
}

/** Where RAM below 4 GiB ends: all of it fits, or the machine type cuts it there. */
export function lowEnd({ document, startup }: StageContext, map: AddressMap): Sum {
  const { machine, memory } = startup;
  if (map.above > 0n) {
    return machine !== undefined && machine.maxRamBelow4g === map.below
      ? [term('max-ram-below-4g', map.below, 'machine.maxRamBelow4g')]
      : [term(`RAM below 4 GiB on ${machine?.version.family.id ?? 'this machine'}`, map.below, 'machine.type')];
  }
  const given = BigInt(document.memory.size ?? 0);
  const rounded = memory !== undefined && given > 0n && memory.ram - given > 0n && memory.ram - given < 8n * KIB;
  return rounded
    ? upTo([term('RAM', given, 'memory.size')], map.below, '8 KiB')
    : [term('RAM', map.below, 'memory.size')];
}

/** Nodes that a sum names one by one before it adds them up. */
const MOST_NODES = 3;

/** RAM of the nodes that come before, in the order in which boot RAM is dealt out. */
export function nodesBefore({ document, startup }: StageContext, count: number): Sum {
  const owners = (startup.numa?.nodes ?? []).filter(({ size }) => size > 0n).slice(0, count);
  const [first] = owners;
  if (owners.length > MOST_NODES && first !== undefined) {
    const all = owners.reduce((sum, { size }) => sum + size, 0n);
    return [term(`RAM of ${owners.length} nodes, ${first.id} to ${owners.at(-1)?.id ?? ''}`, all)];
  }
  return owners.map(({ id, size }) => {
    const index = document.nodes.findIndex((node) => node.id === id);
    return term(`RAM of node ${id}`, size, index < 0 ? undefined : `nodes.${index}`);
  });
}

export const offsetBelow = (context: StageContext, count: number): Sum =>
  count === 0 ? [term('start of the address space', 0n)] : nodesBefore(context, count);

/** As many bytes of boot RAM lie below 4 GiB and not here. */
export const offsetAbove = (context: StageContext, map: AddressMap, count: number): Sum => [
  ...ramStart(map),
  ...nodesBefore(context, count),
  term('less what lies below 4 GiB', -map.below, 'machine.type'),
];

export const nameOf = (device: PluggedDevice): string => device.id ?? `${device.kind} ${device.ordinal}`;

/** Devices in front that a sum names one by one; the others of a long row are added up. */
const MOST_DEVICES = 5;

/** Where a device of the window starts: at the address that it asks for, or behind the one that was in its way, and so on down. */
export function deviceStart(context: StageContext, map: AddressMap, base: bigint, device: PluggedDevice): Sum {
  const chain: PluggedDevice[] = [];
  let at: PluggedDevice | undefined = device;
  while (at !== undefined && !asksForAddress(context, at) && chain.length < context.startup.devices.length) {
    at = inTheWay(context, at);
    if (at !== undefined) chain.unshift(at);
  }
  const root = chain[0] ?? device;
  const from = asksForAddress(context, root) ? asked(context, root) : steppedTo(windowStart(map, base), root);
  const sum = chain.reduce<Sum>((before, each, index) => {
    const path = pathOfOption(context, each.option);
    return steppedTo([...before, term(nameOf(each), each.size, path)], chain[index + 1] ?? device);
  }, from);
  return chain.length > MOST_DEVICES ? shortened(sum, from.length, chain.length) : sum;
}

/** Up to the device's own alignment, where that adds something. */
const steppedTo = (sum: Sum, device: PluggedDevice): Sum =>
  total(sum) === device.address
    ? sum
    : [...sum, term('up to a multiple of its alignment', device.address - total(sum))];

/** Keeps the first and the last devices of a long row. */
function shortened(sum: Sum, from: number, count: number): Sum {
  const head = sum.slice(0, from + 1);
  const tail = sum.slice(-1);
  const middle = sum.slice(from + 1, -1);
  return [...head, term(`${count - 2} devices more`, total(middle)), ...tail];
}

const asksForAddress = ({ document }: StageContext, { ordinal, address }: PluggedDevice): boolean => {
  const device = document.devices[ordinal];
  return device !== undefined && 'addr' in device && device.addr !== undefined && BigInt(device.addr) === address;
};

const asked = (context: StageContext, device: PluggedDevice): Sum => {
  const path = pathOfOption(context, device.option);
  return [term(`addr of ${nameOf(device)}`, device.address, path === undefined ? undefined : `${path}.addr`)];
};

/** The device, declared before, at whose end the search for a gap went on. */
function inTheWay({ startup }: StageContext, device: PluggedDevice): PluggedDevice | undefined {
  const { alignment, address, option } = device;
  return startup.devices.find((other) => {
    const end = other.address + other.size;
    return other.placed && other.option < option && end <= address && address - end < alignment && end > 0n;
  });
}

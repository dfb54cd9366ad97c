/** Where RAM, the device-memory window, CXL and the 64-bit PCI hole lie (pc_memory_init; spec sections 2, 3 and 5). */
import { HYPER_TRANSPORT } from '../base/e820';
import { alignUp64, wrap64 } from '../options/number';
import type { AddressMap, Cpu, MachineOptions, MemoryOptions, Window } from './machine';

const MIB = 2n ** 20n;
const GIB = 2n ** 30n;
const FOUR_GIB = 2n ** 32n;
const ONE_TIB = 2n ** 40n;
const CXL_STEP = 256n * MIB;

/** What AMD's HyperTransport keeps below 1 TiB, both ends included. */
export const HYPER_TRANSPORT_START = BigInt(HYPER_TRANSPORT.start);
/** CPUs with fewer address bits cannot see the HyperTransport range. */
const HYPER_TRANSPORT_BITS = 40;

/** What the map follows from. */
export interface MapInputs {
  readonly machine: MachineOptions;
  readonly memory: MemoryOptions;
  readonly cpu: Cpu;
  readonly below: bigint;
  readonly above: bigint;
}

type Areas = Pick<AddressMap, 'deviceMemory' | 'cxl' | 'reservedMemoryEnd' | 'hole64'>;

const hasWindow = ({ machine, memory }: MapInputs): boolean =>
  machine.version.family.hasDeviceMemory && memory.maxram > memory.ram;

/** Everything above the RAM that starts at `start`. */
function areasAbove(inputs: MapInputs, start: bigint): Areas {
  const { machine, memory, above } = inputs;
  let top = wrap64(start + above);
  let deviceMemory: Window | undefined;
  if (hasWindow(inputs)) {
    const base = alignUp64(top, GIB);
    deviceMemory = { base, size: wrap64(memory.maxram - memory.ram + memory.slots * GIB) };
    top = wrap64(base + deviceMemory.size);
  }
  let cxl: AddressMap['cxl'];
  if (machine.cxl) {
    const registers = top;
    top = wrap64(registers + MIB);
    const windows: Window[] = [];
    if (machine.cxlWindows.length > 0) top = alignUp64(top, CXL_STEP);
    for (const { size } of machine.cxlWindows) {
      windows.push({ base: top, size });
      top = wrap64(top + size);
    }
    cxl = { registers, windows };
  }
  const end = alignUp64(top, GIB);
  return {
    ...(deviceMemory === undefined ? {} : { deviceMemory }),
    ...(cxl === undefined ? {} : { cxl }),
    ...(deviceMemory === undefined && cxl === undefined ? {} : { reservedMemoryEnd: end }),
    hole64: { base: end, size: machine.pciHole64Size },
  };
}

/** The highest address that the machine sets aside (pc_max_used_gpa). */
function maxGuestAddress({ machine, cpu, above }: MapInputs, start: bigint, areas: Areas): bigint {
  if (cpu.longMode) return wrap64(areas.hole64.base + areas.hole64.size - 1n);
  if (!machine.version.rules.checks32BitCpus) return addressLimit(cpu);
  const { deviceMemory } = areas;
  return wrap64(deviceMemory === undefined ? start + above - 1n : deviceMemory.base + deviceMemory.size - 1n);
}

/** The highest address that the CPU has. C shifts by the low six bits of the count. */
export const addressLimit = (cpu: Cpu): bigint => 2n ** BigInt(cpu.physBits % 64) - 1n;

/** The map, computed even where the CPU's address bits do not reach. */
export function layOut(inputs: MapInputs): AddressMap {
  const { machine, cpu, below, above } = inputs;
  let start = FOUR_GIB;
  let areas = areasAbove(inputs, start);
  let highest = maxGuestAddress(inputs, start, areas);
  const avoids = machine.version.rules.avoidsHyperTransport && cpu.isAmd;
  const moved = avoids && highest >= HYPER_TRANSPORT_START;
  if (moved) {
    start = ONE_TIB;
    areas = areasAbove(inputs, start);
    highest = maxGuestAddress(inputs, start, areas);
  }
  return {
    below,
    above,
    start,
    hyperTransportReserved: avoids && cpu.physBits >= HYPER_TRANSPORT_BITS,
    moved,
    ...areas,
    maxGuestAddress: highest,
    limit: addressLimit(cpu),
  };
}

/** The refusal for too few address bits (pc_memory_init). */
export function tooFewBits({ limit, maxGuestAddress: highest }: AddressMap, cpu: Cpu): string | undefined {
  if (limit >= highest) return undefined;
  return `Address space limit 0x${limit.toString(16)} < 0x${highest.toString(16)} phys-bits too low (${cpu.physBits})`;
}

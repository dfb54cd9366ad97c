/** Which settings the end of the address space comes from, and where it would be without AMD's move to 1 TiB. */
import { HYPER_TRANSPORT_START, layOut } from './address-map';
import type { AddressMap, Startup } from './machine';

const GIB = 2n ** 30n;

/** A machine that QEMU holds against the CPU's address bits. */
export type Board = Required<Pick<Startup, 'machine' | 'cpu' | 'memory' | 'map'>>;

export function boardOf({ machine, cpu, memory, map }: Startup): Board | undefined {
  if (machine === undefined || cpu === undefined || memory === undefined || map === undefined) return undefined;
  return machine.version.family.checksAddressSpace && cpu.longMode ? { machine, cpu, memory, map } : undefined;
}

/** Reaching 0xfd00000000 would move RAM to 1 TiB (pc_memory_init, since pc-q35-7.1). */
export const avoidsHyperTransport = ({ machine, cpu }: Board): boolean =>
  machine.version.rules.avoidsHyperTransport && cpu.isAmd;

/** The map as it would be if RAM stayed at 4 GiB. */
export function unmoved({ machine, cpu, memory, map }: Board): AddressMap {
  if (!map.moved) return map;
  return layOut({ machine, memory, cpu: { ...cpu, isAmd: false }, below: map.below, above: map.above });
}

/** Bytes that the end may still grow before RAM moves; negative once it has. Absent where the rule does not apply. */
export const leftToMove = (board: Board): bigint | undefined =>
  avoidsHyperTransport(board) ? HYPER_TRANSPORT_START - (unmoved(board).maxGuestAddress + 1n) : undefined;

/** A setting that the end of the address space depends on. */
export interface Share {
  readonly path: string;
  /** `maxmem`, `the 64-bit PCI hole`. */
  readonly name: string;
  /** Bytes that it takes. */
  readonly size: bigint;
  /** Its value in bytes; absent for what is not measured in bytes. */
  readonly value?: bigint;
}

/** The settings of which the end is the sum, growth before RAM. */
export function shares({ machine, memory, map }: Board): readonly Share[] {
  const { base, size } = map.hole64;
  // A hole of the usual size is nobody's doing.
  const isAsked = size > machine.version.family.defaultHole64Size;
  const hole = {
    path: 'machine.pciHole64Size',
    name: 'the 64-bit PCI hole',
    size: isAsked ? size : 0n,
    value: size,
  };
  const windows = map.cxl?.windows.reduce((sum, window) => sum + window.size, 0n) ?? 0n;
  const cxl = windows === 0n ? [] : [{ path: 'machine.cxlWindows', name: 'CXL windows', size: windows }];
  if (map.deviceMemory === undefined || base === 0n) {
    return [{ path: 'memory.size', name: 'boot RAM', size: memory.ram, value: memory.ram }, ...cxl, hole];
  }
  const room = { path: 'memory.maxmem', name: 'maxmem', size: memory.maxram - memory.ram, value: memory.maxram };
  const slots = memory.slots === 0n ? [] : [{ path: 'memory.slots', name: 'slots', size: memory.slots * GIB }];
  return [room, ...slots, ...cxl, hole];
}

/** The setting that most of the end comes from: room for growth that was asked for, RAM only where there is none. */
export function largestShare(board: Board): Share | undefined {
  const [first, ...rest] = shares(board);
  return rest.reduce((most, each) => (most === undefined || each.size > most.size ? each : most), first);
}

/** How far `maxmem` and `slots` must go up for one more memory device. */
import { addr, alignUp, GiB, MiB, type Bytes } from '../base/addr';
import type { Range } from '../base/range';
import { deviceKinds } from '../devices/index';
import { memdevOf } from './device-names';
import type { Edit } from './edit';
import { askedAddress, statedSize } from './extent';
import { leastStep } from './extent-edits';
import type { LayoutDocument } from './schema';

/** A memory device that is about to be added. */
export interface Newcomer {
  readonly size: Bytes;
  readonly usesSlot: boolean;
  /** Where it wants to be; absent: in the lowest gap. */
  readonly addr?: number;
}

interface Sized {
  readonly size: Bytes;
  readonly step: Bytes;
  readonly addr?: number | undefined;
}

const DEFAULT_RAM = 128 * MiB;
const FINEST = 2 * MiB;

/**
 * Raises `maxmem` so that the newcomer has room in budget and addresses, and `slots` so that it has one, and leaves both alone where
 * there is room already. A budget counts sizes, the window counts addresses: gaps and 1 GiB for each slot (QEMU 11.1,
 * hw/mem/memory-device.c and hw/i386/pc.c). RAM and slots keep what they have.
 *
 * @param window as the plan has it; without one its start is assumed as low as it can be, which asks for a little more
 */
export function windowEdits(document: LayoutDocument, newcomer: Newcomer, window?: Range): readonly Edit[] {
  const { slots = 0, maxmem } = document.memory;
  const ram = statedSize(document, 'memory.size') ?? DEFAULT_RAM;
  const taken = document.devices.filter((device) => deviceKinds.find(device.kind)?.usesSlot === true).length;
  const needsSlots = newcomer.usesSlot ? Math.max(slots, taken + 1) : slots;
  const devices = [...present(document), { size: newcomer.size, step: FINEST, addr: newcomer.addr }];
  const budget = devices.reduce((sum, { size }) => sum + size, 0);
  const base = window?.start ?? alignUp(addr(Math.max(4 * GiB, ram)), GiB);
  const span = lastEnd(devices, base) - base - needsSlots * GiB;
  const needed = ram + Math.max(budget, alignUp(addr(Math.max(0, span)), 4096));
  return [
    ...(needsSlots > slots ? [{ op: 'set', path: 'memory.slots', value: needsSlots } as const] : []),
    // Slots and maxmem come together, and -m must be written where maxmem is.
    ...(document.memory.size === undefined && maxmem === undefined
      ? [{ op: 'set', path: 'memory.size', value: ram } as const]
      : []),
    ...(needed > (maxmem ?? 0) ? [{ op: 'set', path: 'memory.maxmem', value: needed } as const] : []),
  ];
}

/** The memory devices that are there, in order, as far as their sizes are known. */
const present = (document: LayoutDocument): readonly Sized[] =>
  document.devices.flatMap((device, index) => {
    const path = `devices.${index}`;
    const size = memdevOf(device) === undefined ? undefined : statedSize(document, path);
    return size === undefined ? [] : [{ size, step: leastStep(document, path), addr: askedAddress(device) }];
  });

/** The highest end when each device takes its address, or the lowest gap that fits, in order. */
function lastEnd(devices: readonly Sized[], base: number): number {
  const placed: { start: number; end: number }[] = [];
  for (const { size, step, addr: asked } of devices) {
    let start = asked ?? alignUp(addr(base), step);
    if (asked === undefined) {
      for (const other of placed) {
        if (start + size <= other.start) break;
        start = Math.max(start, alignUp(addr(other.end), step));
      }
    }
    const position = placed.findIndex((other) => other.start > start);
    placed.splice(position < 0 ? placed.length : position, 0, { start, end: start + size });
  }
  return Math.max(base, ...placed.map(({ end }) => end));
}

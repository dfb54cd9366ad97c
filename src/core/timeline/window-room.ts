/** What of the device-memory window is free at a moment. */
import type { PluggedDevice } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import type { World } from './world';

export interface Gap {
  readonly start: number;
  readonly size: number;
}

export interface WindowRoom {
  readonly start: number;
  readonly end: number;
  /** Bytes that maxmem leaves for devices, and those that they have. */
  readonly budget: number;
  readonly used: number;
  readonly slots: number;
  readonly slotsUsed: number;
  /** By address. */
  readonly gaps: readonly Gap[];
  readonly devices: readonly PluggedDevice[];
}

/** Absent where the machine has no such window. */
export function windowRoom({ machine }: World): WindowRoom | undefined {
  const { context, population } = machine;
  const window = context.map.deviceMemory;
  if (window === undefined) return undefined;
  const start = narrow(window.base);
  const end = narrow(window.base + window.size);
  const gaps: Gap[] = [];
  let at = start;
  const gap = (to: number) => {
    if (to > at) gaps.push({ start: at, size: to - at });
  };
  for (const run of population.runs) {
    gap(narrow(run.address));
    at = Math.max(at, narrow(run.end));
  }
  gap(end);
  return {
    start,
    end,
    budget: narrow(context.memory.maxram - context.memory.ram),
    used: narrow(population.used),
    slots: Number(context.memory.slots),
    slotsUsed: population.slots.size,
    gaps,
    devices: population.devices,
  };
}

export const largestGap = ({ gaps }: WindowRoom): Gap | undefined =>
  gaps.reduce<Gap | undefined>((best, gap) => (best === undefined || gap.size > best.size ? gap : best), undefined);

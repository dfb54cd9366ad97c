/**
 * Addresses and sizes at which the outcome for a memory device can change. Devices that are placed before it, or that ask for an
 * address, lie fast and leave gaps; those that QEMU places after it move out of its way, lowest gap first
 * (memory_device_get_free_addr), so what else changes the outcome is how many of them still fit below or above it in its gap.
 */
import type { Bytes } from '../base/addr';
import type { Range } from '../base/range';

/** A device that QEMU places once the one in question lies where it lies. */
export interface Mover {
  readonly size: Bytes;
  readonly alignment: Bytes;
}

/** The ends of chains that are looked at in one gap: enough for six movers of different sizes, and for many of the same. */
const MOST_CHAINS = 64;

export const up = (at: number, to: Bytes): number => (at % to === 0 ? at : at + (to - (at % to)));
export const down = (at: number, to: Bytes): number => at - (at % to);

/** Where any of the movers, in their order, end when they lie one after the other from `from` upwards; `from` itself included. */
export const endsAbove = (from: number, movers: readonly Mover[]): readonly number[] =>
  chains(from, movers, (at, { size, alignment }) => up(at, alignment) + size);

/** Where any of the movers begin when they lie one below the other from `from` downwards. */
export const startsBelow = (from: number, movers: readonly Mover[]): readonly number[] =>
  chains(from, movers.toReversed(), (at, { size, alignment }) => down(Math.max(0, at - size), alignment));

function chains(from: number, movers: readonly Mover[], next: (at: number, mover: Mover) => number): readonly number[] {
  const ends = new Set([from]);
  for (const mover of movers) {
    for (const at of [...ends]) if (ends.size < MOST_CHAINS) ends.add(next(at, mover));
  }
  return [...ends];
}

/** Where a device may lie, and what makes its outcome change there. */
export interface Places {
  readonly wanted: number;
  readonly size: Bytes;
  readonly step: Bytes;
  /** Between what lies fast. */
  readonly gaps: readonly Range[];
  /** Further ones that QEMU takes to be free when it places a mover: a device that asks for an address may come after it. */
  readonly gapsOfMovers: readonly Range[];
  readonly movers: readonly Mover[];
}

/** Multiples of `step` worth a try for a device of `size` that is wanted at `wanted`: the nearest first, the lower of two as near. */
export function addressesToTry({ wanted, size, step, gaps, gapsOfMovers, movers }: Places): readonly number[] {
  const turnsIn = ({ start, end }: Range): readonly number[] => [
    ...endsAbove(start, movers).flatMap((at) => [up(at, step), up(at, step) - step]),
    ...startsBelow(end, movers).flatMap((at) => [down(at - size, step), down(at - size, step) + step]),
  ];
  const turnsOfMovers = gapsOfMovers.flatMap(turnsIn);
  const found = new Set<number>();
  for (const gap of gaps) {
    const { start, end } = gap;
    const low = up(start, step);
    const high = down(end - size, step);
    if (end - size < start || low > high) continue;
    for (const at of [wanted, up(wanted, step), ...turnsIn(gap)]) {
      found.add(Math.min(Math.max(down(at, step), low), high));
    }
    for (const at of turnsOfMovers) if (at >= low && at <= high) found.add(at);
  }
  const distance = (at: number): number => Math.abs(at - wanted);
  return [...found].sort((a, b) => distance(a) - distance(b) || a - b);
}

/** Of two values of which one works, the neighbour of the other that still does, in steps; what lies between is taken to follow. */
export function lastThatWorks(bad: number, good: number, step: Bytes, works: (value: number) => boolean): number {
  let [failing, working] = [bad, good];
  for (;;) {
    const middle = down((failing + working) / 2, step);
    const inside = [middle, middle + step].find(
      (value) => value > Math.min(failing, working) && value < Math.max(failing, working),
    );
    if (inside === undefined) return working;
    if (works(inside)) working = inside;
    else failing = inside;
  }
}

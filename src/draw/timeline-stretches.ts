/** Stretches of addresses: what devices ever have of the window, and what is free of it. */
import type { Timeline } from '../core/space/timeline';

/** Half-open, in bytes. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** All bytes that some device has at some time, as stretches in order. */
export function usedStretches({ spans }: Timeline): readonly Stretch[] {
  const order = Uint32Array.from(spans.start.keys())
    .filter((index) => !Number.isNaN(spans.start[index]))
    .sort((a, b) => (spans.start[a] ?? 0) - (spans.start[b] ?? 0));
  const stretches: { start: number; end: number }[] = [];
  for (const index of order) {
    const start = spans.start[index] ?? 0;
    const end = start + (spans.size[index] ?? 0);
    const last = stretches.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else stretches.push({ start, end });
  }
  return stretches;
}

/** What of the window lies in none of some stretches, which are in order. */
export function freeStretches(window: Stretch, taken: readonly Stretch[]): readonly Stretch[] {
  const free: Stretch[] = [];
  let at = window.start;
  for (const { start, end } of taken) {
    if (start > at) free.push({ start: at, end: Math.min(start, window.end) });
    at = Math.max(at, end);
  }
  if (at < window.end) free.push({ start: at, end: window.end });
  return free.filter(({ start, end }) => end > start);
}

/** What an SRAT says, in words. */
import type { SratEntry } from '../plan/plan';

export type SratMemory = Extract<SratEntry, { type: 'memory' }>;

/** Flags of a memory affinity structure (ACPI 6.5, table 5.59). */
export function flagWords(flags: number): string {
  const words = [];
  if (flags % 2 === 1) words.push('enabled');
  if (Math.floor(flags / 2) % 2 === 1) words.push('hot-pluggable');
  if (Math.floor(flags / 4) % 2 === 1) words.push('non-volatile');
  return words.join(', ') || 'disabled';
}

export const memoryOf = (srat: readonly SratEntry[]): readonly SratMemory[] =>
  srat.filter((entry) => entry.type === 'memory');

/** APIC ids of each proximity domain that has any, by its number: `0–7, 16`. */
export function cpusByNode(srat: readonly SratEntry[]): readonly { readonly node: number; readonly apicIds: string }[] {
  const ids = new Map<number, number[]>();
  for (const entry of srat) {
    if (entry.type !== 'cpu') continue;
    const known = ids.get(entry.node);
    if (known === undefined) ids.set(entry.node, [entry.apicId]);
    else known.push(entry.apicId);
  }
  return [...ids].sort(([a], [b]) => a - b).map(([node, apicIds]) => ({ node, apicIds: runsOf(apicIds) }));
}

/** `0–7, 16`: runs of consecutive ids. */
export function runsOf(ids: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === id) run.last = id;
    else runs.push({ first: id, last: id });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

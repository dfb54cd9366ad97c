/** Which bytes of `etc/e820` are a range's. */
import type { Plan } from '../plan/plan';
import type { Region } from '../space/region';
import type { EntryBytes } from './comparison';

/** `struct e820_entry`: address and length of 8 bytes each, type of 4 (QEMU hw/i386/e820_memory_layout.h). */
const ENTRY_BYTES = 20;

/** @param index of the entry in the file */
export function entryAt(file: Uint8Array, index: number): EntryBytes {
  const offset = index * ENTRY_BYTES;
  return { offset, bytes: file.slice(offset, offset + ENTRY_BYTES) };
}

export type EntryOf = (region: Region) => EntryBytes | undefined;

const placeOf = ({ range }: Pick<Region, 'range'>): string => `${range.start} ${range.end}`;

/** A range has an entry where exactly one covers it and nothing else: RAM of several nodes has none of its own. */
export function entriesOf({ snapshots }: Pick<Plan, 'snapshots'>): EntryOf {
  const tables = snapshots[0]?.tables;
  const file = tables?.files.find(({ name }) => name === 'etc/e820')?.bytes;
  if (tables === undefined || file === undefined) return () => undefined;
  const byPlace = new Map<string, number | undefined>();
  tables.e820.forEach((entry, index) => {
    const place = placeOf(entry);
    byPlace.set(place, byPlace.has(place) ? undefined : index);
  });
  return (region) => {
    const index = byPlace.get(placeOf(region));
    return index === undefined ? undefined : entryAt(file, index);
  };
}

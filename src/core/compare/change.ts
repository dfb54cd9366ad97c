/** Differences between two layouts, in the field's words. */
import type { DocPath } from '../space/region';

/** Parts of a layout, in the order in which they are told. */
export const CHANGE_GROUPS = [
  { id: 'machine', title: 'Machine and CPU' },
  { id: 'memory', title: 'Memory' },
  { id: 'devices', title: 'Devices' },
  { id: 'nodes', title: 'NUMA nodes' },
  { id: 'boot', title: 'Firmware and kernel' },
  { id: 'host', title: 'Host' },
  { id: 'steps', title: 'Steps' },
  { id: 'other', title: 'Other options' },
] as const;

export type ChangeGroup = (typeof CHANGE_GROUPS)[number]['id'];

export interface Change {
  readonly group: ChangeGroup;
  /** `moved` is another address, `resized` another size. */
  readonly kind: 'added' | 'removed' | 'changed' | 'resized' | 'moved';
  /** What it is about: `sp1`, `Boot RAM`, `Node 2: CPUs`. */
  readonly what: string;
  /** Its place in the later document; of what is removed, in the earlier one. */
  readonly path: DocPath;
  /** What it was; absent for what is added. */
  readonly before?: string;
  /** What it will be; absent for what is removed. */
  readonly after?: string;
}

/** Whether two values of a document mean the same: order of keys does not count, and a field without a value is none. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, index) => isSame(each, b[index]))
    );
  }
  return (
    Object.entries(a).every(([key, value]) => isSame(value, own(b, key))) &&
    Object.entries(b).every(([key, value]) => value === undefined || Object.hasOwn(a, key))
  );
}

/** A field's value; free keys may be called what every object inherits, `constructor`. */
export const own = (of: object, key: string): unknown => (Object.hasOwn(of, key) ? Reflect.get(of, key) : undefined);

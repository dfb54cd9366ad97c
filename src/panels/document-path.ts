/** Places in the document, as panels need them: reading a value, and finding the entity that a field belongs to. */
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';

/** What stands at a path; undefined if nothing does. No key below `extra` is read this way. */
export function valueAt(document: LayoutDocument, path: DocPath): unknown {
  let value: unknown = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** The lists whose items have forms of their own. */
const LISTS = [
  'host.ranges',
  'host.nodes',
  'host.dax',
  'host.resources',
  'fleet',
  'machine.cxlWindows',
  'backends',
  'objects',
  'nodes',
  'cpuAssignments',
  'distances',
  'hmat',
  'hmatCaches',
  'devices',
  'globals',
  'options',
  'events',
] as const;
const PARTS = ['host', 'machine', 'cpu', 'smp', 'memory', 'boot'] as const;

export type ListPath = (typeof LISTS)[number];
export type EntityKind = ListPath | (typeof PARTS)[number];

export interface EntityPlace {
  readonly kind: EntityKind;
  /** `devices.3`, `memory`. */
  readonly path: DocPath;
  /** Position in its list; absent for parts that a document has once. */
  readonly index?: number;
}

/** The entity whose form edits this path: `devices.3.addr` belongs to `devices.3`, `memory.maxmem` to `memory`. */
export function entityAt(document: LayoutDocument, path: DocPath | undefined): EntityPlace | undefined {
  if (path === undefined) return undefined;
  // What QEMU the machine is of is asked where the machine is.
  if (path === 'dialect') return { kind: 'machine', path: 'machine' };
  for (const kind of LISTS) {
    if (!path.startsWith(`${kind}.`)) continue;
    const key = path.slice(kind.length + 1).split('.')[0] ?? '';
    const index = Number(key);
    const entity = `${kind}.${key}`;
    if (/^\d+$/.test(key) && valueAt(document, entity) !== undefined) return { kind, path: entity, index };
  }
  const part = PARTS.find((candidate) => path === candidate || path.startsWith(`${candidate}.`));
  return part === undefined ? undefined : { kind: part, path: part };
}

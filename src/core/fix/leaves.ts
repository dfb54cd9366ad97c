/** All that can be set in a layout, read off the document's own schema: what a fix may change is never listed by hand. */
import type * as z from 'zod/mini';
import { memberFor } from '../document/defaults';
import { documentSchema, type LayoutDocument } from '../document/schema';
import { bytesSchema, identifierSchema, nodeSchema } from '../devices/shape';
import type { DocPath } from '../space/region';

/** What values a setting takes; an `item` can only be taken out of its list, `typed` is an option's text as somebody wrote it. */
export type LeafKind = 'flag' | 'choice' | 'bytes' | 'node' | 'count' | 'name' | 'text' | 'typed' | 'item';

export interface Leaf {
  readonly kind: LeafKind;
  readonly path: DocPath;
  /** The path with `*` for positions and free keys: `devices.*.addr`. */
  readonly pattern: string;
  /** Undefined where QEMU's default holds. */
  readonly value: unknown;
  /** It may be absent. */
  readonly optional: boolean;
  /** Of a choice. */
  readonly choices: readonly string[];
}

/** Parts of a document that QEMU never sees, and the timeline, whose steps come after the start. */
const NOT_ON_THE_COMMAND_LINE: ReadonlySet<string> = new Set(['format', 'title', 'host', 'fleet', 'boot', 'events']);

interface Place {
  readonly path: DocPath;
  readonly pattern: string;
}

const below = ({ path, pattern }: Place, key: string, shown = key): Place => ({
  path: path === '' ? key : `${path}.${key}`,
  pattern: pattern === '' ? shown : `${pattern}.${shown}`,
});

/**
 * The settings of a layout in the schema's order.
 *
 * @param wanted asked for each entry of a list, so that long lists need not be gone through
 */
export function* leavesOf(document: LayoutDocument, wanted: (path: DocPath) => boolean): Generator<Leaf> {
  const { shape } = documentSchema.def;
  for (const [key, schema] of Object.entries(shape)) {
    if (NOT_ON_THE_COMMAND_LINE.has(key) && !(key === 'events' && wanted(key))) continue;
    yield* leaves(schema, document[key as keyof LayoutDocument], { path: key, pattern: key }, wanted);
  }
}

function* leaves(
  schema: z.core.$ZodType,
  value: unknown,
  place: Place,
  wanted: (path: DocPath) => boolean,
  optional = false,
): Generator<Leaf> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const leaf = (kind: LeafKind, choices: readonly string[] = []): Leaf => ({
    kind,
    ...place,
    value,
    optional,
    choices,
  });
  switch (def.type) {
    case 'optional':
      yield* leaves(def.innerType, value, place, wanted, true);
      return;
    case 'default':
      yield* leaves(def.innerType, value, place, wanted, optional);
      return;
    case 'boolean':
      yield leaf('flag');
      return;
    case 'enum':
      yield leaf('choice', Object.values(def.entries).map(String));
      return;
    case 'number':
      yield leaf(schema === bytesSchema ? 'bytes' : schema === nodeSchema ? 'node' : 'count');
      return;
    case 'string':
      yield leaf(schema === identifierSchema ? 'name' : 'text');
      return;
    case 'record':
      for (const [key, typed] of Object.entries((value ?? {}) as Readonly<Record<string, unknown>>)) {
        yield { kind: 'typed', ...below(place, key, '*'), value: typed, optional: true, choices: [] };
      }
      return;
    case 'array':
      yield* items(def.element, (value ?? []) as readonly unknown[], place, wanted);
      return;
    case 'object':
      yield* fields(def.shape, value, place, wanted);
      return;
    case 'union': {
      const member = memberFor(def.options, (value ?? {}) as Readonly<Record<string, unknown>>);
      if (member !== undefined) yield* leaves(member, value, place, wanted);
    }
  }
}

function* items(
  element: z.core.$ZodType,
  list: readonly unknown[],
  place: Place,
  wanted: (path: DocPath) => boolean,
): Generator<Leaf> {
  for (const [index, value] of list.entries()) {
    const at = below(place, String(index), '*');
    if (!wanted(at.path)) continue;
    yield { kind: 'item', ...at, value, optional: true, choices: [] };
    yield* leaves(element, value, at, wanted);
  }
}

/** What an absent part could have is not gone into: it is left to QEMU as a whole. */
function* fields(
  shape: z.core.$ZodShape,
  value: unknown,
  place: Place,
  wanted: (path: DocPath) => boolean,
): Generator<Leaf> {
  if (value === undefined) return;
  const given = value as Readonly<Record<string, unknown>>;
  for (const [key, schema] of Object.entries(shape)) {
    yield* leaves(schema, Object.hasOwn(given, key) ? given[key] : undefined, below(place, key), wanted);
  }
}

import * as z from 'zod/mini';

const NAME_LIMIT = 256;
/** More than these are thinned out, what was kept unasked first and the oldest first; what has a name stays. */
export const VERSIONS_KEPT = 50;

const text = z.string().check(z.maxLength(4 * NAME_LIMIT));
const count = z.number().check(z.int(), z.minimum(0));

// Loose: what a newer version of physmap added stays when an entry is written again.
const versionSchema = z.looseObject({
  number: count,
  at: count,
  kind: z.enum(['saved', 'kept']),
  name: z.optional(text),
  title: text,
  bytes: count,
});

const entrySchema = z.looseObject({
  id: z.string(),
  name: z.optional(text),
  created: count,
  versions: z.array(versionSchema).check(z.minLength(1), z.maxLength(10_000)),
});

export interface Version {
  /** From 1, never used twice. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** saved: somebody asked for it; kept: physmap did, because something else took its place on the screen. */
  readonly kind: 'saved' | 'kept';
  /** What somebody called it. */
  readonly name?: string | undefined;
  /** The layout's own title. */
  readonly title: string;
  /** Of its text. */
  readonly bytes: number;
}

/** One layout of the library, without the texts of its versions. */
export interface Entry {
  readonly id: string;
  /** What somebody called it in the library; without it the newest version's title stands for it. */
  readonly name?: string | undefined;
  readonly created: number;
  /** Oldest first; at least one. */
  readonly versions: readonly Version[];
}

/** Undefined where it is none: written by a newer version of physmap, or damaged. */
export function readEntry(value: unknown): Entry | undefined {
  const read = entrySchema.safeParse(value);
  return read.success ? read.data : undefined;
}

export const newest = ({ versions }: Entry): Version => versions[versions.length - 1] as Version;

export const NAMELESS = 'Untitled layout';

export const titleOf = (entry: Entry): string => firstOf(entry.name, newest(entry).title, NAMELESS);

/** When it was last saved. */
export const changedAt = (entry: Entry): number => newest(entry).at;

export const bytesOf = ({ versions }: Entry): number => versions.reduce((sum, { bytes }) => sum + bytes, 0);

const firstOf = (...names: readonly (string | undefined)[]): string =>
  names.find((name) => name !== undefined && name.trim() !== '') ?? '';

/** A name as it is stored: in one line and bounded; undefined if nothing is left of it. */
export function properName(name: string): string | undefined {
  const proper = name.replace(/\s+/g, ' ').trim().slice(0, NAME_LIMIT);
  return proper === '' ? undefined : proper;
}

/** The entry with one version more, and the numbers of those that made room for it. */
export function withVersion(
  entry: Entry,
  version: Version,
): { readonly entry: Entry; readonly thinned: readonly number[] } {
  const excess = entry.versions.length + 1 - VERSIONS_KEPT;
  const nameless = entry.versions.filter(({ name }) => name === undefined);
  const inOrder = [
    ...nameless.filter(({ kind }) => kind === 'kept'),
    ...nameless.filter(({ kind }) => kind === 'saved'),
  ];
  const thinned = inOrder.slice(0, Math.max(0, excess)).map(({ number }) => number);
  const stay = entry.versions.filter(({ number }) => !thinned.includes(number));
  return { entry: { ...entry, versions: [...stay, version] }, thinned };
}

/** The entry with some field of one of its versions changed. */
export function withVersionNamed(entry: Entry, number: number, name: string | undefined): Entry {
  const versions = entry.versions.map((each) => (each.number === number ? { ...each, name } : each));
  return { ...entry, versions };
}

/** An ordered table of entries with distinct ids: the one mechanism behind every extension point. */
export interface Registry<T extends { readonly id: string }> {
  readonly all: readonly T[];
  find(id: string): T | undefined;
}

/** Throws on a duplicate id, which is a mistake in the table. */
export function registry<T extends { readonly id: string }>(entries: readonly T[]): Registry<T> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (byId.size !== entries.length) throw new Error('two entries of a table share an id');
  return { all: entries, find: (id) => byId.get(id) };
}

import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import { newest, readEntry, withVersion, type Entry, type Version } from './entry';

const NAME = 'physmap';
const VERSION = 1;

/** Nothing in it is trusted: older, newer and damaged versions of physmap wrote it. */
interface Schema extends DBSchema {
  entries: { key: string; value: unknown };
  texts: { key: [entry: string, version: number]; value: unknown };
}

/** An entry with all its texts, as it is stored. */
export interface Stored {
  readonly id: string;
  readonly entry: unknown;
  readonly texts: readonly (readonly [number, unknown])[];
}

/** What is to be a version of an entry. */
export type NewVersion = Omit<Version, 'number' | 'bytes'> & { readonly text: string };

export interface Listed {
  readonly entries: readonly Entry[];
  /** Keys of those that this version of physmap cannot read. */
  readonly unreadable: readonly string[];
}

/** The library in the browser's IndexedDB. Every method rejects with what the browser gives as the reason. */
export class LayoutStore {
  #database: Promise<IDBPDatabase<Schema>> | undefined;

  async list(): Promise<Listed> {
    const database = await this.#open();
    const transaction = database.transaction('entries');
    const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    const read = values.map((value, index) => ({ key: keys[index] ?? '', entry: readEntry(value) }));
    return {
      entries: read.flatMap(({ key, entry }) => (entry?.id === key ? [entry] : [])),
      unreadable: read.flatMap(({ key, entry }) => (entry?.id === key ? [] : [key])),
    };
  }

  /** The text of a version; undefined if it is not there any more. */
  async text(id: string, number: number): Promise<unknown> {
    return (await this.#open()).get('texts', [id, number]);
  }

  /**
   * Adds a version, in a new entry where there is none of that id. Numbers are given within the transaction, so two tabs at once get
   * two versions. If the newest one has the same text already, only its name is changed, and nothing is counted twice.
   */
  async add(
    id: string,
    { text, ...version }: NewVersion,
  ): Promise<{ readonly entry: Entry; readonly before: Entry | undefined }> {
    const database = await this.#open();
    const transaction = database.transaction(['entries', 'texts'], 'readwrite');
    const entries = transaction.objectStore('entries');
    const texts = transaction.objectStore('texts');
    // Told by `done` too, which is waited for below.
    transaction.done.catch(() => undefined);
    const before = readEntry(await entries.get(id));
    const last = before === undefined ? undefined : newest(before);
    const isSame = last !== undefined && (await texts.get([id, last.number])) === text;
    const added: Version =
      last !== undefined && isSame
        ? { ...last, name: version.name ?? last.name, kind: version.kind === 'saved' ? 'saved' : last.kind }
        : { ...version, number: (last?.number ?? 0) + 1, bytes: new TextEncoder().encode(text).byteLength };
    const grown =
      before === undefined
        ? { entry: { id, created: version.at, versions: [added] }, thinned: [] }
        : isSame
          ? { entry: { ...before, versions: [...before.versions.slice(0, -1), added] }, thinned: [] }
          : withVersion(before, added);
    await Promise.all([
      entries.put(grown.entry, id),
      ...(isSame ? [] : [texts.put(text, [id, added.number])]),
      ...grown.thinned.map((number) => texts.delete([id, number])),
    ]);
    await transaction.done;
    return { entry: grown.entry, before };
  }

  /** Changes what is known of an entry, within one transaction; nothing happens if it is not there any more. */
  async change(id: string, change: (entry: Entry) => Entry): Promise<void> {
    const transaction = (await this.#open()).transaction('entries', 'readwrite');
    transaction.done.catch(() => undefined);
    const entry = readEntry(await transaction.store.get(id));
    if (entry !== undefined) await transaction.store.put(change(entry), id);
    await transaction.done;
  }

  /** Takes an entry out, readable or not; undefined if it is not there any more. */
  async remove(id: string): Promise<Stored | undefined> {
    const transaction = (await this.#open()).transaction(['entries', 'texts'], 'readwrite');
    transaction.done.catch(() => undefined);
    const stored = await all(transaction.objectStore('entries'), transaction.objectStore('texts'), id);
    await Promise.all([
      transaction.objectStore('entries').delete(id),
      transaction.objectStore('texts').delete(textsOf(id)),
    ]);
    await transaction.done;
    return stored;
  }

  async putBack({ id, entry, texts }: Stored): Promise<void> {
    const transaction = (await this.#open()).transaction(['entries', 'texts'], 'readwrite');
    transaction.done.catch(() => undefined);
    await Promise.all([
      transaction.objectStore('entries').put(entry, id),
      ...texts.map(([number, text]) => transaction.objectStore('texts').put(text, [id, number])),
    ]);
    await transaction.done;
  }

  /** All that is stored of an entry, readable or not. */
  async everything(id: string): Promise<Stored | undefined> {
    const transaction = (await this.#open()).transaction(['entries', 'texts']);
    return all(transaction.objectStore('entries'), transaction.objectStore('texts'), id);
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    if (typeof indexedDB === 'undefined') throw new DOMException('there is no database', 'SecurityError');
    this.#database ??= openDB<Schema>(NAME, VERSION, {
      upgrade(database) {
        database.createObjectStore('entries');
        database.createObjectStore('texts');
      },
      // A newer version of physmap in another tab wants to change the database: it goes first.
      blocking: () => this.#close(),
      terminated: () => (this.#database = undefined),
    });
    try {
      return await this.#database;
    } catch (failure) {
      this.#database = undefined;
      throw failure;
    }
  }

  #close(): void {
    void this.#database?.then((database) => database.close());
    this.#database = undefined;
  }
}

const textsOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

type Part<N extends 'entries' | 'texts'> = Pick<
  IDBPObjectStore<Schema, ('entries' | 'texts')[], N, IDBTransactionMode>,
  'get' | 'getAll' | 'getAllKeys'
>;

async function all(entries: Part<'entries'>, texts: Part<'texts'>, id: string): Promise<Stored | undefined> {
  const [entry, keys, values] = await Promise.all([
    entries.get(id),
    texts.getAllKeys(textsOf(id)),
    texts.getAll(textsOf(id)),
  ]);
  if (entry === undefined) return undefined;
  return { id, entry, texts: keys.map(([, number], index) => [number, values[index]] as const) };
}

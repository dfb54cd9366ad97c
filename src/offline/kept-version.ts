/** The files of one built version, kept in the browser so that the page needs no network. */

/** A file of the built page. */
export interface KeptFile {
  /** Relative to the folder of the page; the page itself is `./`, which every host serves. */
  readonly path: string;
  /** As in `<script integrity>`: what comes from a portal, a proxy or another version is not kept. */
  readonly integrity: string;
}

export interface Version {
  /** Differs wherever a file differs. */
  readonly name: string;
  readonly files: readonly KeptFile[];
}

export interface Surroundings {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  readonly fetch: (input: Request | string, init?: RequestInit) => Promise<Response>;
  /** The folder of the page, as an address that ends in `/`. Others on the same host have their own. */
  readonly scope: string;
}

/** Fetched at the same time: as many as a browser opens connections to one host. */
const AT_ONCE = 6;
/** Files whose names change with what is in them: only these may be answered from an earlier version. */
const NAMED_BY_CONTENT = 'assets/';
const IGNORED = { ignoreSearch: true, ignoreVary: true } as const;

/** Keeps and answers the files of one version. Every version has its own cache, so none is ever half another. */
export class KeptVersion {
  readonly #version: Version;
  readonly #around: Surroundings;
  readonly #paths: ReadonlySet<string>;

  constructor(version: Version, around: Surroundings) {
    this.#version = version;
    this.#around = around;
    this.#paths = new Set(version.files.map(({ path }) => path));
  }

  /** Fetches every file. Rejects, and keeps nothing, if one of them does not come or is not of this version. */
  async keep(): Promise<void> {
    const { caches } = this.#around;
    const cache = await caches.open(this.#name);
    const { files } = this.#version;
    try {
      for (let at = 0; at < files.length; at += AT_ONCE) {
        await Promise.all(files.slice(at, at + AT_ONCE).map((file) => this.#keepOne(cache, file)));
      }
    } catch (failure) {
      await caches.delete(this.#name);
      throw failure;
    }
  }

  /** Whether an address is the page's or one of its files, of this version or an earlier one. */
  knows(address: string): boolean {
    const path = this.#pathOf(address);
    return path !== undefined && (this.#paths.has(path) || path.startsWith(NAMED_BY_CONTENT));
  }

  /** Whether an address is that of the page itself. */
  isPage(address: string): boolean {
    return this.#pathOf(address) === './';
  }

  /** The kept file, else that of an earlier version whose page is still open, else what the network says. */
  async answer(request: Request): Promise<Response> {
    const path = this.#pathOf(request.url) ?? '';
    const names = path.startsWith(NAMED_BY_CONTENT) ? [this.#name, ...(await this.#others())] : [this.#name];
    for (const name of names) {
      const kept = await (await this.#around.caches.open(name)).match(this.#addressOf(path), IGNORED);
      if (kept !== undefined) return kept;
    }
    return this.#around.fetch(request);
  }

  /** Drops all other versions. Call it only when no page of theirs is open. */
  async dropOthers(): Promise<void> {
    await this.#drop(await this.#others());
  }

  /** Drops this version too. */
  async dropAll(): Promise<void> {
    await this.#drop([this.#name, ...(await this.#others())]);
  }

  get #name(): string {
    return `${this.#prefix}${this.#version.name}`;
  }

  get #prefix(): string {
    return `physmap ${this.#around.scope} `;
  }

  async #others(): Promise<readonly string[]> {
    const names = await this.#around.caches.keys();
    return names.filter((name) => name.startsWith(this.#prefix) && name !== this.#name);
  }

  async #drop(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.#around.caches.delete(name)));
  }

  async #keepOne(cache: Cache, { path, integrity }: KeptFile): Promise<void> {
    const address = this.#addressOf(path);
    // Asks the host whether what the page itself has just loaded is still the newest, instead of loading it again.
    const answer = await this.#around.fetch(address, { integrity, cache: 'no-cache', priority: 'low' });
    if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
    // A redirected answer is none for the page's own address.
    const { status, headers } = answer;
    await cache.put(address, answer.redirected ? new Response(answer.body, { status, headers }) : answer);
  }

  #addressOf(path: string): string {
    return new URL(path, this.#around.scope).href;
  }

  #pathOf(address: string): string | undefined {
    const { origin, pathname } = new URL(address);
    const plain = origin + pathname;
    const { scope } = this.#around;
    if (!plain.startsWith(scope)) return undefined;
    const path = plain.slice(scope.length);
    return path === '' || path === 'index.html' ? './' : path;
  }
}

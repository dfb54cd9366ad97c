import { describe, expect, it } from 'vitest';
import { KeptVersion, type Version } from './kept-version';

const SCOPE = 'https://host.example/tools/physmap/';

/** A host with some files, and a browser's caches. */
class Place {
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  readonly #caches = new Map<string, Map<string, Response>>();
  readonly caches = {
    keys: () => Promise.resolve([...this.#caches.keys()]),
    delete: (name: string) => Promise.resolve(this.#caches.delete(name)),
    open: (name: string) => {
      const kept = this.#caches.get(name) ?? new Map<string, Response>();
      this.#caches.set(name, kept);
      return Promise.resolve({
        match: (address: string) => Promise.resolve(kept.get(address)?.clone()),
        put: (address: string, answer: Response) => Promise.resolve(void kept.set(address, answer)),
      } as unknown as Cache);
    },
  };

  readonly fetch = (input: Request | string): Promise<Response> => {
    const address = typeof input === 'string' ? input : input.url;
    this.asked.push(address);
    const text = this.files.get(address);
    return Promise.resolve(new Response(text ?? 'not here', { status: text === undefined ? 404 : 200 }));
  };

  /** Puts a version on the host and gives what keeps it. */
  deploy(name: string, scope = SCOPE): KeptVersion {
    const paths = ['./', 'icon.svg', `assets/part-${name}.js`];
    this.files.clear();
    for (const path of paths) this.files.set(new URL(path, scope).href, `${path} of ${name}`);
    const version: Version = { name, files: paths.map((path) => ({ path, integrity: `sha256-${name}` })) };
    return new KeptVersion(version, { caches: this.caches, fetch: this.fetch, scope });
  }
}

const textOf = async (version: KeptVersion, path: string): Promise<string> =>
  (await version.answer(new Request(new URL(path, SCOPE)))).text();

describe('a kept version', () => {
  it('answers the page and its files when the host is gone, whatever the address says behind the path', async () => {
    const place = new Place();
    const version = place.deploy('one');
    await version.keep();
    place.files.clear();
    for (const path of ['', 'index.html', './?from=mail', './#d=layout']) {
      expect(await textOf(version, path)).toBe('./ of one');
    }
    expect(await textOf(version, 'assets/part-one.js')).toBe('assets/part-one.js of one');
  });

  it('asks for each file under its checksum, and whether it is the newest', async () => {
    const place = new Place();
    const given: RequestInit[] = [];
    const version = new KeptVersion(
      { name: 'one', files: [{ path: 'icon.svg', integrity: 'sha256-abc' }] },
      {
        caches: place.caches,
        fetch: (_input, init) => {
          given.push(init ?? {});
          return Promise.resolve(new Response('icon'));
        },
        scope: SCOPE,
      },
    );
    await version.keep();
    expect(given).toMatchObject([{ integrity: 'sha256-abc', cache: 'no-cache' }]);
  });

  it('is kept whole or not at all', async () => {
    const place = new Place();
    const version = place.deploy('one');
    place.files.delete(`${SCOPE}icon.svg`);
    await expect(version.keep()).rejects.toThrow('404');
    expect(await place.caches.keys()).toEqual([]);
  });

  it('answers with parts of an earlier one for a page that is still of it, but never with its page or icon', async () => {
    const place = new Place();
    const one = place.deploy('one');
    await one.keep();
    const two = place.deploy('two');
    await two.keep();
    expect(await textOf(two, 'assets/part-one.js')).toBe('assets/part-one.js of one');
    expect(await textOf(two, './')).toBe('./ of two');
    expect(await textOf(two, 'icon.svg')).toBe('icon.svg of two');
    await two.dropOthers();
    expect(await textOf(two, 'assets/part-one.js')).toBe('not here');
    expect(await textOf(two, 'assets/part-two.js')).toBe('assets/part-two.js of two');
  });

  it('leaves alone what others on the same host keep', async () => {
    const place = new Place();
    const other = place.deploy('one', 'https://host.example/tools/');
    await other.keep();
    await place.caches.open('of another program');
    const version = place.deploy('two');
    await version.keep();
    await version.dropOthers();
    await version.dropAll();
    expect(await place.caches.keys()).toEqual(['physmap https://host.example/tools/ one', 'of another program']);
  });

  it('knows its own addresses only', () => {
    const version = new Place().deploy('one');
    expect(version.knows(SCOPE)).toBe(true);
    expect(version.knows(`${SCOPE}assets/part-of-earlier.js`)).toBe(true);
    expect(version.knows(`${SCOPE}report.pdf`)).toBe(false);
    expect(version.knows('https://host.example/tools/')).toBe(false);
    expect(version.knows('https://elsewhere.example/tools/physmap/icon.svg')).toBe(false);
    expect(version.isPage(`${SCOPE}index.html`)).toBe(true);
    expect(version.isPage(`${SCOPE}icon.svg`)).toBe(false);
  });
});

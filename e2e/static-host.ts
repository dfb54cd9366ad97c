/** A host of plain files, as the built page finds it anywhere: under some path, until somebody deploys another version or pulls the cable. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export class StaticHost {
  /** What is served now; another one is a deployment. */
  folder: string;
  /** Every path that was asked for, in order. */
  readonly asked: string[] = [];
  readonly #under: string;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  #port = 0;

  /** @param under the path of the page, with a slash at both ends */
  constructor(folder: string, under = '/') {
    this.folder = folder;
    this.#under = under;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}${this.#under}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** From now on nobody answers, as without a cable. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    await closed;
  }

  #answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(url, this.address);
    this.asked.push(pathname);
    const file = join(this.folder, pathname.slice(this.#under.length), pathname.endsWith('/') ? 'index.html' : '');
    if (!pathname.startsWith(this.#under) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }
}

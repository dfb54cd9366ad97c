import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How much text is gathered before it is written. */
const GATHERED = 64 * 1024;

/** Text towards a stream that may be slower than we are: `write` waits while the stream is full. */
export class Output {
  readonly #stream: Writable;
  #text = '';
  /** The reader went away: nothing further needs writing. */
  closed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', () => {
      this.closed = true;
    });
  }

  async write(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= GATHERED) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text === '' || this.closed) return;
    if (!this.#stream.write(text))
      await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]).catch(() => undefined);
  }
}

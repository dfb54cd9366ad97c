/** QEMU's qtest protocol (system/qtest.c): a line asks, a line answers. */
import type { Readable, Writable } from 'node:stream';
import { createInterface, type Interface } from 'node:readline';

export class QtestClosed extends Error {}

export class Qtest {
  readonly #stdin: Writable;
  readonly #lines: Interface;
  readonly #waiting: { resolve(words: string[]): void; reject(reason: Error): void }[] = [];
  #closed = false;

  constructor(stdin: Writable, stdout: Readable) {
    this.#stdin = stdin;
    stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: stdout });
    this.#lines.on('line', (line) => {
      // Interrupt lines come unasked between the answers.
      if (!line.startsWith('IRQ')) this.#waiting.shift()?.resolve(line.split(' '));
    });
    this.#lines.on('close', () => {
      this.#closed = true;
      for (const { reject } of this.#waiting.splice(0)) reject(new QtestClosed());
    });
  }

  /** The words of the answer. Rejects with QtestClosed when QEMU is gone. */
  ask(line: string): Promise<string[]> {
    if (this.#closed) return Promise.reject(new QtestClosed());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#stdin.write(`${line}\n`);
    });
  }

  async write(address: number, data: Uint8Array): Promise<void> {
    await this.ask(
      `write 0x${address.toString(16)} 0x${data.length.toString(16)} 0x${Buffer.from(data).toString('hex')}`,
    );
  }

  async read(address: number, length: number): Promise<Buffer> {
    const [, hex = '0x'] = await this.ask(`read 0x${address.toString(16)} 0x${length.toString(16)}`);
    return Buffer.from(hex.slice(2), 'hex');
  }

  async out(width: 'b' | 'w' | 'l', port: number, value: number): Promise<void> {
    await this.ask(`out${width} 0x${port.toString(16)} 0x${value.toString(16)}`);
  }

  async in(width: 'b' | 'w' | 'l', port: number): Promise<number> {
    const [, value = '0'] = await this.ask(`in${width} 0x${port.toString(16)}`);
    return Number(value);
  }
}

/** QMP over the socket that QEMU was started with. */
import type { Duplex } from 'node:stream';
import { createInterface } from 'node:readline';
import type { Json } from '../../core/codecs/json-text';

/** Integers that a double cannot hold, marked before JSON.parse would round them. Ids and paths never contain such a place. */
const LONG_INTEGER = /([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g;

/** JSON with integers of any size: safe ones as numbers, others as bigints. */
export function parseExact(text: string): Json {
  return JSON.parse(text.replace(LONG_INTEGER, '$1"#$2"'), (_key, value: unknown) =>
    typeof value === 'string' && /^#-?\d{16,}$/.test(value) ? BigInt(value.slice(1)) : value,
  ) as Json;
}

export class Qmp {
  readonly #socket: Duplex;
  readonly #answers: AsyncIterator<string>;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    this.#answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  /** Reads the greeting and leaves negotiation mode. */
  async open(): Promise<void> {
    await this.#answers.next();
    await this.ask('qmp_capabilities');
  }

  /** What the command returns; events in between are dropped. */
  async ask(command: string): Promise<Json> {
    this.#socket.write(`${JSON.stringify({ execute: command })}\n`);
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new Error(`QEMU left while it was asked for ${command}`);
      const answer = parseExact(value);
      if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) continue;
      const reply = answer as { readonly [key: string]: Json | undefined };
      if (reply['return'] !== undefined) return reply['return'];
      if (reply['error'] !== undefined) throw new Error(JSON.stringify(reply['error']));
    }
  }
}

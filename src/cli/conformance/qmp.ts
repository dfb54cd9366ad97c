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

/** Members of a message. */
export interface Reply {
  readonly [key: string]: Json | undefined;
}

export class Qmp {
  /** Events that came so far, without their times: name and data. */
  readonly events: Json[] = [];
  readonly #socket: Duplex;
  readonly #answers: AsyncIterator<string>;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    this.#answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  /** Reads the greeting and leaves negotiation mode. */
  async open(): Promise<void> {
    await this.greeting();
    await this.ask('qmp_capabilities');
  }

  /** Reads the greeting, behind which negotiation begins. */
  async greeting(): Promise<void> {
    await this.#answers.next();
  }

  /** What the command returns; throws where QEMU refuses it. */
  async ask(command: string): Promise<Json> {
    const reply = await this.send(JSON.stringify({ execute: command }));
    if (reply === undefined) throw new Error(`QEMU left while it was asked for ${command}`);
    if (reply['return'] === undefined) throw new Error(JSON.stringify(reply['error']));
    return reply['return'];
  }

  /**
   * The reply to a command as text, `return` or `error` alone; undefined where QEMU has gone.
   *
   * @param line one line of JSON, or what is none
   */
  async send(line: string): Promise<Reply | undefined> {
    this.#socket.write(`${line}\n`);
    for (;;) {
      // A socket that QEMU left in the midst of something fails to read.
      const { value, done } = await this.#answers.next().catch(() => ({ value: undefined, done: true as const }));
      if (done === true) return undefined;
      const answer = parseExact(value);
      if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) continue;
      const { event, data, return: returned, error } = answer as Reply;
      if (event !== undefined) this.events.push([event, data ?? {}]);
      if (returned !== undefined) return { return: returned };
      if (error !== undefined) return { error };
    }
  }
}

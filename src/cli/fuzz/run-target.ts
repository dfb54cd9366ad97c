import { Random } from '../random';
import type { Target } from './targets';

/** One input may take this long; a page would stand still. */
const SLOWEST_MS = 2000;
/** What buffers outside the JavaScript heap may hold, beyond what was there before. */
const MOST_BUFFER_BYTES = 256 * 2 ** 20;

export interface Failure {
  readonly target: string;
  readonly number: number;
  readonly reason: string;
}

/** A seed for each input, so that one can be run again alone. */
export const randomOf = (seed: number, number: number): Random => new Random(seed * 1_000_003 + number);

/**
 * Gives one reader `count` hostile inputs and returns the first that it does not survive.
 *
 * @param before told the number of each input before the reader gets it
 */
export async function runTarget(
  target: Target,
  seed: number,
  count: number,
  before: (number: number) => void = () => undefined,
): Promise<Failure | undefined> {
  const draw = await target.prepare();
  const buffers = process.memoryUsage().arrayBuffers;
  for (let number = 0; number < count; number += 1) {
    const read = draw(randomOf(seed, number));
    before(number);
    const start = performance.now();
    try {
      await read();
    } catch (error) {
      return {
        target: target.id,
        number,
        reason: error instanceof Error ? (error.stack ?? error.message) : 'a throw of no error',
      };
    }
    const took = performance.now() - start;
    if (took > SLOWEST_MS) return { target: target.id, number, reason: `took ${Math.round(took)} ms` };
    if (number % 64 === 0 && process.memoryUsage().arrayBuffers - buffers > MOST_BUFFER_BYTES) {
      return { target: target.id, number, reason: 'holds more than 256 MiB of buffers' };
    }
  }
  return undefined;
}

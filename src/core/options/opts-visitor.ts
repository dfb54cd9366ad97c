/** Typed members out of a `key=value` option, with the words of QEMU's options visitor (qapi/opts-visitor.c). */
import { err, ok, type Result } from '../base/result';
import { parseBoolean, parseSigned, parseUnsigned, scanInteger } from './number';
import { lastValue, type KeyValue } from './qemu-opts';
import { parseSize } from './size';
import { doesNotAccept, expectsText, invalidParameter, missingParameter } from './texts';

/** Both ends included. */
export interface IndexRange {
  readonly first: number;
  readonly last: number;
}

const LONGEST_RANGE = 65536n;
const U16_MAX = 65535n;

/**
 * Reads members one after the other and remembers the first that cannot be read; what comes after it reads as absent. At the end
 * `fault` has QEMU's words, also for a key that no member asked for.
 */
export class OptsReader {
  readonly #pairs: readonly KeyValue[];
  readonly #known = new Set<string>();
  #fault: string | undefined;

  constructor(pairs: readonly KeyValue[]) {
    this.#pairs = pairs;
  }

  /** After all members were read: why the option is refused, if it is. */
  get fault(): string | undefined {
    const unknown = this.#pairs.find(({ key }) => !this.#known.has(key));
    return this.#fault ?? (unknown === undefined ? undefined : invalidParameter(unknown.key));
  }

  text(key: string): string | undefined {
    this.#known.add(key);
    return this.#fault === undefined ? lastValue(this.#pairs, key) : undefined;
  }

  /** @param bits width of the member; a value that 64 bits hold but the member does not is refused in other words */
  unsigned(key: string, bits: 8 | 16 | 32 | 64): bigint | undefined {
    return this.#typed(key, (text) => {
      const value = notNegative(text);
      if (!value.ok) return err(expectsText(key, 'a uint64 value'));
      return value.value < 2n ** BigInt(bits) ? value : err(expectsText(key, `uint${bits}_t`));
    });
  }

  signed(key: string): bigint | undefined {
    return this.#typed(key, (text) => {
      const value = parseSigned(text);
      return value.ok ? value : err(expectsText(key, 'an int64 value'));
    });
  }

  size(key: string): bigint | undefined {
    return this.#typed(key, (text) => {
      const value = parseSize(text);
      return value.ok ? value : err(expectsText(key, 'a size value'));
    });
  }

  /** The position of the word among those that the member takes. */
  choice(key: string, words: readonly string[]): number | undefined {
    return this.#typed(key, (text) => {
      const index = words.indexOf(text);
      return index < 0 ? err(doesNotAccept(key, text)) : ok(index);
    });
  }

  boolean(key: string): boolean | undefined {
    return this.#typed(key, (text) => {
      const value = parseBoolean(text);
      return value === undefined ? err(expectsText(key, "'on' or 'off'")) : ok(value);
    });
  }

  /** Every occurrence of a list of 16-bit numbers, each a number or a range. */
  ranges(key: string): readonly IndexRange[] {
    this.#known.add(key);
    const ranges: IndexRange[] = [];
    for (const pair of this.#pairs) {
      if (pair.key !== key || this.#fault !== undefined) continue;
      const range = parseRange(pair.value);
      if (range === undefined) this.#fault = expectsText(key, 'a uint64 value or range');
      else if (range.last > U16_MAX) this.#fault = expectsText('null', 'uint16_t');
      else ranges.push({ first: Number(range.first), last: Number(range.last) });
    }
    return ranges;
  }

  /** Refuses the option if a member that it must have is absent. */
  required<T>(key: string, value: T | undefined): T | undefined {
    if (value === undefined) this.#fault ??= missingParameter(key);
    return value;
  }

  #typed<T>(key: string, parse: (text: string) => Result<T, string>): T | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value.ok) return value.value;
    this.#fault = value.error;
    return undefined;
  }
}

/** parse_uint: as parseUnsigned, without the wrap of negative numbers. */
function notNegative(text: string): Result<bigint, 'malformed' | 'range'> {
  const scan = scanInteger(text);
  return scan?.negative === true ? err('range') : parseUnsigned(text);
}

function parseRange(text: string): { readonly first: bigint; readonly last: bigint } | undefined {
  const single = notNegative(text);
  if (single.ok) return { first: single.value, last: single.value };
  const scan = scanInteger(text);
  if (scan === undefined || scan.negative || text.charAt(scan.end) !== '-') return undefined;
  const last = notNegative(text.slice(scan.end + 1));
  if (!last.ok || last.value < scan.magnitude || last.value - scan.magnitude >= LONGEST_RANGE) return undefined;
  return { first: scan.magnitude, last: last.value };
}

/** Little-endian bytes, as firmware tables have them. */
import { err, ok, type Result } from './result';

/** What was asked of the input and how much of it there was. Offsets count from the start of the whole input. */
export interface Overrun {
  readonly offset: number;
  readonly wanted: number;
  readonly available: number;
}

/**
 * Reads forward through bytes. Input from outside is cut with `take` first: that is the one check of a claimed length.
 * Reading past the end of what was taken is a bug and throws a RangeError.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #origin: number;
  #at = 0;

  constructor(bytes: Uint8Array, origin = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#origin = origin;
  }

  /** Where the next byte is, from the start of the whole input. */
  get offset(): number {
    return this.#origin + this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `length` bytes as a reader of their own, if they are there; on failure nothing is consumed. */
  take(length: number): Result<ByteReader, Overrun> {
    if (!Number.isInteger(length) || length < 0 || length > this.remaining) {
      return err({ offset: this.offset, wanted: length, available: this.remaining });
    }
    const offset = this.offset;
    return ok(new ByteReader(this.bytes(length), offset));
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  /** A bigint, since 64-bit fields can hold what a double cannot. */
  u64(): bigint {
    return this.#view.getBigUint64(this.#step(8), true);
  }

  /** The same memory, not a copy. */
  bytes(length: number): Uint8Array {
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** One character a byte (Latin-1), so that no byte is lost or refused; zero bytes stay in it. */
  ascii(length: number): string {
    return Array.from(this.bytes(length), (byte) => String.fromCharCode(byte)).join('');
  }

  skip(length: number): void {
    this.#step(length);
  }

  #step(length: number): number {
    const start = this.#at;
    if (!Number.isInteger(length) || length < 0 || start + length > this.#bytes.length) {
      throw new RangeError(`read of ${length} bytes at ${this.offset} with ${this.remaining} left`);
    }
    this.#at += length;
    return start;
  }
}

const U64_LIMIT = 2n ** 64n;

/** Writes forward and grows as needed. A value that its field cannot hold is a bug and throws a RangeError. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(Math.max(capacity, 8));
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    this.#set(this.#grow(1), 1, value);
    return this;
  }

  u16(value: number): this {
    this.#set(this.#grow(2), 2, value);
    return this;
  }

  u32(value: number): this {
    this.#set(this.#grow(4), 4, value);
    return this;
  }

  u64(value: bigint): this {
    if (value < 0n || value >= U64_LIMIT) throw new RangeError(`not an unsigned 64-bit value: ${value}`);
    // Growing replaces the view, so it comes first.
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value, true);
    return this;
  }

  bytes(data: ArrayLike<number>): this {
    const at = this.#grow(data.length);
    this.#bytes.set(data, at);
    return this;
  }

  zeros(count: number): this {
    this.#grow(count);
    return this;
  }

  /** One byte a character; filled up to `width` with `fill` where given. Too long, or beyond Latin-1, is a bug. */
  ascii(text: string, width = text.length, fill = 0): this {
    if (text.length > width) throw new RangeError(`"${text}" does not fit ${width} bytes`);
    for (let i = 0; i < width; i += 1) this.u8(i < text.length ? text.charCodeAt(i) : fill);
    return this;
  }

  /** Overwrites bytes written before: lengths and checksums are known only at the end. */
  patch(offset: number, width: 1 | 2 | 4, value: number): this {
    if (!Number.isInteger(offset) || offset < 0 || offset + width > this.#length) {
      throw new RangeError(`patch of ${width} bytes at ${offset} of ${this.#length}`);
    }
    this.#set(offset, width, value);
    return this;
  }

  /** A copy of all that was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #set(at: number, width: 1 | 2 | 4, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** width) {
      throw new RangeError(`not an unsigned ${width * 8}-bit value: ${value}`);
    }
    if (width === 1) this.#view.setUint8(at, value);
    else if (width === 2) this.#view.setUint16(at, value, true);
    else this.#view.setUint32(at, value, true);
  }

  #grow(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

/** Two lower-case digits a byte, nothing between. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_PAIRS[byte] ?? '';
  return text;
}

const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export interface HexError {
  /** Index of the first character that cannot be part of it, or the length of the text if a digit is missing. */
  readonly index: number;
  readonly message: string;
}

/** Reads pairs of hex digits; white space between pairs is skipped. */
export function fromHex(text: string): Result<Uint8Array<ArrayBuffer>, HexError> {
  const out = new ByteWriter(text.length / 2);
  for (let i = 0; i < text.length;) {
    if (/\s/.test(text.charAt(i))) {
      i += 1;
      continue;
    }
    const pair = text.slice(i, i + 2);
    const good = /^[0-9a-f]*/i.exec(pair)?.[0].length ?? 0;
    if (good < 2) {
      const found = text.charAt(i + good);
      const message = found === '' ? 'the last byte has one hex digit, not two' : `"${found}" is not a hex digit`;
      return err({ index: i + good, message });
    }
    out.u8(Number.parseInt(pair, 16));
    i += 2;
  }
  return ok(out.finish());
}

/** Bytes that somebody printed: `xxd`, `hexdump`, `od`, `x` of debuggers and monitors, arrays of C, or hexadecimal digits alone. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { errorAt } from '../text-place';
import { rowOf, type Row, type Word } from './dump-row';

export interface Dump {
  readonly bytes: Uint8Array;
  /** Offset in the text of each byte's digits. */
  readonly at: readonly number[];
}

/** More than any firmware table has. */
const MOST_BYTES = 2 ** 20;
/** Fewer say nothing of what they are. */
const LEAST_DIGITS = 16;
const WORKS = 'the whole output of xxd, hexdump -C or od -tx1, or the hexadecimal digits alone';

/** An array begins with a bracket, or with what is declared. */
const ARRAY = /^\s*(?:(?:\w+[ *]+){1,6}\w+ ?(?:\[\w*\])? ?= ?)?[{[]\s*(?:\/[/*]|0x|\d|$)/;
const LIST = /^\s*0x[0-9a-f]{1,2}\s*(?:[,;\s]|$)/i;
const HAS_BYTES = /(?:0x[0-9a-f]{1,2}[,\s]+){3}|(?:\b\d{1,3}\s*,\s*){3}/i;
/** What stands around a dump in a terminal. */
const PROMPT = /^(?:\S{0,80}[#$%>]|\((?:qemu|gdb)\))(?: .{0,400})?$/;
const COMMENT = /^\s*(?:#|\/\/|;|\/\*[^*]*\*\/\s*$)/;

interface Line {
  readonly text: string;
  readonly at: number;
}

function* linesOf(text: string): Generator<Line> {
  const ends = /\r\n|\r|\n/g;
  let at = 0;
  for (let match = ends.exec(text); match !== null; match = ends.exec(text)) {
    yield { text: text.slice(at, match.index), at };
    at = ends.lastIndex;
  }
  yield { text: text.slice(at), at };
}

const isAside = ({ text }: Line): boolean =>
  text.trim() === '' || COMMENT.test(text) || (PROMPT.test(text) && rowOf(text) === undefined);

/** Whether the text begins as a dump does; a look at its first lines. */
export function looksLikeDump(text: string): boolean {
  let count = 0;
  const head = text.slice(0, 8192);
  let digits = 0;
  for (const line of linesOf(head)) {
    if (ARRAY.test(line.text) || LIST.test(line.text)) return digits === 0 && HAS_BYTES.test(head);
    const row = isAside(line) ? undefined : rowOf(line.text);
    if (row === undefined) {
      count += 1;
      if (count > 20 || !isAside(line)) return digits >= LEAST_DIGITS;
      continue;
    }
    // A long line may be cut here; it goes on as it began.
    digits += row.words.reduce(
      (sum, word) => sum + word.digits.length,
      row.words.length === 0 ? (row.offset ?? '').length : 0,
    );
  }
  return digits >= LEAST_DIGITS;
}

/** All bytes, in order, each with its place. A dump whose offsets do not fit, or with anything else in it, is refused. */
export function readDump(text: string): Result<Dump, FormatError> {
  for (const line of linesOf(text)) {
    if (isAside(line)) continue;
    return ARRAY.test(line.text) || LIST.test(line.text) ? readList(text, line.at) : new RowReader(text).read();
  }
  return err(errorAt(text, 0, 1, { code: 'dump/empty', message: 'There are no bytes in this text.', works: WORKS }));
}

const tooMany = (text: string, at: number): FormatError =>
  errorAt(text, at, 1, {
    code: 'dump/too-long',
    message: `More than ${MOST_BYTES.toLocaleString('en-US')} bytes.`,
    works: 'The table alone.',
  });

/** `{ 0x00, 0x01 }`, with or without what declares it, comments between. */
function readList(text: string, from: number): Result<Dump, FormatError> {
  const token = /0x([0-9a-f]{1,3})\b|\b(\d{1,3})\b|\/\*[^*]*\*\/|\/\/[^\n]*|[,\s]+|\\\n/giy;
  const head = text.slice(from, from + 400);
  const opening = /^[^{\r\n]*\{/.exec(head) ?? /^\s*\[/.exec(head);
  const bytes: number[] = [];
  const at: number[] = [];
  let offset = from + (opening?.[0].length ?? 0);
  while (offset < text.length) {
    token.lastIndex = offset;
    const match = token.exec(text);
    if (match === null) {
      if (opening !== null && /[}\]]/.test(text.charAt(offset))) return ok({ bytes: Uint8Array.from(bytes), at });
      if (/^[;#$]/.test(text.charAt(offset))) break;
      return err(notABlank(text, offset));
    }
    const value =
      match[1] !== undefined ? Number(`0x${match[1]}`) : match[2] !== undefined ? Number(match[2]) : undefined;
    if (value !== undefined) {
      if (value > 0xff || (match[2] !== undefined && opening === null)) return err(notABlank(text, offset));
      if (at.length >= MOST_BYTES) return err(tooMany(text, offset));
      bytes.push(value);
      at.push(offset);
    }
    offset = token.lastIndex;
  }
  return ok({ bytes: Uint8Array.from(bytes), at });
}

function notABlank(text: string, offset: number): FormatError {
  const found = /^\S{1,20}/.exec(text.slice(offset, offset + 20))?.[0] ?? text.charAt(offset);
  return errorAt(text, offset, found.length, {
    code: 'dump/not-a-byte',
    message: `“${found}” is no byte.`,
    works: WORKS,
  });
}

type Radix = 8 | 10 | 16;

/** What offsets may count in: od has seven digits and counts in eights or tens, hexdump has them too, but only with words of two bytes. */
function radixesOf({ offset = '', words }: Row, line: string): readonly Radix[] {
  if (offset.length !== 7 || /^\s*\w+:/.test(line)) return [16];
  return words[0]?.digits.length === 4 ? [16, 8, 10] : [8, 10];
}

/** Rows one below the other; what their offsets count in shows by itself. */
class RowReader {
  readonly #text: string;
  readonly #bytes: number[] = [];
  readonly #at: number[] = [];
  #radixes: readonly Radix[] | undefined;
  #base: number | undefined;
  /** Bytes of the last row, which `*` repeats. */
  #last: readonly number[] = [];
  #star: number | undefined;
  #isEnded = false;
  /** Whether rows begin with an offset: as the first does. */
  #hasOffsets: boolean | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Result<Dump, FormatError> {
    for (const line of linesOf(this.#text)) {
      if (/^\s*\*\s*$/.test(line.text) && this.#last.length > 0) {
        this.#star = line.at;
        continue;
      }
      if (isAside(line)) continue;
      const fault = this.#take(line);
      if (fault !== undefined) return err(fault);
    }
    if (this.#star !== undefined)
      return err(this.#fault(this.#star, 1, 'A dump that ends with “*” does not say how long it is.'));
    return ok({ bytes: Uint8Array.from(this.#bytes), at: this.#at });
  }

  #take(line: Line): FormatError | undefined {
    const row = this.#rowOf(line.text);
    if (row === undefined || this.#isEnded) {
      const at = /\S/.exec(line.text)?.index ?? 0;
      return this.#fault(
        line.at + at,
        line.text.trim().length,
        `“${line.text.trim().slice(0, 40)}” is no line of a dump.`,
      );
    }
    const fault = row.offset === undefined ? undefined : this.#place(row, line);
    if (fault !== undefined) return fault;
    if (row.words.length === 0) this.#isEnded = true;
    return this.#add(row.words, line);
  }

  #rowOf(text: string): Row | undefined {
    const row = rowOf(text);
    if (row === undefined) return undefined;
    this.#hasOffsets ??= row.offset !== undefined && row.words.length > 0;
    if (this.#hasOffsets) return row.offset === undefined ? undefined : row;
    if (row.offset === undefined) return row;
    // Eight digits alone, among lines of digits.
    return row.words.length === 0
      ? { at: 0, words: [{ digits: row.offset, at: row.at, isSwapped: false }] }
      : undefined;
  }

  /** Holds a row's offset against the bytes so far, and fills what `*` stands for. */
  #place(row: Row, line: Line): FormatError | undefined {
    const { offset = '', at } = row;
    const count = this.#at.length;
    const radixes = (this.#radixes ??= radixesOf(row, line.text));
    this.#base ??= Number.parseInt(offset, radixes[0] ?? 16);
    const base = this.#base;
    const claimed = (radix: Radix): number =>
      /^[0-9a-f]+$/i.test(offset) ? Number.parseInt(offset, radix) - base : NaN;
    const fits = (radix: Radix): boolean => {
      if (radix !== 16 && new RegExp(radix === 8 ? '[89a-f]' : '[a-f]', 'i').test(offset)) return false;
      const more = claimed(radix) - count;
      return this.#star === undefined ? more === 0 : more > 0 && more % this.#last.length === 0;
    };
    const fitting = radixes.filter(fits);
    const [radix] = fitting;
    if (radix === undefined) {
      // Words of two bytes: the last one may be half there.
      if (count > 0 && radixes.some((each) => claimed(each) === count - 1)) return this.#dropLast();
      return this.#fault(
        line.at + at,
        offset.length,
        `This line says that it is at ${offset}, and ${count} bytes were read so far: something is missing above it.`,
      );
    }
    if (count > 0) this.#radixes = fitting;
    const more = claimed(radix) - count;
    if (count + more > MOST_BYTES) return tooMany(this.#text, line.at);
    const at0 = this.#star ?? line.at;
    for (let added = 0; added < more; added += 1) {
      this.#bytes.push(this.#last[added % this.#last.length] ?? 0);
      this.#at.push(at0);
    }
    this.#star = undefined;
    return undefined;
  }

  #dropLast(): undefined {
    this.#bytes.pop();
    this.#at.pop();
  }

  #add(words: readonly Word[], line: Line): FormatError | undefined {
    const row: number[] = [];
    for (const { digits, at, isSwapped } of words) {
      if (digits.length % 2 === 1) {
        const message = `“${digits.slice(-20)}” has an odd number of digits: a byte is cut in half.`;
        return this.#fault(line.at + at + digits.length - 1, 1, message);
      }
      if (this.#at.length + digits.length / 2 > MOST_BYTES) return tooMany(this.#text, line.at);
      for (let index = 0; index < digits.length; index += 2) {
        const from = isSwapped ? digits.length - 2 - index : index;
        const byte = Number.parseInt(digits.slice(from, from + 2), 16);
        this.#bytes.push(byte);
        row.push(byte);
        this.#at.push(line.at + at + from);
      }
    }
    if (row.length > 0) this.#last = row;
    return undefined;
  }

  #fault(offset: number, length: number, message: string): FormatError {
    return errorAt(this.#text, offset, length, { code: 'dump/line', message, works: WORKS });
  }
}

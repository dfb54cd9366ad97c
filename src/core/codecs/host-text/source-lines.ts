/** Lines of a text, without what loggers put in front of them. */

/** `<6>` of the kernel's own buffer, `kern  :info  : ` of `dmesg -x`. */
const LEVEL = /^(?:<\d{1,3}>|[a-z0-9]{1,8} *:[a-z]{1,8} *: )/;
/** `Nov 22 01:02:03 host kernel: `, or an ISO time with or without the host. */
const SYSLOG =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.,:+Z-]{0,20}) (?:\S{1,255} kernel(?:\[\d{1,7}\])?: ?)?/;
/** `[    0.000000] `, `[] `, `[Sun Nov 22 01:20:01 2026] `, `[  +0.000012] `. */
const TIME = /^\[(?: *[+<]? *\d{0,9}(?:\.\d{1,9})?>?|[A-Z][A-Za-z0-9: ]{5,30})\] ?/;
/** Who printed it: `[    T0] `, `[    C1] `. */
const CALLER = /^\[ *[TC]\d{1,9}\] ?/;
/** `journalctl -o short-monotonic` has host and program behind the time. */
const PROGRAM = /^\S{1,255} kernel(?:\[\d{1,7}\])?: ?/;
const QUOTED = /^(?:[>|] ?)+/;
/** Longer ones are no lines of a log; JSON is looked for before. */
const LONGEST = 4096;

/** What the machine said. Each prefix is optional; blanks that indent a resource stay. */
export function withoutPrefix(line: string): string {
  if (line.length > LONGEST) return '';
  let rest = line.trimEnd();
  // Most lines of tables begin with a digit or blanks and have no prefix; a time begins with a digit, too.
  if (/^[>|]/.test(rest)) rest = rest.replace(QUOTED, '');
  rest = rest.replace(LEVEL, '').replace(SYSLOG, '');
  if (!rest.startsWith('[')) return rest;
  const bare = rest.replace(TIME, '');
  return bare === rest ? rest : bare.replace(CALLER, '').replace(PROGRAM, '');
}

export interface RawLine {
  readonly number: number;
  /** Where it begins, and where the next one does. */
  readonly from: number;
  readonly next: number;
  readonly text: string;
}

/** Goes through a text once. CRLF, LF and a lone CR end a line. */
export class SourceLines {
  readonly text: string;
  readonly #hasReturns: boolean;
  #offset = 0;
  #number = 1;
  /** The next line feed, as far as it is known: a text without any is searched for one once. */
  #feed = -1;
  /** From where on it is the next. */
  #feedFrom = 0;

  constructor(text: string) {
    this.text = text;
    this.#hasReturns = text.includes('\r');
  }

  /** How much has been read, 0 to 1. */
  get progress(): number {
    return this.text.length === 0 ? 1 : this.#offset / this.text.length;
  }

  /** The line at the present place; nothing at the end. */
  peek(): RawLine | undefined {
    return this.#at(this.#offset, this.#number);
  }

  /** The line behind another one. */
  after(line: RawLine): RawLine | undefined {
    return this.#at(line.next, line.number + 1);
  }

  /** Goes on behind a line. */
  passOver(line: RawLine): void {
    this.#offset = line.next;
    this.#number = line.number + 1;
  }

  #at(from: number, number: number): RawLine | undefined {
    const { text } = this;
    if (from >= text.length) return undefined;
    if (this.#feed < from || this.#feedFrom > from) {
      const found = text.indexOf('\n', from);
      this.#feed = found < 0 ? text.length : found;
      this.#feedFrom = from;
    }
    const end = this.#feed;
    const next = Math.min(text.length, end + 1);
    const line = text.slice(from, end);
    if (!this.#hasReturns) return { number, from, next, text: line };
    const mark = line.indexOf('\r');
    if (mark < 0 || (mark === line.length - 1 && end < text.length)) return { number, from, next, text: line };
    return { number, from, next: from + mark + 1, text: line.slice(0, mark) };
  }
}

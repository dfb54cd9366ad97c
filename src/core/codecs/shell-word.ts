/** One word of a shell command: bare, quoted and escaped pieces, and what a shell would expand. */

export interface ShellWord {
  readonly text: string;
  /** Offset of its first character in the source, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Source offset of each character, where that is not simply `start` plus its index. */
  readonly offsets?: readonly number[];
}

export interface ShellFault {
  readonly offset: number;
  readonly message: string;
  readonly works: string;
}

/** Where in the source a character of a word stands; the word's end for an index behind it. */
export const sourceOffset = (word: ShellWord, index: number): number =>
  word.offsets === undefined ? Math.min(word.start + index, word.end) : (word.offsets[index] ?? word.end);

const BLANK = ' \t\r\n';
const OPERATORS = '|;&<>()';

/** Reads one word: bare, quoted and escaped pieces up to a blank or an operator. */
export class WordReader {
  readonly #source: string;
  readonly #note: (offset: number, message: string) => void;
  readonly #pieces: string[] = [];
  readonly #offsets: number[] = [];
  #isPlain = true;
  at: number;

  constructor(source: string, at: number, note: (offset: number, message: string) => void) {
    this.#source = source;
    this.#note = note;
    this.at = at;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  finish(start: number): ShellWord {
    const word = { text: this.text, start, end: this.at };
    return this.#isPlain ? word : { ...word, offsets: this.#offsets };
  }

  read(): ShellFault | undefined {
    while (this.at < this.#source.length) {
      const character = this.#source.charAt(this.at);
      if (BLANK.includes(character) || OPERATORS.includes(character)) return undefined;
      const fault = this.#piece(character);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #piece(character: string): ShellFault | undefined {
    switch (character) {
      case "'":
        return this.#singleQuoted();
      case '"':
        return this.#doubleQuoted();
      case '\\':
        this.#escape();
        return undefined;
      case '$':
      case '`':
        return this.#expansion();
      default:
        this.#take(1);
        return undefined;
    }
  }

  /** Takes characters over as they are. */
  #take(count: number): void {
    for (let taken = 0; taken < count; taken += 1) {
      this.#pieces.push(this.#source.charAt(this.at));
      this.#offsets.push(this.at);
      this.at += 1;
    }
  }

  #skip(count: number): void {
    this.#isPlain = false;
    this.at += count;
  }

  /** A backslash outside quotes: the next character is literal, a line end vanishes. */
  #escape(): void {
    const end = /^(?:\r\n|\r|\n)/.exec(this.#source.slice(this.at + 1, this.at + 3))?.[0].length;
    this.#skip(1);
    if (end !== undefined) this.#skip(end);
    else if (this.at < this.#source.length) this.#take(1);
  }

  #singleQuoted(): ShellFault | undefined {
    const close = this.#source.indexOf("'", this.at + 1);
    if (close < 0) return unterminated(this.at, "'");
    this.#skip(1);
    this.#take(close - this.at);
    this.#skip(1);
    return undefined;
  }

  #doubleQuoted(): ShellFault | undefined {
    const open = this.at;
    this.#skip(1);
    while (this.at < this.#source.length) {
      const character = this.#source.charAt(this.at);
      if (character === '"') {
        this.#skip(1);
        return undefined;
      }
      if (character === '\\') this.#escapeInQuotes();
      else if (character === '$' || character === '`') {
        const fault = this.#expansion(true);
        if (fault !== undefined) return fault;
      } else this.#take(1);
    }
    return unterminated(open, '"');
  }

  /** In double quotes a backslash means something only before `$`, a backquote, `"`, a backslash and a line end. */
  #escapeInQuotes(): void {
    const next = this.#source.charAt(this.at + 1);
    if (next === '\n' || next === '\r') this.#escape();
    else if (next !== '' && '$`"\\'.includes(next)) {
      this.#skip(1);
      this.#take(1);
    } else this.#take(1);
  }

  #expansion(isQuoted = false): ShellFault | undefined {
    const rest = this.#source.slice(this.at, this.at + 2);
    if (!isQuoted && (rest === "$'" || rest === '$"')) {
      this.#skip(1);
      return rest === "$'" ? this.#ansiQuoted() : undefined;
    }
    const length = expansionLength(this.#source, this.at);
    if (length === undefined) return unterminated(this.at, rest.charAt(0) === '`' ? '`' : rest);
    if (length > 1) {
      const typed = this.#source.slice(this.at, this.at + Math.min(length, 40));
      this.#note(this.at, `${typed} is kept as typed: its value is known only to the shell.`);
    }
    this.#take(length);
    return undefined;
  }

  /** `$'…'`: escapes of C (XCU 2.2.4 of POSIX.1-2024). */
  #ansiQuoted(): ShellFault | undefined {
    const open = this.at;
    this.#skip(1);
    while (this.at < this.#source.length) {
      const character = this.#source.charAt(this.at);
      if (character === "'") {
        this.#skip(1);
        return undefined;
      }
      const escaped = character === '\\' ? ANSI_ESCAPES[this.#source.charAt(this.at + 1)] : undefined;
      if (escaped === undefined) this.#take(1);
      else {
        this.#pieces.push(escaped);
        this.#offsets.push(this.at);
        this.#skip(2);
      }
    }
    return unterminated(open, "'");
  }
}

const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

const unterminated = (offset: number, quote: string): ShellFault => ({
  offset,
  message: `The ${quote} that begins here is never closed.`,
  works:
    quote === "'" || quote === '"'
      ? `A second ${quote} where the quoted text ends.`
      : 'The missing end of the substitution.',
});

/** Characters of `$NAME`, `${…}`, `$(…)` or a backquoted command at `at`; 1 for a lone `$`; nothing if its end is missing. */
function expansionLength(text: string, at: number): number | undefined {
  if (text.charAt(at) === '`') return backquotedLength(text, at);
  const next = text.charAt(at + 1);
  if (next === '(' || next === '{') return closedLength(text, at + 1, next, next === '(' ? ')' : '}');
  const name = /[A-Za-z_]\w*|[0-9@*#?!$-]/y;
  name.lastIndex = at + 1;
  return 1 + (name.exec(text)?.[0].length ?? 0);
}

function closedLength(text: string, from: number, open: string, close: string): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === open) depth += 1;
    else if (character === close) depth -= 1;
    if (depth === 0) return at - from + 2;
  }
  return undefined;
}

function backquotedLength(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '`') return at - from + 1;
    if (character === '\\') at += 1;
  }
  return undefined;
}

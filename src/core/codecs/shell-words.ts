/**
 * Splits a pasted command into words as a POSIX shell does (XCU 2.2, 2.3), remembering where each came from. Nothing is expanded:
 * variables and substitutions stay as typed. Prompts, comments, redirections and what follows the command are left out.
 */
import { err, ok, type Result } from '../base/result';
import { WordReader, type ShellFault, type ShellWord } from './shell-word';

export interface ShellNote {
  readonly offset: number;
  readonly message: string;
}

export interface ShellText {
  readonly words: readonly ShellWord[];
  readonly notes: readonly ShellNote[];
}

/** Where a command stands in a text that may hold more: a log, a script, a unit of systemd. */
export interface CommandPlace {
  /** Offset of its first word. */
  readonly from: number;
  /** It ends with its line, as in a unit; else blank or wrapped lines may stand in it, until lines that were joined end. */
  readonly isLine: boolean;
}

const MOST_WORDS = 65_536;
const MOST_NOTES = 100;
const SHOWN_OF_REST = 40;

/** @param place reads one command of the text, and forgives what pasting does to it; absent: all of the text is words */
export const splitShellWords = (text: string, place?: CommandPlace): Result<ShellText, ShellFault> =>
  new Splitter(text, place).split();

class Splitter {
  readonly #text: string;
  readonly #words: ShellWord[] = [];
  readonly #notes: ShellNote[] = [];
  readonly #place: CommandPlace | undefined;
  #at: number;
  #fault: ShellFault | undefined;
  /** Only blanks since the last line end: where a prompt may stand. */
  #isLineStart = true;
  #skipsNext = false;
  /** Some of its lines were joined by a backslash: then all of them are. */
  #isJoined = false;

  constructor(text: string, place?: CommandPlace) {
    this.#text = text;
    this.#place = place;
    this.#at = place?.from ?? 0;
  }

  split(): Result<ShellText, ShellFault> {
    while (this.#at < this.#text.length && this.#fault === undefined && this.#step());
    return this.#fault === undefined ? ok({ words: this.#words, notes: this.#notes }) : err(this.#fault);
  }

  /** Reads what stands at the current place; false when the command has ended. */
  #step(): boolean {
    const text = this.#text;
    const character = text.charAt(this.#at);
    if (character === '\n' || character === '\r') {
      if (this.#endsWithLine()) return false;
      this.#isLineStart = true;
      this.#at += 1;
    } else if (character === ' ' || character === '\t') {
      this.#at += 1;
    } else if (this.#continuation() > 0) {
      this.#at += this.#continuation();
      this.#isLineStart = true;
      this.#isJoined = true;
    } else if (this.#isLineStart && this.#isPrompt(character)) {
      this.#at += 1;
      this.#isLineStart = false;
    } else if (character === '#') {
      this.#at = lineEnd(text, this.#at);
    } else if ('|;&()'.includes(character)) {
      this.#note(this.#at, `Everything from “${character}” on is not part of this command and was left out.`);
      return false;
    } else if (character === '<' || character === '>') {
      while ('<>&|'.includes(text.charAt(this.#at)) && this.#at < text.length) this.#at += 1;
      this.#skipsNext = true;
    } else {
      this.#word();
      this.#isLineStart = false;
    }
    return true;
  }

  /** `$ ` in front of a command, `> ` in front of a continued line. */
  #isPrompt(character: string): boolean {
    const next = this.#text.charAt(this.#at + 1);
    const mayContinue = character === '>' && this.#words.length > 0;
    return (character === '$' || mayContinue) && (next === ' ' || next === '\t');
  }

  /** Length of a backslash with the line end behind it, or of a backslash that is the last character. Pasting may put blanks between. */
  #continuation(): number {
    const match = this.#place === undefined ? JOINS : JOINS_AS_PASTED;
    match.lastIndex = this.#at;
    return match.exec(this.#text)?.[0].length ?? 0;
  }

  /** Whether what comes behind this line end is something else. An option on a line of its own only lacks the backslash before it. */
  #endsWithLine(): boolean {
    const { isLine } = this.#place ?? {};
    if (isLine === undefined || this.#words.length === 0 || !(isLine || this.#isJoined)) return false;
    const rest = /\S/g;
    rest.lastIndex = this.#at;
    const next = rest.exec(this.#text)?.index;
    if (next === undefined || (!isLine && '-#'.includes(this.#text.charAt(next)))) return false;
    const line = this.#text.slice(next, lineEnd(this.#text, next));
    const shown = line.length > SHOWN_OF_REST ? `${line.slice(0, SHOWN_OF_REST)}…` : line;
    this.#note(next, `Everything from “${shown}” on is not part of this command and was left out.`);
    return true;
  }

  #note(offset: number, message: string): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push({ offset, message });
  }

  #word(): void {
    const start = this.#at;
    const word = new WordReader(this.#text, start, (offset, message) => this.#note(offset, message));
    const fault = word.read();
    this.#at = word.at;
    this.#fault = fault;
    if (fault !== undefined) return;
    const isDescriptor = /^[<>]$/.test(this.#text.charAt(this.#at)) && /^\d+$/.test(word.text);
    if (!this.#skipsNext && !isDescriptor) this.#push(word.finish(start));
    this.#skipsNext = false;
  }

  #push(word: ShellWord): void {
    if (this.#words.length < MOST_WORDS) this.#words.push(word);
    else {
      this.#fault = {
        offset: word.start,
        message: `The text has more than ${MOST_WORDS} words.`,
        works: 'Paste the command line alone.',
      };
    }
  }
}

const JOINS = /\\(?:\r?\n|\r|$(?![\s\S]))/y;
const JOINS_AS_PASTED = /\\[ \t]*(?:\r?\n|\r|$(?![\s\S]))/y;

const lineEnd = (text: string, from: number): number => {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
};

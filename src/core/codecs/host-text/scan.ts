/** Goes through a text once, line by line, and keeps account of every line: understood, or named as not. */
import type { UnreadLines } from '../format';
import { Facts } from './facts';
import { lineForms } from './forms/index';
import { beginsJson, jsonEnd, objectsIn } from './json-block';
import { jsonForms } from './json-forms';
import { SourceLines, withoutPrefix, type RawLine } from './source-lines';

/** How often something of one form was understood. */
export interface Understood {
  readonly id: string;
  readonly title: string;
  readonly source?: string;
  /** Lines, or objects of JSON. */
  count: number;
}

export interface Scan {
  readonly facts: Facts;
  readonly understood: readonly Understood[];
  readonly unread: readonly UnreadLines[];
  readonly lines: {
    readonly all: number;
    readonly understood: number;
    readonly unread: number;
    /** Blank, or a comment. */
    readonly empty: number;
  };
  /** Unread lines that are not in `unread`. */
  readonly unlisted: number;
}

const MOST_RUNS = 2000;
const LONGEST_SHOWN = 240;
const LINES_PER_STEP = 256;
/** Mail programs wrap a line into so many. */
const MOST_WRAPPED = 3;
/** A line that another one seems to continue: an open range, an arrow, a range without its type, or a soft line end of mail. */
const BEGUN =
  /=$|\[(?:mem|gap)\b[^\]]*$|: +\[mem [^\]]*\]$|\b(?:BIOS-e820|user|modified|setup_data|SRAT|PXM \d+|update|remove):?$/;

/** Whether any form may take a line. */
const HINT = new RegExp(lineForms.all.map(({ hint }) => hint.source).join('|'));
/** Lines that look wrapped and are not, tried so often. */
const MOST_VAIN_JOINS = 2000;

class Scanner {
  readonly facts = new Facts();
  readonly lines: SourceLines;
  readonly understood = new Map<string, Understood>();
  readonly unread: { line: number; last: number; count: number; text: string }[] = [];
  understoodLines = 0;
  unreadLines = 0;
  emptyLines = 0;
  unlisted = 0;
  vainJoins = 0;
  /** Characters that may still be looked at in search of JSON, so that many false starts take no more time than a few. */
  jsonBudget: number;
  /** The line behind the last unread one, if nothing but blank lines came since. */
  runGoesOn = false;

  constructor(text: string) {
    this.lines = new SourceLines(text);
    this.jsonBudget = 2 * text.length + 1024;
  }

  step(): boolean {
    for (let count = 0; count < LINES_PER_STEP; count += 1) {
      const line = this.lines.peek();
      if (line === undefined) return false;
      this.#take(line);
    }
    return true;
  }

  #take(line: RawLine): void {
    const first = line.text.trimStart().charAt(0);
    if (first === '' || first === '#') {
      this.emptyLines += 1;
      this.lines.passOver(line);
      return;
    }
    const isJson = (first === '[' || first === '{') && beginsJson(line.text) && this.#takeJson(line);
    if (!isJson && !this.#takeForm(line)) this.#leave(line, line);
    this.facts.lines += 1;
  }

  #takeForm(line: RawLine): boolean {
    // A value may stand below its heading, and a soft line end in the midst of a word.
    if (this.facts.tailed === undefined && !line.text.endsWith('=') && !HINT.test(line.text)) return false;
    const text = withoutPrefix(line.text);
    const isBegun = this.vainJoins < MOST_VAIN_JOINS && BEGUN.test(text);
    if (isBegun && text.endsWith('=') && this.#takeWrapped(line, text)) return true;
    const plain = text.includes('=3D') ? text.replaceAll('=3D', '=') : text;
    if (this.#offer(plain, line.number)) {
      this.#account(line, line, 1);
      return true;
    }
    return isBegun && this.#takeWrapped(line, text);
  }

  /** Reads a line together with what follows it, as it was before a mail program wrapped it. */
  #takeWrapped(line: RawLine, text: string): boolean {
    let whole = text;
    let last = line;
    for (let count = 1; count < MOST_WRAPPED; count += 1) {
      const next = this.lines.after(last);
      const more = next === undefined ? '' : next.text.replace(/^(?:[>|] ?)+/, '').trimEnd();
      if (next === undefined || more.trim() === '') return false;
      const joints = whole.endsWith('=')
        ? [whole.slice(0, -1) + more]
        : [`${whole} ${more.trim()}`, whole + more.trim()];
      last = next;
      for (const joint of joints) {
        if (!this.#offer(joint.replaceAll('=3D', '='), line.number)) continue;
        this.#account(line, last, 1);
        return true;
      }
      whole = joints[0] ?? whole;
    }
    this.vainJoins += 1;
    return false;
  }

  #offer(text: string, number: number): boolean {
    const form = lineForms.all.find((each) => each.read({ text, number }, this.facts));
    if (form !== undefined) this.#count(form, 1);
    return form !== undefined;
  }

  #count({ id, title, source }: Omit<Understood, 'count'>, count: number): void {
    const known = this.understood.get(id);
    if (known !== undefined) known.count += count;
    else this.understood.set(id, { id, title, count, ...(source === undefined ? {} : { source }) });
  }

  #takeJson(line: RawLine): boolean {
    if (this.jsonBudget <= 0) return false;
    const { text } = this.lines;
    const { end, seen } = jsonEnd(text, line.from, this.jsonBudget);
    this.jsonBudget -= seen - line.from;
    if (end === undefined) return false;
    let value: unknown;
    try {
      value = JSON.parse(text.slice(line.from, end));
    } catch {
      return false;
    }
    let last = line;
    while (last.next < end) last = this.lines.after(last) ?? last;
    if (text.slice(end, last.next).trim() !== '') return false;
    if (this.#takeObjects(value, line.number)) this.#account(line, last, last.number - line.number + 1);
    else this.#leave(line, last);
    return true;
  }

  #takeObjects(value: unknown, line: number): boolean {
    const { objects, cut } = objectsIn(value);
    const others = new Map<string, number>();
    let taken = 0;
    for (const object of objects) {
      const form = jsonForms.all.find((each) => each.read(object, this.facts));
      if (form !== undefined) {
        this.#count(form, 1);
        taken += 1;
      } else if (!Object.values(object).some((each) => typeof each === 'object' && each !== null)) {
        const [key = 'no field'] = Object.keys(object);
        others.set(key.slice(0, 40), (others.get(key.slice(0, 40)) ?? 0) + 1);
      }
    }
    // An empty list says that there are none: understood, and nothing to keep.
    if (taken === 0) return Array.isArray(value) && value.length === 0;
    const left = [...others].slice(0, 8).map(([key, count]) => `${count} with “${key}”`);
    if (left.length > 0) this.facts.note(`Objects of this JSON that were not used: ${left.join(', ')}.`, line);
    if (cut) this.facts.note('The JSON goes deeper, or has more objects, than is read here.', line);
    return true;
  }

  #account(first: RawLine, last: RawLine, lines: number): void {
    this.understoodLines += Math.max(lines, last.number - first.number + 1);
    this.runGoesOn = false;
    this.lines.passOver(last);
  }

  #leave(first: RawLine, last: RawLine): void {
    const count = last.number - first.number + 1;
    this.unreadLines += count;
    this.lines.passOver(last);
    const run = this.unread.at(-1);
    if (run !== undefined && this.runGoesOn) {
      run.last = last.number;
      run.count += count;
    } else if (this.unread.length < MOST_RUNS) {
      this.unread.push({ line: first.number, last: last.number, count, text: shown(first.text) });
    } else this.unlisted += count;
    this.runGoesOn = this.unlisted === 0;
  }
}

/** What stands in a list; control characters would break it. */
const shown = (text: string): string =>
  text
    .slice(0, LONGEST_SHOWN)
    .replace(/\p{Cc}/gu, ' ')
    .trim();

/** Reads in steps of a few hundred lines; each gives how much is done, 0 to 1. Time and memory grow with the length of the text. */
export function* scan(text: string): Generator<number, Scan> {
  const scanner = new Scanner(text);
  while (scanner.step()) yield scanner.lines.progress;
  const { facts, understood, unread, unlisted, understoodLines, unreadLines, emptyLines } = scanner;
  return {
    facts,
    understood: [...understood.values()],
    unread,
    unlisted,
    lines: {
      all: understoodLines + unreadLines + emptyLines,
      understood: understoodLines,
      unread: unreadLines,
      empty: emptyLines,
    },
  };
}

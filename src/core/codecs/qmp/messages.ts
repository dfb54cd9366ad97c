/**
 * A log of a QMP conversation as messages: JSON wherever it stands on a line, behind prompts, arrows and the words of a logger, on
 * one line or on several. Every line is accounted for.
 */
import { parseJsonObject, type JsonObject, type JsonValue } from '../../options/json';
import type { ImportReport, UnreadLines } from '../format';
import { jsonEnd } from '../host-text/json-block';
import { SourceLines, type RawLine } from '../host-text/source-lines';
import { clockTime } from './log-time';
import { typedCommand } from './typed-command';

interface Place {
  /** From 1. */
  readonly line: number;
  /** Milliseconds by the logger's clock. */
  readonly loggedMs?: number;
}

export type Message = Place &
  (
    | { readonly is: 'command'; readonly name: string; readonly given: JsonObject; readonly id?: JsonValue }
    | { readonly is: 'reply'; readonly value: JsonValue; readonly id?: JsonValue }
    | { readonly is: 'error'; readonly class: string; readonly desc: string; readonly id?: JsonValue }
    | { readonly is: 'event'; readonly name: string; readonly data: JsonObject; readonly atMs?: number }
    | { readonly is: 'greeting' }
  );

export interface Conversation {
  readonly messages: readonly Message[];
  readonly lines: ImportReport['lines'];
  readonly unread: readonly UnreadLines[];
  readonly unlisted: number;
}

const LINES_PER_STEP = 256;
const MOST_RUNS = 2000;
const LONGEST_SHOWN = 240;
/** Each is asked, answered, and tells of up to two events. */
const MOST_MESSAGES = 1_000_000;

/** What libvirt writes of the same message a second time, and how it ends a line of its own. */
const LIBVIRT = /QEMU_MONITOR_(?:SEND_MSG|RECV_REPLY|RECV_EVENT): /;
const LIBVIRT_AGAIN = /QEMU_MONITOR_\w+: |qemuMonitor\w+:\d+ : |^ ?(?:fd=-?\d+|len=\d+ ret=-?\d+ errno=\d+)\r?$/;
/** What qmp-shell says of itself, and an empty prompt. */
const SHELL_WORDS =
  /^(?:Welcome to the QMP low-level shell!|Connected to QEMU [\w.+-]+|(?:\(QEMU\)|QMP>|[<>-]{2}|→|←)\s*)$/;
const BEGINS = /\{\s*(?:"|$|\})/g;

const NONE: JsonObject = new Map();
const isObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;
const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';

class Reader {
  readonly messages: Message[] = [];
  readonly unread: { line: number; last: number; count: number; text: string }[] = [];
  readonly lines: SourceLines;
  understood = 0;
  unreadLines = 0;
  empty = 0;
  unlisted = 0;
  #isLibvirt = false;
  /** The last command was typed at a shell, which may print it again as JSON. */
  #typed: string | undefined;
  #runGoesOn = false;
  /** Characters that may still be looked at, so that many false starts take no more time than a few. */
  #budget: number;

  constructor(text: string) {
    this.lines = new SourceLines(text);
    this.#budget = 2 * text.length + 1024;
  }

  step(): boolean {
    for (let count = 0; count < LINES_PER_STEP; count += 1) {
      const line = this.lines.peek();
      if (line === undefined || this.messages.length >= MOST_MESSAGES) return false;
      this.#take(line);
    }
    return true;
  }

  #take(line: RawLine): void {
    const { text } = line;
    const bare = text.trim();
    if (bare === '' || bare.startsWith('#')) {
      this.empty += 1;
      this.lines.passOver(line);
      return;
    }
    const isFirst = LIBVIRT.test(text);
    if (isFirst) this.#isLibvirt = true;
    if (this.#isLibvirt && !isFirst && LIBVIRT_AGAIN.test(text)) return this.#account(line, line);
    if (SHELL_WORDS.test(bare)) return this.#account(line, line);
    const last = this.#takeJson(line) ?? this.#takeTyped(line);
    if (last === undefined) this.#leave(line);
    else this.#account(line, last);
  }

  /** All JSON that begins on a line; gives the line that the last of it ends on. */
  #takeJson(line: RawLine): RawLine | undefined {
    const { text } = this.lines;
    let last: RawLine | undefined;
    let at = 0;
    while (this.#budget > 0) {
      BEGINS.lastIndex = at;
      const begin = BEGINS.exec(line.text)?.index;
      if (begin === undefined) return last;
      const from = line.from + begin;
      const { end, seen } = jsonEnd(text, from, this.#budget);
      this.#budget -= seen - from;
      const read = end === undefined ? undefined : parseJsonObject(text.slice(from, end));
      const prefix = line.text.slice(0, begin);
      if (end === undefined || read?.ok !== true || !this.#takeObject(read.value, line, prefix)) {
        at = begin + 1;
        continue;
      }
      last = line;
      while (last.next < end) last = this.lines.after(last) ?? last;
      if (last !== line) return last;
      at = end - line.from;
    }
    return last;
  }

  #takeObject(object: JsonObject, { number }: RawLine, prefix: string): boolean {
    const loggedMs = clockTime(prefix);
    const place: Place = { line: number, ...(loggedMs === undefined ? {} : { loggedMs }) };
    const message = messageOf(object, place);
    if (message === undefined) return false;
    const isTypedAgain = message.is === 'command' && this.messages.length > 0 && message.name === this.#typed;
    // The JSON is what was sent; a shell's own reading of what was typed is only as good as ours.
    if (isTypedAgain) this.messages.pop();
    this.#typed = undefined;
    this.messages.push(message);
    return true;
  }

  #takeTyped(line: RawLine): RawLine | undefined {
    const typed = typedCommand(line.text);
    if (typed === undefined) return undefined;
    this.#typed = typed.name;
    this.messages.push({ is: 'command', ...typed, line: line.number });
    return line;
  }

  #account(first: RawLine, last: RawLine): void {
    this.understood += last.number - first.number + 1;
    this.#runGoesOn = false;
    this.lines.passOver(last);
  }

  #leave(line: RawLine): void {
    this.unreadLines += 1;
    this.lines.passOver(line);
    const run = this.unread.at(-1);
    if (run !== undefined && this.#runGoesOn) {
      run.last = line.number;
      run.count += 1;
    } else if (this.unread.length < MOST_RUNS) {
      const text = line.text
        .slice(0, LONGEST_SHOWN)
        .replace(/\p{Cc}/gu, ' ')
        .trim();
      this.unread.push({ line: line.number, last: line.number, count: 1, text });
    } else this.unlisted += 1;
    this.#runGoesOn = this.unlisted === 0;
  }
}

function messageOf(object: JsonObject, place: Place): Message | undefined {
  const id = object.get('id');
  const asked = { ...place, ...(id === undefined ? {} : { id }) };
  const name = object.get('execute') ?? object.get('exec-oob');
  if (isText(name)) {
    const given = object.get('arguments');
    return { is: 'command', name, given: isObject(given) ? given : NONE, ...asked };
  }
  const event = object.get('event');
  if (isText(event)) {
    const data = object.get('data');
    const atMs = stampOf(object.get('timestamp'));
    return {
      is: 'event',
      name: event,
      data: isObject(data) ? data : NONE,
      ...place,
      ...(atMs === undefined ? {} : { atMs }),
    };
  }
  if (object.has('QMP')) return { is: 'greeting', ...place };
  const error = object.get('error');
  if (isObject(error)) {
    const [kind, desc] = [error.get('class'), error.get('desc')];
    return { is: 'error', class: isText(kind) ? kind : '', desc: isText(desc) ? desc : '', ...asked };
  }
  const value = object.get('return');
  return value === undefined ? undefined : { is: 'reply', value, ...asked };
}

/** Of an event: seconds and microseconds since 1970; -1 where the host's clock was not read. */
function stampOf(timestamp: JsonValue | undefined): number | undefined {
  if (!isObject(timestamp)) return undefined;
  const [seconds, micro] = [timestamp.get('seconds'), timestamp.get('microseconds')];
  if (typeof seconds !== 'bigint' || typeof micro !== 'bigint' || seconds < 0n || micro < 0n) return undefined;
  return Number(seconds) * 1000 + Math.floor(Number(micro) / 1000);
}

/** Reads in steps; each gives how much is done, 0 to 1. Time and memory grow with the length of the text. */
export function* readConversation(text: string): Generator<number, Conversation> {
  const reader = new Reader(text);
  while (reader.step()) yield reader.lines.progress;
  const { messages, understood, unreadLines, empty, unread, unlisted } = reader;
  const lines = { all: understood + unreadLines + empty, understood, unread: unreadLines, empty };
  return { messages, lines, unread, unlisted };
}

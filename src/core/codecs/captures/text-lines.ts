/** Goes through the lines of a text and keeps account of those that nothing could be made of. */
import type { ImportReport, UnreadLines } from '../format';
import { SourceLines } from '../host-text/source-lines';

const MOST_RUNS = 2000;
const LONGEST_SHOWN = 240;
/** A prompt with a command or without, and what echoes of one. */
const PROMPT = /^(?:\((?:qemu|QEMU|gdb)\)|\S{0,80}[#$]|Shell>|[A-Z]{2}\d:\\>)(?: .{0,400})?$/i;

export interface LineAccount {
  readonly lines: ImportReport['lines'];
  readonly unread: readonly UnreadLines[];
  readonly unlisted: number;
}

/** @param take reads a line; false if it is none of the format. A prompt or blank line is not offered. */
export function readLines(text: string, take: (line: string, number: number) => boolean): LineAccount {
  const source = new SourceLines(text);
  const unread: { line: number; last: number; count: number; text: string }[] = [];
  let [all, understood, empty, unlisted] = [0, 0, 0, 0];
  for (let line = source.peek(); line !== undefined; line = source.peek()) {
    all += 1;
    const bare = line.text.trimEnd();
    if (bare.trim() === '' || PROMPT.test(bare)) empty += 1;
    else if (take(bare, line.number)) understood += 1;
    else {
      const last = unread.at(-1);
      if (last?.last === line.number - 1) {
        last.last = line.number;
        last.count += 1;
      } else if (unread.length < MOST_RUNS) {
        const shown = bare
          .slice(0, LONGEST_SHOWN)
          .replace(/\p{Cc}/gu, ' ')
          .trim();
        unread.push({ line: line.number, last: line.number, count: 1, text: shown });
      } else unlisted += 1;
    }
    source.passOver(line);
  }
  return { lines: { all, understood, unread: all - understood - empty, empty }, unread, unlisted };
}

/** Text that is too long for a field: shown a few lines at a time. */

/** A field with more than this stands still while it is filled. */
export const LONGEST_IN_FIELD = 200_000;

export interface TextLine {
  readonly number: number;
  readonly text: string;
}

const LONGEST_LINE = 300;

/** How many lines a text has; an end of line at the very end begins no other one. */
export function lineCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; count += 1) at = lineEnd(text, at).next;
  return count;
}

/** `count` lines from one on, long ones cut. */
export function linesFrom(text: string, first: number, count: number): readonly TextLine[] {
  const lines: TextLine[] = [];
  let at = 0;
  for (let number = 1; at < text.length && number < first + count; number += 1) {
    const { end, next } = lineEnd(text, at);
    if (number >= first) lines.push({ number, text: text.slice(at, Math.min(end, at + LONGEST_LINE)) });
    at = next;
  }
  return lines;
}

function lineEnd(text: string, from: number): { end: number; next: number } {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return { end: text.length, next: text.length };
  return { end: text.charAt(feed - 1) === '\r' && feed > from ? feed - 1 : feed, next: feed + 1 };
}

/** Places in imported text. */
import type { FormatError } from './format';

/** Text beyond this is refused by readers of layouts: none needs more. */
export const LONGEST_TEXT = 1024 * 1024;
/** Logs of a host may be longer: most of their lines are about something else. */
export const LONGEST_LOG = 16 * 1024 * 1024;

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset, both from 1; columns count UTF-16 units. CRLF is one line end, a lone CR too. */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  const lineEnd = /\r\n|\r|\n/g;
  for (let match = lineEnd.exec(text); match !== null && lineEnd.lastIndex <= offset; match = lineEnd.exec(text)) {
    line += 1;
    start = lineEnd.lastIndex;
  }
  return { line, column: offset - start + 1 };
}

/** A complaint about `length` characters from `offset` on. */
export function errorAt(
  text: string,
  offset: number,
  length: number,
  complaint: Pick<FormatError, 'code' | 'message' | 'works'>,
): FormatError {
  return { ...complaint, ...placeOf(text, offset), length: Math.max(1, length) };
}

export const tooLong = (text: string, most = LONGEST_TEXT): FormatError => ({
  code: 'text/too-long',
  message: `The text has ${text.length.toLocaleString('en-US')} characters; at most ${most.toLocaleString('en-US')} are read.`,
  works: most === LONGEST_TEXT ? 'Paste the command line alone.' : 'Paste the lines about memory alone.',
});

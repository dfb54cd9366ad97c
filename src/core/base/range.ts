import { addr, type Addr, type Bytes } from './addr';

/** Half-open: `start` is in, `end` is not. */
export interface Range {
  readonly start: Addr;
  readonly end: Addr;
}

export const range = (start: number, end: number): Range => ({ start: addr(start), end: addr(end) });

export const size = (r: Range): Bytes => r.end - r.start;

export const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

export const contains = (r: Range, at: number): boolean => r.start <= at && at < r.end;

/** What both have, or nothing. */
export function intersection(a: Range, b: Range): Range | undefined {
  const start = a.start > b.start ? a.start : b.start;
  const end = a.end < b.end ? a.end : b.end;
  return start < end ? { start, end } : undefined;
}

/** What `a` has and `b` has not: no, one or two pieces, none of them empty. */
export function subtract(a: Range, b: Range): readonly Range[] {
  if (!overlaps(a, b)) return a.start < a.end ? [a] : [];
  const pieces: Range[] = [];
  if (a.start < b.start) pieces.push({ start: a.start, end: b.start });
  if (b.end < a.end) pieces.push({ start: b.end, end: a.end });
  return pieces;
}

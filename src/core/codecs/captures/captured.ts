/** What all readers of captures have in common. */
import { typeWords } from '../../base/e820';
import { size } from '../../base/range';
import { err, ok, type Result } from '../../base/result';
import { utf8Bytes } from '../../options/utf8';
import type { Capture, CapturedRange } from '../../capture/capture';
import { emptyDocument } from '../../document/defaults';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported, ImportFact, ImportNote, ImportReport } from '../format';
import { LONGEST_TEXT, placeOf, tooLong } from '../text-place';
import { readDump, type Dump } from './hex-dump';

/** What every reading of a capture does. */
export const IS_CHECKED = 'Is held against the plan; the layout stays as it is.';

const MOST_NOTES = 200;

export interface Read {
  readonly capture: Capture;
  readonly facts: readonly ImportFact[];
  readonly notes?: readonly ImportNote[];
  /** Of a text; absent for bytes. */
  readonly account?: Omit<ImportReport, 'facts'>;
}

const OF_BYTES: Omit<ImportReport, 'facts'> = {
  lines: { all: 0, understood: 0, unread: 0, empty: 0 },
  unread: [],
  unlisted: 0,
};

/** A capture and nothing else: the layout is the one that was given. */
export function imported({ capture, facts, notes = [], account = OF_BYTES }: Read, current?: LayoutDocument): Imported {
  return {
    document: current ?? emptyDocument(),
    notes: notes.slice(0, MOST_NOTES),
    part: 'nothing',
    capture,
    report: { facts, ...account },
  };
}

/** Lines of a text all of which was read. */
export function allLines(text: string): NonNullable<Read['account']> {
  const lines = text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  const empty = lines.filter((line) => line.trim() === '').length;
  return {
    lines: { all: lines.length, understood: lines.length - empty, unread: 0, empty },
    unread: [],
    unlisted: 0,
  };
}

/** How many entries there are of each type of an E820 table, and their bytes. */
export function typeFacts(entries: readonly (CapturedRange & { readonly type: number })[]): readonly ImportFact[] {
  const byType = new Map<number, { count: number; bytes: number }>();
  for (const { type, range } of entries) {
    const known = byType.get(type) ?? { count: 0, bytes: 0 };
    byType.set(type, { count: known.count + 1, bytes: known.bytes + size(range) });
  }
  const all: ImportFact = { what: entries.length === 1 ? 'entry' : 'entries', count: entries.length };
  return [
    all,
    ...[...byType].slice(0, 32).map(([type, sum]): ImportFact => ({ what: typeWords(type), ...sum, part: true })),
  ];
}

/** A file without a byte above 0x7f is a text to whoever opens it; it still has zeros. */
export const isRawFile = (text: string): boolean => text.length <= LONGEST_TEXT && text.includes('\0');

/** Bytes of a dump, or of a file that looked like text. */
export function bytesOf(
  text: string,
): Result<Dump | { readonly bytes: Uint8Array; readonly at?: undefined }, FormatError> {
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  return isRawFile(text) ? ok({ bytes: Uint8Array.from(utf8Bytes(text)) }) : readDump(text);
}

/** A complaint about bytes, with the place of the first in the text that they were printed in. */
export function placed(error: FormatError, text: string, at: readonly number[] | undefined): FormatError {
  const offset = error.offset === undefined ? undefined : (at?.[error.offset] ?? at?.at(-1));
  return offset === undefined ? error : { ...error, ...placeOf(text, offset) };
}

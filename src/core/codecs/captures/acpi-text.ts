/** A table out of what `acpidump` prints of all of them, or `iasl -d` of one. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { errorAt } from '../text-place';
import { readDump, type Dump } from './hex-dump';

/** `SRAT @ 0x000000007FFE2F5A`, above the bytes. */
const HEADING = /^[ \t]*([A-Z][A-Z0-9_]{3}) @ 0x[0-9a-f]{1,16}[ \t]*$/gim;
const RAW_DATA = /^Raw Table Data: Length (\d{1,7})\b.*$/m;
/** `[078h 0120 008h]  Base Address : 0000000100000000`; older versions print lengths without `h`. */
const FIELD = /^\[([0-9a-f]{1,6})h \d{1,8} +([0-9a-f]{1,3})(h?)\] +([^:\r\n]{1,80}?) : (\S.*)$/gim;
const IS_TEXT = /^(?:[ \t]*[A-Z][A-Z0-9_]{3} @ 0x[0-9a-f]{1,16}[ \t]*$|\[0{1,6}h 0{1,8} +0?0?4h?\] +Signature : ")/im;

export const isAcpiText = (text: string): boolean => IS_TEXT.test(text);

/** @param signature of the table that is wanted */
export function acpiTable(text: string, signature: string): Result<Dump, FormatError> {
  const headings = [...text.matchAll(HEADING)];
  if (headings.length > 0) return dumpedTable(text, headings, signature);
  const raw = RAW_DATA.exec(text);
  if (raw !== null) return section(text, raw.index + raw[0].length, text.length);
  return tableOfFields(text);
}

function dumpedTable(text: string, headings: readonly RegExpExecArray[], signature: string): Result<Dump, FormatError> {
  const index = headings.findIndex(([, name = '']) => name.toUpperCase() === signature);
  const found = headings[index];
  if (found === undefined) {
    const names = headings.slice(0, 12).map(([, name]) => name);
    return err(
      errorAt(text, headings[0]?.index ?? 0, 4, {
        code: 'acpi-text/no-table',
        message: `There is no ${signature} among these tables: ${names.join(', ')}.`,
        works: `acpidump -n ${signature}, on a machine with NUMA nodes`,
      }),
    );
  }
  return section(text, found.index + found[0].length, headings[index + 1]?.index ?? text.length);
}

/** The dump between two places; it ends at a blank line. */
function section(text: string, from: number, to: number): Result<Dump, FormatError> {
  const start = from + (/^\s*/.exec(text.slice(from, to))?.[0].length ?? 0);
  const blank = /\n[ \t]*\r?\n/.exec(text.slice(start, to));
  const end = blank === null ? to : start + blank.index;
  const lineStart = Math.max(text.lastIndexOf('\n', start) + 1, from);
  // All before it is blanked, so that places stay places of the whole text.
  return readDump(text.slice(0, lineStart).replace(/[^\r\n]/g, ' ') + text.slice(lineStart, end));
}

/** The table put together from the fields that a disassembly names, each with its offset and length. */
function tableOfFields(text: string): Result<Dump, FormatError> {
  const bytes: number[] = [];
  const at: number[] = [];
  for (const match of text.matchAll(FIELD)) {
    const [whole, offset = '', count = '', h = '', name = '', value = ''] = match;
    const start = Number.parseInt(offset, 16);
    const length = Number.parseInt(count, h === '' ? 10 : 16);
    const place = match.index + whole.length - value.length;
    const field = fieldBytes(value, length);
    if (start !== bytes.length || field === undefined) {
      return err(
        errorAt(text, match.index, whole.length, {
          code: 'acpi-text/field',
          message:
            start === bytes.length
              ? `“${name}” has ${length} bytes, and “${value.slice(0, 40)}” is no such number.`
              : `“${name}” is at byte ${start}, and ${bytes.length} bytes were read so far: something is missing above it.`,
          works: 'The whole of what iasl -d writes.',
        }),
      );
    }
    bytes.push(...field);
    at.push(...field.map(() => place));
  }
  return ok({ bytes: Uint8Array.from(bytes), at });
}

/** Text in quotes, a number, or bytes apart; the word in brackets behind it is a comment. */
function fieldBytes(value: string, length: number): readonly number[] | undefined {
  const quoted = /^"([^"]*)"/.exec(value)?.[1];
  if (quoted !== undefined) {
    if (quoted.length > length) return undefined;
    return Array.from({ length }, (_, index) => (index < quoted.length ? quoted.charCodeAt(index) % 256 : 0));
  }
  const digits = /^[0-9a-f]{2}(?: [0-9a-f]{2})+(?=\s|$)|^[0-9a-f]+/i.exec(value)?.[0] ?? '';
  const isApart = digits.includes(' ');
  const pairs = (digits.replaceAll(' ', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  if (pairs.length !== length) return undefined;
  return isApart ? pairs : pairs.toReversed();
}

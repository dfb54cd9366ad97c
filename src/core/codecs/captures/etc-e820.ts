/** The file `etc/e820` of a guest, as bytes or printed in any usual way. */
import { isNamedType } from '../../base/e820';
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedEntry } from '../../capture/capture';
import type { LayoutDocument } from '../../document/schema';
import { E820_ENTRY_BYTES } from '../../qemu/tables/e820';
import { readE820Blob } from '../e820-blob';
import type { FormatError, Imported, Importer } from '../format';
import { LONGEST_TEXT } from '../text-place';
import { allLines, bytesOf, imported, IS_CHECKED, isRawFile, placed, typeFacts, type Read } from './captured';
import { looksLikeDump } from './hex-dump';
import { isSratContent } from './srat';

const WHOLE_ENTRIES =
  'The whole file: entries of 20 bytes each, 8 of the base, 8 of the length, 4 of the type, the lowest byte first.';

/** How sure bytes look to be a table of 20-byte entries. */
function likeness(bytes: Uint8Array): number {
  if (bytes.length === 0 || isSratContent(bytes)) return 0;
  const whole = bytes.subarray(0, bytes.length - (bytes.length % E820_ENTRY_BYTES));
  const read = readE820Blob(whole.subarray(0, 64 * E820_ENTRY_BYTES));
  if (!read.ok || read.value.length === 0) return 0;
  const isPlausible = read.value.every(({ type }) => isNamedType(type));
  if (!isPlausible) return bytes.length % E820_ENTRY_BYTES === 0 ? 0.35 : 0;
  return whole.length === bytes.length ? 0.9 : 0.5;
}

function entriesOf(bytes: Uint8Array): Result<readonly CapturedEntry[], FormatError> {
  const read = readE820Blob(bytes);
  if (!read.ok) {
    const { error } = read;
    const message = `${bytes.length} bytes are no multiple of ${E820_ENTRY_BYTES}: ${error.message}.`;
    return err(error.code === 'e820/cut-entry' ? { ...error, message, works: WHOLE_ENTRIES } : error);
  }
  if (read.value.length === 0) {
    return err({
      code: 'e820/empty',
      message: 'The file is empty: no entry of 20 bytes.',
      works: 'The content of etc/e820, which has an entry at least.',
      offset: 0,
    });
  }
  return ok(
    read.value.map(({ base, length, type }, index) => ({
      ...capturedRange(base, base + length),
      type,
      offset: index * E820_ENTRY_BYTES,
    })),
  );
}

function outcome(bytes: Uint8Array, account: Read['account'], current?: LayoutDocument): Result<Imported, FormatError> {
  const entries = entriesOf(bytes);
  if (!entries.ok) return entries;
  const title = 'etc/e820 of the guest';
  const capture = { title, of: 'e820', stage: 'qemu', entries: entries.value, bytes } as const;
  const wrapped = entries.value.filter(({ claims }) => claims !== undefined);
  return ok(
    imported(
      {
        capture,
        facts: [...typeFacts(entries.value), { what: 'bytes', count: bytes.length }],
        notes: wrapped.map(({ offset }) => ({
          message: `The entry at byte ${offset} ends past the last address that a CPU can have.`,
        })),
        ...(account === undefined ? {} : { account }),
      },
      current,
    ),
  );
}

export const etcE820: Importer = {
  id: 'etc-e820',
  title: 'etc/e820 of a guest: the file, or its bytes as hex (xxd, hexdump -C, od -tx1, C array)',
  does: IS_CHECKED,
  example: '0000000000000000000000800000000001000000',

  sniff(text) {
    if (text.length > LONGEST_TEXT || !(isRawFile(text) || looksLikeDump(text))) return 0;
    const dump = bytesOf(text);
    // Nobody else reads dumps; what is wrong with it is worth saying.
    return dump.ok
      ? Math.max(likeness(dump.value.bytes), isRawFile(text) || isSratContent(dump.value.bytes) ? 0 : 0.35)
      : 0.32;
  },

  read(text, current) {
    const dump = bytesOf(text);
    if (!dump.ok) return dump;
    const { bytes, at } = dump.value;
    const read = outcome(bytes, at === undefined ? undefined : allLines(text), current);
    return read.ok ? read : err(placed(read.error, text, at));
  },

  binary: { sniff: likeness, read: (bytes, current) => outcome(bytes, undefined, current) },
};

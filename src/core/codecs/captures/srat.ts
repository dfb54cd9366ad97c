/** A System Resource Affinity Table: the file, its bytes printed, or what `acpidump` and `iasl -d` say of it. */
import { ByteWriter } from '../../base/bytes';
import { size } from '../../base/range';
import { err, ok, type Result } from '../../base/result';
import { capturedRange, type CapturedAffinity } from '../../capture/capture';
import type { LayoutDocument } from '../../document/schema';
import type { FormatError, Imported, ImportFact, Importer, ImportNote } from '../format';
import { readSratBlob, type SratBlob, type SratBlobEntry } from '../srat-blob';
import { LONGEST_TEXT, tooLong } from '../text-place';
import { bytesOf, imported, IS_CHECKED, isRawFile, placed, allLines, type Read } from './captured';
import { looksLikeDump, type Dump } from './hex-dump';
import { acpiTable, isAcpiText } from './acpi-text';

const HEADER_BYTES = 48;
/** Bytes of the structures of ACPI 6.5, 5.2.16, by type. */
const STRUCTURES: readonly (number | undefined)[] = [16, 40, 24, 18, undefined, 32, 32, 20];

const hasSignature = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && [0x53, 0x52, 0x41, 0x54].every((byte, index) => bytes[index] === byte);

/** Structures one behind the other from the first byte to the last, memory among them: a table without its header. */
function isBody(bytes: Uint8Array): boolean {
  let hasMemory = false;
  let at = 0;
  while (at < bytes.length) {
    const type = bytes[at] ?? 0;
    const length = bytes[at + 1];
    if (length === undefined || length !== STRUCTURES[type]) return false;
    hasMemory ||= type === 1;
    at += length;
  }
  return hasMemory && at === bytes.length;
}

export const isSratContent = (bytes: Uint8Array): boolean => hasSignature(bytes) || isBody(bytes);

/** A header, so that one reader does for both; its checksum says nothing then. */
function withHeader(body: Uint8Array): Uint8Array {
  const writer = new ByteWriter(HEADER_BYTES + body.length);
  return writer
    .ascii('SRAT')
    .u32(HEADER_BYTES + body.length)
    .u8(1)
    .zeros(HEADER_BYTES - 9)
    .bytes(body)
    .finish();
}

const isMemory = (entry: SratBlobEntry): entry is Extract<SratBlobEntry, { type: 'memory' }> => entry.type === 'memory';

function entriesOf(blob: SratBlob, shift: number): readonly CapturedAffinity[] {
  return blob.entries.filter(isMemory).map(({ node, base, length, flags, offset }) => ({
    ...capturedRange(base, base + length),
    node,
    flags,
    offset: offset - shift,
  }));
}

function factsOf(blob: SratBlob, entries: readonly CapturedAffinity[]): readonly ImportFact[] {
  const bytes = entries.reduce((sum, { range }) => sum + size(range), 0);
  const others = blob.entries.length - entries.length;
  return [
    { what: entries.length === 1 ? 'memory entry' : 'memory entries', count: entries.length, bytes },
    {
      what: 'proximity domains with memory',
      count: new Set(entries.filter(({ flags }) => flags > 0).map(({ node }) => node)).size,
    },
    { what: 'entries of CPUs and others, which are not compared one by one', count: others },
  ];
}

function checksumNote(bytes: Uint8Array, blob: SratBlob): readonly ImportNote[] {
  if (blob.checksumValid) return [];
  return [
    {
      message:
        bytes[9] === 0
          ? 'The checksum is still 0: this is the table as fw_cfg holds it, before the firmware fills that in.'
          : 'The checksum is wrong: all bytes together are not 0 modulo 256. The table was changed, or not captured as a whole.',
    },
  ];
}

function outcome(bytes: Uint8Array, account: Read['account'], current?: LayoutDocument): Result<Imported, FormatError> {
  const isWhole = hasSignature(bytes) || !isBody(bytes);
  const blob = readSratBlob(isWhole ? bytes : withHeader(bytes));
  if (!blob.ok) return blob;
  const entries = entriesOf(blob.value, isWhole ? 0 : HEADER_BYTES);
  const title = 'SRAT of the guest';
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return ok(
    imported(
      {
        capture: { title, of: 'srat', entries, ...(isWhole ? { bytes: bytes.slice(0, length) } : {}) },
        facts: factsOf(blob.value, entries),
        notes: isWhole
          ? checksumNote(bytes, blob.value)
          : [{ message: 'The table has no header, so no checksum either.' }],
        ...(account === undefined ? {} : { account }),
      },
      current,
    ),
  );
}

function likeness(bytes: Uint8Array): number {
  if (hasSignature(bytes)) return 0.95;
  return isBody(bytes) ? 0.85 : 0;
}

type Content = Dump | { readonly bytes: Uint8Array; readonly at?: undefined };

function contentOf(text: string): Result<Content, FormatError> {
  if (text.length > LONGEST_TEXT) return err(tooLong(text));
  return !isRawFile(text) && isAcpiText(text) ? acpiTable(text, 'SRAT') : bytesOf(text);
}

export const srat: Importer = {
  id: 'srat',
  title: 'SRAT of a guest: the table, its bytes as hex, or the text of acpidump or iasl -d',
  does: IS_CHECKED,
  example:
    '01 28 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00',

  sniff(text) {
    if (text.length > LONGEST_TEXT) return 0;
    if (!isRawFile(text) && isAcpiText(text)) return 0.95;
    if (!isRawFile(text) && !looksLikeDump(text)) return 0;
    const content = bytesOf(text);
    return content.ok ? likeness(content.value.bytes) : 0;
  },

  read(text, current) {
    const content = contentOf(text);
    if (!content.ok) return content;
    const { bytes, at } = content.value;
    const read = outcome(bytes, at === undefined ? undefined : allLines(text), current);
    return read.ok ? read : err(placed(read.error, text, at));
  },

  binary: { sniff: likeness, read: (bytes, current) => outcome(bytes, undefined, current) },
};

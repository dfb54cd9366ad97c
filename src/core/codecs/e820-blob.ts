/** Reads the bytes of `etc/e820` as anyone may have saved them. */
import { ByteReader } from '../base/bytes';
import { err, ok, type Result } from '../base/result';
import { E820_ENTRY_BYTES } from '../qemu/tables/e820';
import type { FormatError } from './format';

export interface E820BlobEntry {
  readonly base: bigint;
  readonly length: bigint;
  /** Raw type number; unknown ones stay as they are. */
  readonly type: number;
}

/** QEMU writes a handful; the bound keeps a saved disk image from becoming a table. */
const MOST_ENTRIES = 65_536;

/** Entries in file order. Ranges are not judged: overlaps, empty entries and ends past 2^64 are for the reader of the table to find. */
export function readE820Blob(bytes: Uint8Array): Result<readonly E820BlobEntry[], FormatError> {
  const count = Math.floor(bytes.length / E820_ENTRY_BYTES);
  const rest = bytes.length % E820_ENTRY_BYTES;
  if (rest !== 0) {
    return err({
      code: 'e820/cut-entry',
      message: `the last entry has ${rest} of its ${E820_ENTRY_BYTES} bytes`,
      works: `a whole number of ${E820_ENTRY_BYTES}-byte entries: 8 bytes base, 8 bytes length, 4 bytes type, little-endian`,
      offset: count * E820_ENTRY_BYTES,
      length: rest,
    });
  }
  if (count > MOST_ENTRIES) {
    return err({
      code: 'e820/too-long',
      message: `${count} entries; an E820 table has at most a few hundred`,
      works: `the content of etc/e820 alone, at most ${MOST_ENTRIES} entries`,
      offset: MOST_ENTRIES * E820_ENTRY_BYTES,
    });
  }
  const reader = new ByteReader(bytes);
  return ok(Array.from({ length: count }, () => ({ base: reader.u64(), length: reader.u64(), type: reader.u32() })));
}

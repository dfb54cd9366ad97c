/** Chunks of a PNG (PNG specification, third edition, section 5): a length, four letters, data, a checksum. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { crc32 } from './crc32';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum. */
const AROUND = 12;

export interface PngChunk {
  /** Four letters: `IHDR`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Where it ends in the file. */
  readonly end: number;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, index) => bytes[index] === byte);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const letters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const damaged = (message: string, offset: number): FormatError => ({
  code: 'picture/damaged',
  message,
  works: 'The PNG as physmap saved it; some programs rewrite pictures, or cut them, when they send them on.',
  offset,
});

/** All chunks up to the one that ends the picture. Their data is the file's, not a copy. */
export function readChunks(bytes: Uint8Array): Result<readonly PngChunk[], FormatError> {
  if (!isPng(bytes)) return err(damaged('This is no PNG: it does not begin as one.', 0));
  const view = viewOf(bytes);
  const chunks: PngChunk[] = [];
  let at: number = SIGNATURE.length;
  while (at + AROUND <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + AROUND + length;
    const type = letters(bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) {
      return err(
        damaged(
          `The PNG is cut: its chunk ${printable(type)} claims ${length} bytes, ${bytes.length - at - AROUND} are there.`,
          at,
        ),
      );
    }
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      return err(damaged(`The PNG is damaged: the checksum of its chunk ${printable(type)} is another one.`, at));
    }
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), end });
    if (type === 'IEND') return ok(chunks);
    at = end;
  }
  return err(damaged('The PNG is cut: its end is missing.', bytes.length));
}

const printable = (type: string): string => (/^[A-Za-z]{4}$/.test(type) ? type : 'of no name');

/** A chunk as it lies in a file. */
export function chunkBytes(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + AROUND);
  const view = viewOf(bytes);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index += 1) view.setUint8(4 + index, type.charCodeAt(index));
  bytes.set(data, 8);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, bytes.length - 4)));
  return bytes;
}

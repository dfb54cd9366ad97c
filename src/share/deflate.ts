/**
 * Raw deflate with a dictionary of links. fflate and not the platform's CompressionStream: engines and their versions compress
 * to different bytes, and one layout must give one link everywhere; the platform has no preset dictionary either.
 */
import { deflateSync, Inflate } from 'fflate';

/** Input pieces are small, so that output beyond the cap is noticed after at most 64 KiB × 1032 / 64 of work. */
const PIECE = 1024;

/** `mem` is stated because fflate would else compute it from a logarithm, whose last bit engines may differ in. */
export const deflate = (bytes: Uint8Array, dictionary: Uint8Array): Uint8Array =>
  deflateSync(bytes, { level: 9, mem: 6, dictionary });

export type Inflated =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: 'damaged' | 'too-large' };

/** Never gives more than `most` bytes, and stops soon after it would. */
export function inflate(bytes: Uint8Array, dictionary: Uint8Array, most: number): Inflated {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary }, (piece) => {
    length += piece.length;
    if (length <= most) pieces.push(piece);
  });
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      if (length > most) return { ok: false, reason: 'too-large' };
    }
  } catch {
    return { ok: false, reason: 'damaged' };
  }
  const all = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    all.set(piece, filled);
    filled += piece.length;
  }
  return { ok: true, bytes: all };
}

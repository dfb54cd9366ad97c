/** Bytes of a file, as captured and as planned. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../base/bytes';

export interface BytesSum {
  readonly length: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export interface BytesCheck {
  readonly guest: BytesSum;
  readonly plan: BytesSum;
  /** Offset; absent where there is no difference that counts. */
  readonly firstDifference?: number;
}

const sumOf = (bytes: Uint8Array): BytesSum => ({ length: bytes.length, sha256: toHex(sha256(bytes)) });

/** @param ignores offsets of bytes that are filled in later, by the firmware */
export function bytesCheck({
  guest,
  plan,
  ignores = [],
}: {
  readonly guest: Uint8Array;
  readonly plan: Uint8Array;
  readonly ignores?: readonly number[];
}): BytesCheck {
  const most = Math.max(guest.length, plan.length);
  let at = 0;
  while (at < most && (guest[at] === plan[at] || ignores.includes(at))) at += 1;
  return { guest: sumOf(guest), plan: sumOf(plan), ...(at < most ? { firstDifference: at } : {}) };
}

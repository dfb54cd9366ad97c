import type { Source } from '../core/codecs/format';

/**
 * What came from outside as a text, if it is one: UTF-8, or UTF-16 that says so, as some shells write what a program prints. Anything
 * else stays bytes; no text has zero bytes, though a table of them may well be UTF-8.
 */
export function sourceOf(bytes: Uint8Array): Source {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text !== '' && !text.includes('\0')) return { text };
  } catch {
    // No text, then.
  }
  return { bytes };
}

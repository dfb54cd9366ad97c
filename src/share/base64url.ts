/** Base64 in the alphabet that needs no escaping in a link, without padding (RFC 4648, section 5). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...ALPHABET].map((digit, value) => [digit.charCodeAt(0), value]));

const digit = (value: number): string => ALPHABET.charAt(value);

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    text += digit(a >> 2) + digit(((a & 3) << 4) | ((b ?? 0) >> 4));
    if (b !== undefined) text += digit(((b & 15) << 2) | ((c ?? 0) >> 6));
    if (c !== undefined) text += digit(c & 63);
  }
  return text;
}

/** The bytes, or nothing if the text has another character or a length that no bytes give. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let written = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = VALUES.get(text.charCodeAt(at));
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[written] = (bits >> held) & 255;
    written += 1;
  }
  return bytes;
}

import { toBase64url } from './base64url';

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * CRC-32 (ISO-HDLC) of ASCII text as six base64url digits. Every single changed character is caught for certain, since a CRC
 * catches every burst of up to 32 bits. Part of every link, so it never changes.
 */
export function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(at)) & 255] ?? 0);
  }
  const value = ~crc >>> 0;
  return toBase64url(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
}

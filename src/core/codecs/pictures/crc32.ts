/** The checksum of PNG chunks (PNG specification, third edition, annex D): CRC-32, ISO-HDLC. */

/* eslint-disable no-bitwise -- a CRC is a shift register; its 32 bits are all there is, and no address is near */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}
/* eslint-enable no-bitwise */

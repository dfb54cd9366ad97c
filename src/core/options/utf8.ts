/** The bytes of a text in UTF-8, which is what QEMU counts and hashes; core has no TextEncoder. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 + Math.floor(code / 0x40), continuation(code, 1));
    else if (code < 0x10000) {
      bytes.push(0xe0 + Math.floor(code / 0x1000), continuation(code, 0x40), continuation(code, 1));
    } else {
      const lead = 0xf0 + Math.floor(code / 0x40000);
      bytes.push(lead, continuation(code, 0x1000), continuation(code, 0x40), continuation(code, 1));
    }
  }
  return bytes;
}

const continuation = (code: number, unit: number): number => 0x80 + (Math.floor(code / unit) % 0x40);

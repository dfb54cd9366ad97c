/** Digits of an id, of which there are 36. */
const LENGTH = 16;
/** FNV-1a, 32 bits. */
const PRIME = 0x0100_0193;
const SEEDS = [0x811c_9dc5, 0x2b0e_c0de, 0x6a09_e667] as const;

/**
 * An id made of a text: the same for the same text wherever it is made. It keeps things apart that meet by chance, and is no proof
 * against somebody who looks for two texts with one id.
 */
export function fingerprint(text: string): string {
  const parts = SEEDS.map((seed) => {
    let hash: number = seed;
    for (let index = 0; index < text.length; index += 1) {
      // eslint-disable-next-line no-bitwise -- a hash mixes bits of 32-bit numbers, none of which is an address
      hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
    }
    // eslint-disable-next-line no-bitwise -- as above
    return (hash >>> 0).toString(36).padStart(7, '0');
  });
  return parts.join('').slice(-LENGTH);
}

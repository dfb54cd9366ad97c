import { utf8Bytes } from './utf8';

const SHIFTS = [0, 5, 10, 15, 20, 1, 6, 11, 16, 21, 2, 7, 12, 17, 22, 3, 8, 13, 18, 23, 4, 9, 14, 19];
const known = new Map<string, number>();

/**
 * The bucket in which QEMU's dictionary keeps a key; keys are visited by ascending bucket, so this decides which of several bad
 * properties is reported (qdict's tdb_hash; spec section 6.3).
 */
export function propertyOrder(name: string): number {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const bytes = utf8Bytes(name);
  let value = Math.imul(0x238f13af, bytes.length);
  bytes.forEach((byte, index) => {
    value += byte * 2 ** (SHIFTS[index % 24] ?? 0);
  });
  const bucket = modulo32(BigInt(Math.imul(1103515243, Number(modulo32(BigInt(value))))) + 12345n) % 512n;
  const order = Number(bucket);
  if (known.size < 4096) known.set(name, order);
  return order;
}

const modulo32 = (value: bigint): bigint => BigInt.asUintN(32, value);

/** Keys in the order in which QEMU visits them. Two keys of one bucket: the one inserted later comes first. */
export function inPropertyOrder(names: Iterable<string>): string[] {
  return [...names].reverse().sort((a, b) => propertyOrder(a) - propertyOrder(b));
}

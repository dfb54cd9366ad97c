/**
 * Hexadecimal digits in groups of four from the right, for drawing with gaps that are spacing and no characters.
 * @param value a whole number from 0 to 2^64 - 1
 */
export function hexGroups(value: number | bigint): readonly string[] {
  const digits = value.toString(16);
  const first = digits.length % 4 === 0 ? 4 : digits.length % 4;
  const groups = [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += 4) groups.push(digits.slice(at, at + 4));
  return groups;
}

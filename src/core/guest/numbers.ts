/** Numbers that the kernel gives: the lowest free one. */
export function lowestFree(taken: Iterable<number>): number {
  const known = new Set(taken);
  let number = 0;
  while (known.has(number)) number += 1;
  return number;
}

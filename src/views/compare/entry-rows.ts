/** The rows of what is compared line by line: what both have stands side by side, what one has alone stands alone. */

export interface PairedRow<T> {
  readonly before?: T;
  readonly after?: T;
  readonly isSame: boolean;
}

/** Beyond so many lines a side, lines are paired by what they are, whatever their order: the exact way would take long. */
const MOST_EXACT = 1500;

/** The longest row of lines that both have, in order, as pairs of indices. */
function commonLines(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const columns = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * columns);
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      const at = a * columns + b;
      lengths[at] =
        before[a] === after[b]
          ? (lengths[at + columns + 1] ?? 0) + 1
          : Math.max(lengths[at + columns] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let a = 0, b = 0; a < before.length && b < after.length;) {
    if (before[a] === after[b]) {
      pairs.push([a, b]);
      a += 1;
      b += 1;
    } else if ((lengths[(a + 1) * columns + b] ?? 0) >= (lengths[a * columns + b + 1] ?? 0)) a += 1;
    else b += 1;
  }
  return pairs;
}

/** Of very long tables: lines that are the same and come in the same order, found from the top. */
function linesInOrder(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const places = new Map(after.map((line, index) => [line, index]));
  const pairs: [number, number][] = [];
  let from = 0;
  before.forEach((line, index) => {
    const at = places.get(line);
    if (at === undefined || at < from) return;
    pairs.push([index, at]);
    from = at + 1;
  });
  return pairs;
}

/**
 * @param lineOf what makes two entries the same
 * @returns rows in the order of both; entries between two common ones stand beside each other, as far as there are as many
 */
export function pairedRows<T>(
  before: readonly T[],
  after: readonly T[],
  lineOf: (entry: T) => string,
): readonly PairedRow<T>[] {
  const [a, b] = [before.map(lineOf), after.map(lineOf)];
  const isLong = Math.max(a.length, b.length) > MOST_EXACT;
  const common = isLong ? linesInOrder(a, b) : commonLines(a, b);
  const rows: PairedRow<T>[] = [];
  let [nextA, nextB] = [0, 0];
  const differing = (toA: number, toB: number): void => {
    while (nextA < toA || nextB < toB) {
      const [first, second] = [nextA < toA ? before[nextA] : undefined, nextB < toB ? after[nextB] : undefined];
      rows.push({
        ...(first === undefined ? {} : { before: first }),
        ...(second === undefined ? {} : { after: second }),
        isSame: false,
      });
      nextA += 1;
      nextB += 1;
    }
    nextA = toA;
    nextB = toB;
  };
  for (const [atA, atB] of common) {
    differing(atA, atB);
    const [first, second] = [before[atA], after[atB]];
    if (first !== undefined && second !== undefined) rows.push({ before: first, after: second, isSame: true });
    nextA = atA + 1;
    nextB = atB + 1;
  }
  differing(before.length, after.length);
  return rows;
}

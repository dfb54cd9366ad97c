/**
 * The order in which QEMU walks the children of an object: that of a GLib hash table keyed by name (g_str_hash, GHashTable's
 * probing and growth; QEMU 11.1 with GLib 2.8x, reproduced from recorded runs). SRAT entries of NVDIMMs and generic initiators
 * come in this order.
 */

/** Largest prime below each table size from 8 on, as GLib's `prime_mod` lists them (glib/ghash.c). */
const MODULI = [
  7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573, 2097143,
];
const SMALLEST = 8;

interface Cell {
  readonly key: string;
  readonly hash: number;
}
type Table = (Cell | undefined)[];

/** `g_str_hash`: 33 h + c over signed bytes, in 32 bits. Values 0 and 1 mark free cells in the table, so they become 2. */
function stringHash(key: string): number {
  let hash = 5381;
  for (const byte of utf8(key)) hash = (hash * 33 + (byte > 127 ? byte - 256 : byte) + 2 ** 32) % 2 ** 32;
  return hash < 2 ? 2 : hash;
}

/** Core has no TextEncoder; names are short and almost always ASCII. */
function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 + Math.floor(code / 0x40), 0x80 + (code % 0x40));
    else if (code < 0x10000)
      bytes.push(0xe0 + Math.floor(code / 0x1000), 0x80 + (Math.floor(code / 0x40) % 0x40), 0x80 + (code % 0x40));
    else
      bytes.push(
        0xf0 + Math.floor(code / 0x40000),
        0x80 + (Math.floor(code / 0x1000) % 0x40),
        0x80 + (Math.floor(code / 0x40) % 0x40),
        0x80 + (code % 0x40),
      );
  }
  return bytes;
}

function firstCell(hash: number, size: number): number {
  const modulus = MODULI[Math.log2(size) - 3] ?? size - 1;
  return ((hash * 11) % 2 ** 32) % modulus;
}

/** The first cell on the probe path of `hash` that is not taken. The step grows by one at each try (quadratic probing). */
function probe(hash: number, size: number, taken: (index: number) => boolean): number {
  let index = firstCell(hash, size);
  for (let step = 1; taken(index); step += 1) index = (index + step) % size;
  return index;
}

/** GLib moves the entries within the same array, each evicting the one that is in its way. */
function grow(table: Table, entries: number): Table {
  const wanted = Math.floor(entries * 1.333);
  const size = Math.max(SMALLEST, 2 ** (Math.floor(Math.log2(wanted)) + 1));
  const grown: Table = [...table, ...new Array<undefined>(Math.max(0, size - table.length)).fill(undefined)];
  const settled = new Set<number>();
  for (let start = 0; start < table.length; start += 1) {
    let moving = settled.has(start) ? undefined : grown[start];
    if (moving !== undefined) grown[start] = undefined;
    while (moving !== undefined) {
      const target = probe(moving.hash, size, (index) => settled.has(index));
      settled.add(target);
      const evicted: Cell | undefined = grown[target];
      grown[target] = moving;
      moving = evicted;
    }
  }
  return grown;
}

/** `names` in the order in which QEMU visits them, given in the order in which they were added. Names are distinct. */
export function hashTableOrder(names: readonly string[]): readonly string[] {
  let table: Table = new Array<undefined>(SMALLEST).fill(undefined);
  let entries = 0;
  for (const key of names) {
    const hash = stringHash(key);
    const current = table;
    table[probe(hash, current.length, (index) => current[index] !== undefined)] = { key, hash };
    entries += 1;
    if (table.length <= entries + Math.floor(entries / 16)) table = grow(table, entries);
  }
  return table.flatMap((cell) => (cell === undefined ? [] : [cell.key]));
}

/**
 * Positions of `-device` devices in the order in which QEMU visits them: those with an id, then those without, which QEMU names
 * `device[0]`, `device[1]`, … Each group is a hash table of its own.
 *
 * @param ids id of each device in command-line order, undefined for none
 */
export function deviceOrder(ids: readonly (string | undefined)[]): readonly number[] {
  const named = new Map<string, number>();
  const anonymous = new Map<string, number>();
  ids.forEach((id, position) => {
    if (id === undefined) anonymous.set(`device[${anonymous.size}]`, position);
    else named.set(id, position);
  });
  return [named, anonymous].flatMap((group) =>
    hashTableOrder([...group.keys()]).flatMap((name) => {
      const position = group.get(name);
      return position === undefined ? [] : [position];
    }),
  );
}

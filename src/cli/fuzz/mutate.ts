/** Turns sound inputs into hostile ones. */
import type { Random } from '../random';

/** Longer than any of them, so that no run is about length alone. */
const LONGEST = 20_000;

/**
 * A seed with a few cuts, copies, splices and strange units in it, or nothing but strange units.
 *
 * @param strange draws one unit of no seed
 * @param tokens runs of units that readers treat specially
 */
export function mutated<T>(
  random: Random,
  seeds: readonly (readonly T[])[],
  strange: () => T,
  tokens: readonly (readonly T[])[],
): T[] {
  const seed = (): readonly T[] => seeds[random.below(seeds.length)] ?? [];
  if (random.chance(0.05)) return Array.from({ length: random.below(200) }, strange);
  const units = [...seed()];
  for (let changes = random.between(0, 6); changes > 0; changes -= 1) {
    const at = random.below(units.length + 1);
    const length = random.chance(0.7) ? random.below(8) : random.below(units.length + 1);
    switch (random.below(7)) {
      case 0:
        units[Math.min(at, Math.max(units.length - 1, 0))] = strange();
        break;
      case 1:
        units.splice(at, length);
        break;
      case 2:
        units.splice(at, 0, ...units.slice(at, at + length));
        break;
      case 3: {
        const other = seed();
        const from = random.below(other.length + 1);
        units.splice(at, random.below(4), ...other.slice(from, from + length));
        break;
      }
      case 4:
        units.splice(at, random.below(3), ...(tokens[random.below(tokens.length)] ?? []));
        break;
      case 5:
        units.length = at;
        break;
      default:
        units.splice(at, 0, ...Array.from({ length: random.below(4) }, strange));
    }
    if (units.length > LONGEST) units.length = LONGEST;
  }
  return units;
}

// prettier-ignore
const TOKENS = [
  '"', "'", '\\', '\\\n', ',', ',,', '=', '{', '}', '[', ']', ':', '\n', '\r\n', '\t', '\0', '-', '--', '#', '$', '`', '%', '.', '..',
  '-device', '-object', '-numa', '-m', 'null', 'true', '1e999', '-1', '0x', '0', '18446744073709551615', '18446744073709551616',
  '9007199254740993', '4294967296', 'NaN', '__proto__', 'constructor', 'toString', '"format":1', '{"a":', '[[[[[[[[', '\u2028', '\ufeff',
  'BIOS-e820: [mem 0x', '[gap 0x', ' ==> ', ' : ', '[\n', '==> 0/start <==', 'RANGE', ' usable', '0xffffffffffffffff', '=\n', '=3D', '> ', 'node 0 cpus:',
  'é', '\ud800', '💾', 'memory-backend-ram,id=a,size=1G', 'cpus=0-4294967295', 'nodeid=127', 'cxl-fmw.99999.size=1G', 'slots=256',
].map((text) => [...text]);

export function mutatedText(random: Random, seeds: readonly string[]): string {
  const strange = () => String.fromCharCode(random.chance(0.9) ? random.below(128) : random.below(65_536));
  const seed = seeds[random.below(seeds.length)] ?? '';
  const other = seeds[random.below(seeds.length)] ?? '';
  return mutated(random, [seed.split(''), other.split('')], strange, TOKENS).join('');
}

const BYTE_TOKENS = [
  [0],
  [255],
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [1, 40],
  [0, 16],
  [2, 24],
  [5, 32],
  [0x53, 0x52, 0x41, 0x54],
];

export function mutatedBytes(random: Random, seeds: readonly Uint8Array[]): Uint8Array {
  const seed = seeds[random.below(seeds.length)] ?? [];
  const other = seeds[random.below(seeds.length)] ?? [];
  return Uint8Array.from(mutated(random, [[...seed], [...other]], () => random.below(256), BYTE_TOKENS));
}

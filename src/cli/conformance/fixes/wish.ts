/** What `--fixes` is asked for. */
export interface FixesWish {
  readonly program: readonly string[];
  /** Refused configurations: half of them recorded ones, as far as there are so many, the rest random. */
  readonly count: number;
  readonly seed: number;
  /** One configuration of the run alone, by its number. */
  readonly only: number | undefined;
  /** Fixes of each that are put to QEMU, smallest change first. */
  readonly first: number;
}

const NAMES = ['--qemu', '--count', '--seed', '--only', '--first'];
const DEFAULTS = { count: 200, seed: 1, first: 3 } as const;

/** Reads the words behind `--fixes`, or says what is wrong with them. */
export function readFixesWish(words: readonly string[]): FixesWish | string {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = [words[index], words[index + 1]];
    if (!NAMES.includes(name)) return `conformance --fixes does not take ${name}`;
    if (value === undefined) return `${name} has no value`;
    given.set(name, value);
  }
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  const [count, seed, first] = [
    number('--count', DEFAULTS.count),
    number('--seed', DEFAULTS.seed),
    number('--first', DEFAULTS.first),
  ];
  const only = given.has('--only') ? number('--only', 0) : undefined;
  if (![count, seed, first, only ?? 0].every((value) => Number.isSafeInteger(value) && value >= 0))
    return 'a number is not a whole number';
  const program = (given.get('--qemu') ?? 'qemu-system-x86_64').split(/\s+/).filter((word) => word !== '');
  return { program, count, seed, only, first };
}

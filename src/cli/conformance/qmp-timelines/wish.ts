/** What `--qmp` is asked for. */
export interface QmpWish {
  readonly program: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** One timeline of the run alone, by its number. */
  readonly only: number | undefined;
}

const NAMES = ['--qemu', '--count', '--seed', '--only'];

/** Reads the words behind `--qmp`, or says what is wrong with them. */
export function readQmpWish(words: readonly string[]): QmpWish | string {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = [words[index], words[index + 1]];
    if (!NAMES.includes(name)) return `conformance --qmp does not take ${name}`;
    if (value === undefined) return `${name} has no value`;
    given.set(name, value);
  }
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  const only = given.has('--only') ? number('--only', 0) : undefined;
  const [count, seed] = [number('--count', 300), number('--seed', 1)];
  if (![count, seed, only ?? 0].every((value) => Number.isSafeInteger(value) && value >= 0))
    return 'a number is not a whole number';
  const program = (given.get('--qemu') ?? 'qemu-system-x86_64').split(/\s+/).filter((word) => word !== '');
  return { program, count, seed, only };
}

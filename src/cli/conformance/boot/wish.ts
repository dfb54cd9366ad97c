/** What `--boot` is asked for, and where its images are. */
import { findKernel, findOvmf, type OvmfImages } from './images';

export type FirmwareChoice = 'seabios' | 'ovmf';

export interface BootWish {
  readonly program: readonly string[];
  readonly count: number;
  readonly seed: number;
  /** One configuration of the run alone, by its number. */
  readonly only: number | undefined;
  /** Guests at the same time. */
  readonly jobs: number;
  /** Longest time for a guest, in milliseconds. */
  readonly timeLimit: number;
  readonly accelerator: string;
  /** As QEMU sees it; undefined: there is none, and SeaBIOS's own list is compared alone. */
  readonly kernel: string | undefined;
  readonly initrd: string | undefined;
  /** Another SeaBIOS than QEMU's own. */
  readonly seabios: string | undefined;
  readonly ovmf: OvmfImages | undefined;
  readonly firmwares: readonly FirmwareChoice[];
}

const NAMES = [
  '--qemu',
  '--count',
  '--seed',
  '--only',
  '--jobs',
  '--timeout',
  '--accel',
  '--kernel',
  '--initrd',
  '--seabios',
  '--ovmf',
  '--firmware',
];
const NONE = 'none';
const DEFAULTS = { count: 20, seed: 1, jobs: 1, timeout: 180 } as const;

/** Reads the words behind `--boot`, or says what is wrong with them. */
export function readBootWish(words: readonly string[]): BootWish | string {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = '', value] = [words[index], words[index + 1]];
    if (!NAMES.includes(name)) return `conformance --boot does not take ${name}`;
    if (value === undefined) return `${name} has no value`;
    given.set(name, value);
  }
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  const only = given.has('--only') ? number('--only', 0) : undefined;
  const [count, seed] = [number('--count', DEFAULTS.count), number('--seed', DEFAULTS.seed)];
  const [jobs, timeout] = [number('--jobs', DEFAULTS.jobs), number('--timeout', DEFAULTS.timeout)];
  if (![count, seed, jobs, timeout, only ?? 0].every((value) => Number.isSafeInteger(value) && value >= 0))
    return 'a number is not a whole number';
  const program = (given.get('--qemu') ?? 'qemu-system-x86_64').split(/\s+/).filter((word) => word !== '');
  const ovmf = chosenOvmf(given.get('--ovmf'), program);
  if (typeof ovmf === 'string') return ovmf;
  const firmware = given.get('--firmware');
  if (firmware !== undefined && firmware !== 'seabios' && firmware !== 'ovmf') {
    return `no firmware is called ${firmware}; there are seabios and ovmf`;
  }
  const kernel = given.get('--kernel') ?? findKernel(program);
  const hasKernel = kernel !== undefined && kernel !== NONE;
  return {
    program,
    count,
    seed,
    only,
    jobs: Math.max(1, jobs),
    timeLimit: timeout * 1000,
    accelerator: given.get('--accel') ?? 'tcg',
    kernel: hasKernel ? kernel : undefined,
    initrd: given.get('--initrd'),
    seabios: given.get('--seabios'),
    ovmf,
    firmwares: [
      ...(firmware === 'ovmf' ? [] : (['seabios'] as const)),
      ...(firmware === 'seabios' || ovmf === undefined || !hasKernel ? [] : (['ovmf'] as const)),
    ],
  };
}

function chosenOvmf(text: string | undefined, program: readonly string[]): OvmfImages | undefined | string {
  if (text === NONE) return undefined;
  if (text === undefined) return findOvmf(program);
  const [code = '', variables = ''] = text.split(',');
  return code === '' || variables === '' ? '--ovmf needs two files: CODE,VARS' : { code, variables };
}

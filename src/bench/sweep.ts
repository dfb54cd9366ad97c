/** core/space/sweep against qsort and one walk in C, on the same ranges, with the same answer. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RANKS, Sweeper, type RankedColumns } from '../core/space/sweep';
import { median, ms, print, timeRuns } from './figures';
import type { Place } from './place';

/** Ranges, and runs a round. */
const COUNTS = [
  [3_200, 101],
  [100_000, 9],
  [1_000_000, 3],
] as const;
const ROUNDS = 5;

interface Outcome {
  readonly medianMs: number;
  readonly pieces: number;
  readonly checksum: number;
}

/** Mulberry32: small, and the same ranges on every machine and in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Shape = (count: number) => RankedColumns;

const SHAPES: Readonly<Record<string, Shape>> = {
  /** In any order over 46 bits, to the byte, a few deep. */
  scattered(count) {
    const next = random(count);
    const span = 2 ** 46;
    const starts = Float64Array.from({ length: count }, () => Math.floor(next() * span));
    const ends = starts.map((start) => start + 1 + Math.floor((next() * 8 * span) / count));
    return { starts, ends, ranks: Uint8Array.from(starts, () => Math.floor(next() * RANKS)) };
  },
  /** Whole pages in address order, as firmware lists them. */
  ordered(count) {
    const next = random(count + 1);
    let at = 0;
    const starts = Float64Array.from({ length: count }, () => (at += 4096 * (1 + Math.floor(next() * 64))));
    const ends = starts.map((start) => start + 4096 * (1 + Math.floor(next() * 64)));
    return { starts, ends, ranks: Uint8Array.from(starts, () => Math.floor(next() * RANKS)) };
  },
  /** Each inside the one before: as many active at once as there are ranges. */
  nested(count) {
    const starts = Float64Array.from({ length: count }, (_, index) => index * 4096);
    const ends = starts.map((start) => 2 ** 46 - start);
    return { starts, ends, ranks: Uint8Array.from(starts, (_, index) => index % RANKS) };
  },
};

function checksum({ starts, ends, ranks }: RankedColumns): number {
  let hash = 2166136261;
  const mix = (word: number) => {
    hash = Math.imul(hash ^ word, 16777619);
  };
  starts.forEach((start, index) => {
    const end = ends[index] ?? 0;
    mix(Math.floor(start / 2 ** 32));
    mix(start % 2 ** 32);
    mix(Math.floor(end / 2 ** 32));
    mix(end % 2 ** 32);
    mix(ranks[index] ?? 0);
  });
  return hash >>> 0;
}

function measure(sweeper: Sweeper, input: RankedColumns, runs: number): Outcome {
  const medianMs = median(timeRuns(runs, () => sweeper.sweep(input)));
  const output = sweeper.sweep(input);
  return { medianMs, pieces: output.starts.length, checksum: checksum(output) };
}

/** The compiled baseline, or why there is none. */
function compile(root: string, folder: string): { readonly program: string } | { readonly skipped: string } {
  const program = join(folder, 'sweep-baseline');
  const run = spawnSync('cc', ['-O2', '-o', program, join(root, 'src/bench/sweep-baseline.c')], { encoding: 'utf8' });
  if (run.error !== undefined) return { skipped: `no C compiler: ${run.error.message}` };
  return run.status === 0 ? { program } : { skipped: `cc failed: ${run.stderr.trim()}` };
}

/** Writes the columns as the baseline reads them. */
function writeColumns(path: string, { starts, ends, ranks }: RankedColumns): void {
  const words = [starts, ends].map((column) => BigUint64Array.from(column, BigInt));
  const parts = [Uint32Array.of(starts.length, 0), ...words, ranks];
  writeFileSync(path, Buffer.concat(parts.map((part) => new Uint8Array(part.buffer))));
}

function measureBaseline(program: string, path: string, runs: number): Outcome {
  const [medianMs = 0, pieces = 0, sum = 0] = execFileSync(program, [path, String(runs)], { encoding: 'utf8' })
    .trim()
    .split(' ')
    .map(Number);
  return { medianMs, pieces, checksum: sum };
}

/** The middle one of several rounds by time; all have the same answer. */
const middle = (rounds: readonly Outcome[]): Outcome | undefined =>
  rounds.toSorted((a, b) => a.medianMs - b.medianMs)[Math.floor(rounds.length / 2)];

interface Line {
  readonly count: number;
  readonly ours: Outcome;
  readonly theirs?: Outcome;
}

/** All counts of one shape. They and both programs take turns, so that a busy machine slows all alike. */
function measureShape(sweeper: Sweeper, shape: Shape, folder: string, program?: string): readonly Line[] {
  const cases = COUNTS.map(([count, runs]) => {
    const input = shape(count);
    const path = join(folder, `ranges-${count}`);
    if (program !== undefined) writeColumns(path, input);
    // The first calls run before the compiler has seen what the ranges look like.
    timeRuns(3, () => sweeper.sweep(input));
    return { count, runs, input, path, ours: [] as Outcome[], theirs: [] as Outcome[] };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { input, runs, path, ours, theirs } of cases) {
      ours.push(measure(sweeper, input, runs));
      if (program !== undefined) theirs.push(measureBaseline(program, path, runs));
    }
  }
  return cases.flatMap(({ count, ours, theirs }) => {
    const [our, their] = [middle(ours), middle(theirs)];
    if (our === undefined) return [];
    return their === undefined ? [{ count, ours: our }] : [{ count, ours: our, theirs: their }];
  });
}

const agrees = ({ ours, theirs }: Line): boolean =>
  theirs === undefined || (ours.checksum === theirs.checksum && ours.pieces === theirs.pieces);

function describe(line: Line, before: Line | undefined): string {
  const { ours, theirs } = line;
  const growth = before === undefined ? '' : `, ${(ours.medianMs / before.ours.medianMs).toFixed(1)} x the line above`;
  const text = `${ms(ours.medianMs)}, ${ours.pieces} pieces${growth}`;
  if (theirs === undefined) return text;
  const ratio = (ours.medianMs / theirs.medianMs).toFixed(2);
  const verdict = agrees(line) ? 'same output' : `DIFFERENT OUTPUT (${theirs.pieces} pieces)`;
  return `${text}; C qsort + sweep ${ms(theirs.medianMs)}, ratio ${ratio}, ${verdict}`;
}

/** Prints medians and ratios; false if the two answers differ. */
export function benchSweep({ root }: Place): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'physmap-bench-'));
  try {
    const compiled = compile(root, folder);
    if ('skipped' in compiled) print(`sweep: comparison with C skipped, ${compiled.skipped}`);
    const sweeper = new Sweeper();
    let agree = true;
    for (const [name, shape] of Object.entries(SHAPES)) {
      const program = 'program' in compiled ? compiled.program : undefined;
      const lines = measureShape(sweeper, shape, folder, program);
      lines.forEach((line, index) => {
        print(`sweep ${name} ${line.count.toLocaleString('en')}: ${describe(line, lines[index - 1])}`);
      });
      agree &&= lines.every(agrees);
    }
    return agree;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

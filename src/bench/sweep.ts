/** core/space/sweep against qsort and one walk in C, on the same ranges, with the same answer. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RANKS, Sweeper, type RankedColumns } from '../core/space/sweep';
import { median, ms, print, timeRuns } from './figures';

const COUNTS = [
  [3_200, 200],
  [100_000, 31],
  [1_000_000, 9],
] as const;

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
  timeRuns(2, () => sweeper.sweep(input));
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

function measureBaseline(program: string, folder: string, input: RankedColumns, runs: number): Outcome {
  const path = join(folder, 'ranges');
  const count = Uint32Array.of(input.starts.length, 0);
  const words = [input.starts, input.ends].map((column) => BigUint64Array.from(column, BigInt));
  writeFileSync(path, Buffer.concat([count, ...words, input.ranks].map((part) => new Uint8Array(part.buffer))));
  const [medianMs = 0, pieces = 0, sum = 0] = execFileSync(program, [path, String(runs)], { encoding: 'utf8' })
    .trim()
    .split(' ')
    .map(Number);
  return { medianMs, pieces, checksum: sum };
}

/** Prints medians and ratios; false if the two answers differ. */
export function benchSweep(root: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'physmap-bench-'));
  try {
    const compiled = compile(root, folder);
    if ('skipped' in compiled) print(`sweep: comparison with C skipped, ${compiled.skipped}`);
    const sweeper = new Sweeper();
    let agree = true;
    for (const [name, shape] of Object.entries(SHAPES)) {
      let before: number | undefined;
      for (const [count, runs] of COUNTS) {
        const input = shape(count);
        const ours = measure(sweeper, input, runs);
        const growth = before === undefined ? '' : `, ${(ours.medianMs / before).toFixed(1)} x the line above`;
        before = ours.medianMs;
        let line = `sweep ${name} ${count.toLocaleString('en')}: ${ms(ours.medianMs)}, ${ours.pieces} pieces${growth}`;
        if ('program' in compiled) {
          const theirs = measureBaseline(compiled.program, folder, input, Math.min(runs, 31));
          const same = ours.checksum === theirs.checksum && ours.pieces === theirs.pieces;
          agree &&= same;
          line += `; C qsort + sweep ${ms(theirs.medianMs)}, ratio ${(ours.medianMs / theirs.medianMs).toFixed(2)}, `;
          line += same ? 'same output' : `DIFFERENT OUTPUT (${theirs.pieces} pieces)`;
        }
        print(line);
      }
    }
    return agree;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

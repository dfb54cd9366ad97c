/** Times and how to print them. */

/** The value below which `share` of all values lie; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds of each of `runs` calls. */
export function timeRuns(runs: number, work: () => void): readonly number[] {
  return Array.from({ length: runs }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
}

/** Milliseconds of processor time of each of `runs` calls: what else the machine does counts for nothing. */
export function cpuRuns(runs: number, work: () => void): readonly number[] {
  return Array.from({ length: runs }, () => {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
}

export const ms = (value: number): string => `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`;

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

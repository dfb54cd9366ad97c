/** How many requests of the headless interface one process answers: reading the line, planning, writing the answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from '../core/codecs/json-text';
import { readPredictRequest } from '../core/codecs/predict-request';
import { predict } from '../core/codecs/prediction';
import { median, print, quantile } from './figures';
import type { Place } from './place';

const RECORDED = ['recorded.json', 'recorded-more.json'];
const ROUNDS = 9;

function answer(line: string): string {
  const request = readPredictRequest(line);
  if (!request.ok) throw new Error(`a recorded case is not a request: ${request.error}`);
  return jsonText(predict(request.value, request.value.args ?? []), 0);
}

interface Case {
  readonly id: string;
  readonly line: string;
  readonly times: number[];
}

function recordedCases(root: string): readonly Case[] {
  return RECORDED.flatMap((name) => {
    const cases: unknown = JSON.parse(readFileSync(join(root, 'src/fixtures/qemu-11.1', name), 'utf8'));
    if (!Array.isArray(cases)) throw new Error(`${name} is not a list of cases`);
    return cases.map(({ id, args }: { id: string; args: readonly string[] }) => ({
      id,
      line: JSON.stringify({ id, args }),
      times: [],
    }));
  });
}

const us = (milliseconds: number): string => `${(milliseconds * 1000).toFixed(0)} µs`;

/** Every recorded case once a round, after one round to warm up. */
export function benchPredict({ root }: Place): boolean {
  const cases = recordedCases(root);
  for (const { line } of cases) answer(line);
  const cpuBefore = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { line, times } of cases) {
      const begin = performance.now();
      answer(line);
      times.push(performance.now() - begin);
    }
  }
  const cpu = process.cpuUsage(cpuBefore);
  const perCpuSecond = (cases.length * ROUNDS * 1e6) / (cpu.user + cpu.system);
  // The middle of a case's rounds leaves out what the rest of the machine did.
  const middles = cases.map(({ times }) => median(times));
  const mean = middles.reduce((sum, time) => sum + time, 0) / middles.length;
  const slowest = cases
    .toSorted((a, b) => median(b.times) - median(a.times))
    .slice(0, 3)
    .map(({ id, times }) => `${id} ${us(median(times))}`);
  const rate = (value: number): string => Math.round(value).toLocaleString('en');
  print(
    `predict: ${rate(1000 / median(middles))} ordinary requests a second, by the median of ${cases.length} recorded cases`,
  );
  print(`predict: ${rate(1000 / mean)} a second over all of them, ${rate(perCpuSecond)} a second of processor time`);
  print(`predict: 99th percentile ${us(quantile(middles, 0.99))}; slowest: ${slowest.join(', ')}`);
  return true;
}

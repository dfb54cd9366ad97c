/** Random command lines: rich ones that mostly start, and some of them spoilt. */
import type { Random } from '../random';
import { randomDevices } from './device-options';
import {
  randomCpu,
  randomDefault,
  randomHole,
  randomMachine,
  randomMemory,
  sizeText,
  type MemoryChoice,
} from './machine-options';
import { respelt } from './respell';
import { spoil } from './spoil';
import { randomNuma, randomSmp } from './topology-options';

/** More than this is never left to the host: RAM then comes from a backend that reserves nothing. */
const MOST_PLAIN_RAM = 16 * 2 ** 30;

/** An option with its argument. */
export type Pair = readonly [name: string, value: string];

export function randomConfiguration(random: Random): readonly string[] {
  random.careless = random.chance(0.25);
  const machine = randomMachine(random);
  const memory = randomMemory(random, machine.family);
  const smp = randomSmp(random, machine.family);
  const numa = randomNuma(random, machine, memory, smp.maxcpus);
  const devices = randomDevices(random, machine, memory, Math.max(numa.nodes, memory.maxmem === undefined ? 0 : 1));
  const properties = [...machine.properties];
  const objects = [...numa.objects, ...devices.objects];
  if (numa.nodes === 0 && (memory.size > MOST_PLAIN_RAM || random.chance(0.1))) {
    properties.push('memory-backend=boot');
    objects.push(`memory-backend-ram,id=boot,size=${Math.ceil(memory.size / 8192) * 8192},reserve=off`);
  }
  const pairs: Pair[] = [
    ...(machine.type === 'pc' && properties.length === 0 && random.chance(0.5)
      ? []
      : [[random.chance(0.9) ? '-machine' : '-M', [machine.type, ...random.shuffled(properties)].join(',')] as const]),
    ...memoryPairs(random, memory),
    ...inPairs(randomCpu(random, memory.size > 900 * 2 ** 30 || (memory.maxmem ?? 0) > 900 * 2 ** 30)),
    ...inPairs(randomHole(random)),
    ...inPairs(randomDefault(random)),
    ...inPairs(smp.words),
    ...objects.map((text) => ['-object', text] as const),
    ...numa.options.map((text) => ['-numa', text] as const),
    ...interleaved(random, devices.devices, devices.affinities),
  ];
  const ordered = random.chance(0.06) ? mixed(random, pairs) : pairs;
  const asked = random.chance(0.4) ? respelt(random, ordered) : ordered;
  return (random.chance(0.15) ? spoil(random, asked) : asked).flat();
}

function memoryPairs(random: Random, { size, slots, maxmem }: MemoryChoice): Pair[] {
  const parts = [sizeText(random, size)];
  // A bare number is MiB here and bytes everywhere else.
  if (/\d$/.test(parts[0] ?? '')) parts[0] = `${size}B`;
  if (slots !== undefined) parts.push(`slots=${slots}`);
  if (maxmem !== undefined) parts.push(`maxmem=${sizeText(random, maxmem)}`);
  if (parts.length > 1 && random.chance(0.1)) return [['-m', parts[0] ?? ''], ['-m', parts.slice(1).join(',')]]; // prettier-ignore
  return [['-m', parts.join(',')]];
}

function inPairs(words: readonly string[]): Pair[] {
  const [name, value] = words;
  return name === undefined || value === undefined ? [] : [[name, value]];
}

/** Objects may stand before or behind the devices that they name. */
function interleaved(random: Random, devices: readonly string[], objects: readonly string[]): Pair[] {
  const all: Pair[] = devices.map((text) => ['-device', text] as const);
  for (const text of objects) all.splice(random.below(all.length + 1), 0, ['-object', text]);
  return all;
}

/** Options of different names may stand in any order; those of one name keep theirs, since it decides. */
function mixed(random: Random, pairs: readonly Pair[]): Pair[] {
  const names = random.shuffled(pairs.map(([name]) => name));
  const queues = new Map<string, Pair[]>();
  for (const pair of pairs) queues.set(pair[0], [...(queues.get(pair[0]) ?? []), pair]);
  return names.flatMap((name) => {
    const next = queues.get(name)?.shift();
    return next ? [next] : [];
  });
}

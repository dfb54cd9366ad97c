/** Random CPU topologies and NUMA nodes. */
import type { Random } from '../random';
import { hmatOptions } from './hmat-options';
import { sizeText, type MachineChoice, type MemoryChoice } from './machine-options';

const KiB = 1024;
const MiB = KiB * 1024;

export interface SmpChoice {
  readonly words: readonly string[];
  readonly maxcpus: number;
}

export function randomSmp(random: Random, family: string): SmpChoice {
  if (random.chance(0.4) || (family === 'isapc' && !random.odd(0.3))) return { words: [], maxcpus: 1 };
  const many = random.chance(0.06);
  if (random.chance(0.5)) {
    const most = family === 'q35' ? 288 : 255;
    const cpus = many
      ? Math.min(random.pick([64, 254, 255, 256, 257, 288]), random.odd(0.3) ? 300 : most)
      : random.between(1, 12);
    const more = random.chance(0.3) && !many ? cpus + random.between(0, 6) : cpus;
    return { words: ['-smp', more === cpus ? String(cpus) : `${cpus},maxcpus=${more}`], maxcpus: more };
  }
  return randomTopology(random, family, many);
}

function randomTopology(random: Random, family: string, many: boolean): SmpChoice {
  const layered = family !== 'microvm' || random.odd(0.3);
  const counts = {
    sockets: random.between(1, 4),
    dies: layered && random.chance(0.2) ? random.between(1, 3) : 1,
    modules: layered && random.chance(0.15) ? random.between(1, 3) : 1,
    cores: random.between(1, many ? 24 : 5),
    threads: random.between(1, many ? 2 : 3),
  };
  const product = Object.values(counts).reduce((all, count) => all * count, 1);
  const given = Object.entries(counts).filter(([, count]) => count > 1 || random.chance(0.4));
  const topology = given.map(([name, count]) => `${name}=${count}`);
  if (random.odd(0.1)) topology.pop();
  const maxcpus = random.odd(0.05) ? product + 1 : product;
  const cpus = random.chance(0.5) ? maxcpus : random.between(1, maxcpus);
  const names = random.chance(0.2) ? `cpus=${cpus}` : `${cpus}`;
  // With every count that is not 1 given, maxcpus follows from cpus alone only where both are the same.
  const withMax = cpus !== maxcpus || random.chance(0.5);
  return { words: ['-smp', [names, ...(withMax ? [`maxcpus=${maxcpus}`] : []), ...topology].join(',')], maxcpus };
}

export interface NumaChoice {
  /** Objects that the nodes use. */
  readonly objects: readonly string[];
  readonly options: readonly string[];
  readonly nodes: number;
}

/** `count` parts of `total` bytes, most of them multiples of 8 KiB. */
function split(random: Random, total: number, count: number): number[] {
  const parts: number[] = [];
  let left = total;
  for (let index = 1; index < count; index += 1) {
    const unit = random.pick([8 * KiB, MiB, MiB, 4 * KiB]);
    const part = Math.max(unit, Math.floor((left * random.next()) / (count - index + 1) / unit) * unit);
    if (part >= left) break;
    parts.push(part);
    left -= part;
  }
  return [...parts, left];
}

export function randomNuma(random: Random, machine: MachineChoice, memory: MemoryChoice, maxcpus: number): NumaChoice {
  const ram = random.odd(0.1) ? memory.size : Math.ceil(memory.size / 8192) * 8192;
  if (random.chance(0.4)) return { objects: [], options: [], nodes: 0 };
  const withMemory = split(random, ram, random.pick([1, 1, 2, 2, 3, 4]));
  const objects = withMemory.map(
    (size, index) => `memory-backend-ram,id=n${index},size=${sizeText(random, size)},reserve=off`,
  );
  const nodes = withMemory.length + (random.chance(0.35) ? random.between(1, 3) : 0);
  const explicit = random.chance(0.5);
  const spread = random.chance(machine.hmat ? 0.8 : 0.5);
  // The first nodes have the CPUs, the others none.
  const homes = spread ? random.between(1, Math.min(nodes, maxcpus)) : 0;
  const ids = Array.from({ length: nodes }, (_, id) => id);
  const options = (explicit ? random.shuffled(ids) : ids).map((node) =>
    [
      'node',
      ...(explicit ? [`nodeid=${node}`] : []),
      ...(node < withMemory.length ? [`memdev=n${node}`] : []),
      ...(node < homes ? [cpusOf(node, homes, maxcpus)] : []),
      ...(machine.hmat && homes > 0 && node >= homes && random.chance(0.5)
        ? [`initiator=${random.below(random.odd(0.2) ? nodes : homes)}`]
        : []),
    ].join(','),
  );
  if (!spread && random.chance(0.15)) options.push(...cpuAssignments(random, nodes));
  if (nodes > 1 && random.chance(0.35)) options.push(...distances(random, nodes));
  if (machine.hmat && (homes > 0 || random.odd(0.3))) options.push(...hmatOptions(random, nodes, Math.max(homes, 1)));
  return { objects, options, nodes };
}

/** An even share of the CPUs, without overlap. */
function cpusOf(node: number, homes: number, maxcpus: number): string {
  const first = Math.floor((node * maxcpus) / homes);
  const last = Math.floor(((node + 1) * maxcpus) / homes) - 1;
  return first === last ? `cpus=${first}` : `cpus=${first}-${last}`;
}

function cpuAssignments(random: Random, nodes: number): string[] {
  const sockets = random.odd(0.5) ? random.between(1, 3) : 1;
  return Array.from({ length: sockets }, (_, socket) => `cpu,node-id=${random.below(nodes)},socket-id=${socket}`);
}

function distances(random: Random, nodes: number): string[] {
  const options: string[] = [];
  const both = random.chance(0.3);
  for (let src = 0; src < nodes; src += 1) {
    for (let dst = src + 1; dst < nodes; dst += 1) {
      options.push(`dist,src=${src},dst=${dst},val=${random.between(11, 60)}`);
      if (both) options.push(`dist,src=${dst},dst=${src},val=${random.between(11, 60)}`);
    }
    if (random.chance(0.1)) options.push(`dist,src=${src},dst=${src},val=10`);
  }
  if (random.odd(0.2)) options.pop();
  return random.shuffled(options);
}

/** Random latencies, bandwidths and memory-side caches. */
import type { Random } from '../random';

const HIERARCHIES = ['memory', 'memory', 'first-level', 'second-level', 'third-level'] as const;
const LATENCIES = ['access-latency', 'read-latency', 'write-latency'] as const;
const BANDWIDTHS = ['access-bandwidth', 'read-bandwidth', 'write-bandwidth'] as const;

/** @param homes how many of the first nodes have CPUs */
export function hmatOptions(random: Random, nodes: number, homes: number): string[] {
  const options: string[] = [];
  const known = { latency: new Set<number>(), bandwidth: new Set<number>() };
  const drawn = new Set<string>();
  for (let kinds = random.below(4); kinds > 0; kinds -= 1) {
    const what = random.pick(['latency', 'bandwidth'] as const);
    const type = what === 'latency' ? random.pick(LATENCIES) : random.pick(BANDWIDTHS);
    const hierarchy = random.pick(HIERARCHIES);
    if (drawn.has(`${hierarchy} ${type}`) && !random.odd(0.3)) continue;
    drawn.add(`${hierarchy} ${type}`);
    for (let target = 0; target < nodes; target += 1) {
      for (let from = 0; from < homes; from += 1) {
        if (random.chance(0.3)) continue;
        known[what].add(target);
        options.push(
          `hmat-lb,initiator=${from},target=${target},hierarchy=${hierarchy},data-type=${type},${what}=${amount(random, what)}`,
        );
      }
    }
  }
  for (let node = 0; node < nodes; node += 1) {
    const ready = known.latency.has(node) && known.bandwidth.has(node);
    if ((ready || random.odd(0.2)) && random.chance(0.6)) options.push(...caches(random, node));
  }
  return options;
}

function amount(random: Random, what: 'latency' | 'bandwidth'): string {
  if (what === 'latency') return String(random.pick([0, 5, 10, 20, 100, 130, 1000, random.odd(0.3) ? 700_001 : 65]));
  return random.pick(['0', '100M', '200M', '1G', '10G', '7M', '1M', random.odd(0.3) ? '1500K' : '30G']);
}

function caches(random: Random, node: number): string[] {
  const levels = random.between(1, 3);
  let size = 10;
  return Array.from({ length: levels }, (_, index) => {
    size *= random.pick([2, 8]);
    const associativity = random.pick(['none', 'direct', 'complex']);
    const policy = random.pick(['none', 'write-back', 'write-through']);
    const size64 = random.odd(0.1) ? 1 : size;
    return `hmat-cache,node-id=${node},size=${size64}K,level=${index + 1},associativity=${associativity},policy=${policy},line=${random.pick([0, 8, 64])}`;
  });
}

import type { Topology } from '../machine';

/** How many values a packed field that tells `count` things apart takes: the next power of two. */
function fieldValues(count: number): number {
  let values = 1;
  while (values < count) values *= 2;
  return values;
}

/**
 * APIC ids of all possible CPUs in index order (QEMU x86_apicid_from_cpu_idx; spec: qemu-11.1 §7.1): packed fields for thread,
 * core, module, die and socket, each just wide enough. Indices count threads fastest.
 */
export function apicIds({ maxcpus, dies, modules, cores, threads }: Topology): readonly number[] {
  const counts = [threads, cores, modules, dies].map((count) => Math.max(count, 1));
  const ids: number[] = [];
  for (let index = 0; index < maxcpus; index += 1) {
    let rest = index;
    let id = 0;
    let weight = 1;
    for (const count of counts) {
      id += (rest % count) * weight;
      rest = Math.floor(rest / count);
      weight *= fieldValues(count);
    }
    ids.push(id + rest * weight);
  }
  return ids;
}

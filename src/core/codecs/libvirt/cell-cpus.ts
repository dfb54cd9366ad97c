/** CPUs of each node by number, as `<cell cpus=…>` has them. */
import type { LayoutDocument } from '../../document/schema';
import type { IndexRange } from './domain';
import { joined } from './reading';

/** Most CPUs of a machine. */
const MOST = 4096;

/**
 * As the nodes name them; by `-numa cpu` where that is used; else by socket in turn, as QEMU spreads them
 * (x86_get_default_cpu_node_id).
 */
export function cellCpus(document: LayoutDocument, nodes: number): readonly (readonly IndexRange[])[] {
  const { smp, cpuAssignments } = document;
  const { cpus = 1, maxcpus = cpus, threads = 1, cores, dies = 1, modules = 1, sockets } = smp;
  const most = Math.min(maxcpus, MOST);
  const lists = Array.from({ length: nodes }, (): IndexRange[] => []);
  if (document.nodes.some((node) => (node.cpus ?? []).length > 0)) {
    for (const node of document.nodes) lists[node.id]?.push(...(node.cpus ?? []));
    return lists.map(joined);
  }
  const single = sockets === undefined && prefersSockets(document.machine.version) ? 1 : undefined;
  const perCluster = Math.max(1, cores ?? single ?? Math.ceil(most / ((sockets ?? 1) * dies * modules * threads)));
  const perSocket = perCluster * threads * dies * modules;
  for (let cpu = 0; cpu < most; cpu += 1) {
    const socket = Math.floor(cpu / perSocket);
    const die = Math.floor(cpu / (perCluster * threads * modules)) % dies;
    const core = Math.floor(cpu / threads) % perCluster;
    const thread = cpu % threads;
    const assigned = cpuAssignments.find(
      (place) =>
        (place.socket ?? socket) === socket &&
        (place.die ?? die) === die &&
        (place.core ?? core) === core &&
        (place.thread ?? thread) === thread,
    );
    const node = cpuAssignments.length > 0 ? assigned?.node : socket % Math.max(1, document.nodes.length);
    if (node !== undefined) lists[node]?.push({ first: cpu, last: cpu });
  }
  return lists.map(joined);
}

/** Machine types before 6.2 make sockets of CPUs that nobody has placed. */
const prefersSockets = (version = '11.1'): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 6 || (major === 6 && minor < 2);
};

import type { OwnPage } from '../rule-page';

export const nodeWithoutMemory: OwnPage = {
  code: 'numa/cpus-without-memory',
  severity: 'info',
  title: 'CPUs on a node without RAM',
  what: 'A node has CPUs and no RAM.',
  why: 'Its CPUs get all their memory from another node. SPM on the node does not count: it is for a driver until kmem gives it to the kernel.',
  works: 'RAM on each node with CPUs, or the CPUs on a node that has some.',
  sources: [{ project: 'linux', version: '7.2', place: 'arch/x86/mm/numa.c, init_cpu_to_node' }],
};

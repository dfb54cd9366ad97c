import { GiB } from '../../base/addr';
import { sample } from './sample';

const STACKS = [1, 2, 3, 4];

/** Four stacks of high-bandwidth memory beside 64 GiB of RAM. */
export const fourApu = sample(
  'four-apu',
  'Four APUs, 128 GiB HBM each as SPM',
  'Each stack is a node of its own and soft reserved in E820, so that its driver claims it and the kernel does not.',
  {
    machine: { type: 'q35' },
    cpu: { model: 'EPYC', physBits: 48 },
    memory: { size: 64 * GiB, slots: 4, maxmem: 576 * GiB },
    backends: [
      { id: 'r0', type: 'ram', size: 64 * GiB },
      ...STACKS.map((stack) => ({ id: `hbm${stack}`, type: 'ram' as const, size: 128 * GiB })),
    ],
    nodes: [{ id: 0, memdev: 'r0' }, ...STACKS.map((id) => ({ id }))],
    devices: STACKS.map((stack) => ({ kind: 'sp-mem' as const, id: `sp${stack}`, memdev: `hbm${stack}`, node: stack })),
  },
);

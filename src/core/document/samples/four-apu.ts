import { GiB } from '../../base/addr';
import { fourApuHost } from '../hosts/four-apu';
import { sample } from './sample';

const STACKS = [1, 2, 3, 4];
const HBM = 128 * GiB;
const hostStart = (stack: number): number =>
  fourApuHost.host.ranges.find(({ title }) => title === `HBM ${stack - 1}`)?.start ?? 0;

/** Four stacks of high-bandwidth memory beside 64 GiB of RAM. */
export const fourApu = sample(
  {
    id: 'four-apu',
    title: 'Four APUs, 128 GiB HBM each as SPM',
    note: 'Each stack is a node of its own and soft reserved in E820, so that its driver claims it and the kernel does not.',
    source: 'Sizes: https://hpc.llnl.gov/node/1244. That firmware reserves the HBM, and where, is assumed.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'EPYC', physBits: 48 },
    memory: { size: 64 * GiB, slots: 4, maxmem: 576 * GiB },
    backends: [
      { id: 'r0', type: 'ram', size: 64 * GiB },
      ...STACKS.map((stack) => ({
        id: `hbm${stack}`,
        type: 'ram' as const,
        size: HBM,
        host: [{ start: hostStart(stack), size: HBM }],
      })),
    ],
    nodes: [{ id: 0, memdev: 'r0' }, ...STACKS.map((id) => ({ id }))],
    devices: STACKS.map((stack) => ({ kind: 'sp-mem' as const, id: `sp${stack}`, memdev: `hbm${stack}`, node: stack })),
    host: fourApuHost.host,
    boot: { firmware: 'ovmf', kernel: '7.2' },
  },
);

import { GiB } from '../../base/addr';
import { sample } from './sample';

const GPUS = [1, 2, 3, 4, 5, 6, 7, 8];

export const eightGpuSpm = sample(
  {
    id: 'eight-gpu-spm',
    title: 'Eight GPUs, 192 GiB each as SPM',
    note: 'Two CPU nodes and eight GPU nodes: 1.75 TiB in all, so the HyperTransport rule moves RAM above 4 GiB to 1 TiB.',
    source: 'A model; 192 GB each is what AMD states for the MI300X.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'EPYC', physBits: 48 },
    smp: { cpus: 32, sockets: 2, cores: 16, threads: 1 },
    memory: { size: 256 * GiB, maxmem: (256 + 8 * 192) * GiB },
    backends: [
      { id: 'r0', type: 'ram', size: 128 * GiB },
      { id: 'r1', type: 'ram', size: 128 * GiB },
      ...GPUS.map((gpu) => ({ id: `hbm${gpu}`, type: 'ram' as const, size: 192 * GiB })),
    ],
    nodes: [
      { id: 0, memdev: 'r0', cpus: [{ first: 0, last: 15 }] },
      { id: 1, memdev: 'r1', cpus: [{ first: 16, last: 31 }] },
      ...GPUS.map((gpu) => ({ id: gpu + 1 })),
    ],
    devices: GPUS.map((gpu) => ({ kind: 'sp-mem' as const, id: `sp${gpu}`, memdev: `hbm${gpu}`, node: gpu + 1 })),
    boot: { firmware: 'ovmf', kernel: '7.2' },
  },
);

import { GiB, MiB } from '../../base/addr';
import { hostPreset } from './host-preset';

const LPDDR = 490_037 * MiB;
const HBM = 97_280 * MiB;
const EMPTY = [2, 3, 4, 5, 6, 7, 8];

export const cpuGpuModuleHost = hostPreset(
  {
    id: 'cpu-gpu-module',
    title: 'Coherent CPU-GPU module',
    note: 'No E820 at all (arm64): the GPU’s HBM appears as node 1 once its driver has added it; seven more nodes stay empty.',
    source:
      'Nodes and sizes: numactl -H of a Grace Hopper, https://lkml.kernel.org/r/20250106120659.359610-2-bfaccini@nvidia.com. The log has no addresses: those here are assumed.',
  },
  {
    resources: [
      { start: 2 * GiB, size: LPDDR, name: 'System RAM', depth: 0 },
      { start: 4096 * GiB, size: HBM, name: 'System RAM (NVIDIA)', depth: 0 },
    ],
    nodes: [
      { id: 0, size: LPDDR, cpus: '0-71' },
      { id: 1, size: HBM, cpus: '' },
      ...EMPTY.map((id) => ({ id, size: 0, cpus: '' })),
    ],
  },
);

import { GiB } from '../../base/addr';
import { cpuGpuModuleHost } from '../hosts/cpu-gpu-module';
import { sample } from './sample';

/** Nodes that the GPU's driver fills with its memory as it is cut in instances. */
const GPU_NODES = [1, 2, 3, 4, 5, 6, 7, 8];

export const cpuGpuModule = sample(
  {
    id: 'cpu-gpu-module',
    title: 'Coherent CPU-GPU module',
    note: 'One node with CPUs and eight without CPUs and memory: the GPU’s driver adds its HBM to them later, so no table lists it.',
    source:
      'Nodes: https://lkml.kernel.org/r/20250106120659.359610-2-bfaccini@nvidia.com. A model on q35, since the module is arm64.',
  },
  {
    machine: { type: 'q35', pciHole64Size: 256 * GiB },
    cpu: { model: 'SapphireRapids', physBits: 46 },
    smp: { cpus: 16 },
    memory: { size: 128 * GiB },
    backends: [{ id: 'lpddr', type: 'ram', size: 128 * GiB }],
    nodes: [{ id: 0, memdev: 'lpddr', cpus: [{ first: 0, last: 15 }] }, ...GPU_NODES.map((id) => ({ id }))],
    objects: GPU_NODES.map((node) => ({
      type: 'acpi-generic-initiator',
      id: `gi${node}`,
      extra: { 'pci-dev': 'gpu1', node: String(node) },
    })),
    devices: [
      { kind: 'other', driver: 'pcie-root-port', id: 'rp1', extra: { bus: 'pcie.0', chassis: '1' } },
      { kind: 'other', driver: 'vfio-pci', id: 'gpu1', extra: { bus: 'rp1', host: '0009:01:00.0' } },
    ],
    host: cpuGpuModuleHost.host,
  },
);

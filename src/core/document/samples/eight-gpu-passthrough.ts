import { GiB, MiB, TiB } from '../../base/addr';
import { sample } from './sample';

const GPUS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Regions 0, 2 and 4 as lspci lists them of an H100: all 64-bit and prefetchable. */
const BARS = [{ size: 16 * MiB }, { size: 128 * GiB }, { size: 32 * MiB }];

export const eightGpuPassthrough = sample(
  {
    id: 'eight-gpu-passthrough',
    title: 'Eight GPUs by passthrough',
    note: 'The GPUs keep their memory behind 128 GiB BARs, each behind a root port of its own, in a 64-bit PCI hole of 4 TiB.',
    source: 'A model of eight H100 given by VFIO; their BARs: https://github.com/fastfetch-cli/fastfetch/issues/1658.',
  },
  {
    machine: { type: 'q35', pciHole64Size: 4 * TiB },
    cpu: { model: 'SapphireRapids', physBits: 46 },
    smp: { cpus: 32, sockets: 2, cores: 16, threads: 1 },
    memory: { size: 512 * GiB },
    backends: [
      { id: 'r0', type: 'ram', size: 256 * GiB },
      { id: 'r1', type: 'ram', size: 256 * GiB },
    ],
    nodes: [
      { id: 0, memdev: 'r0', cpus: [{ first: 0, last: 15 }] },
      { id: 1, memdev: 'r1', cpus: [{ first: 16, last: 31 }] },
    ],
    devices: GPUS.flatMap((gpu) => [
      { kind: 'other' as const, driver: 'pcie-root-port', id: `rp${gpu}`, extra: { bus: 'pcie.0', chassis: `${gpu}` } },
      {
        kind: 'other' as const,
        driver: 'vfio-pci',
        id: `gpu${gpu}`,
        bars: BARS,
        extra: { bus: `rp${gpu}`, host: `0000:${gpu}1:00.0` },
      },
    ]),
  },
);

import { RAM, SOFT_RESERVED } from '../../base/e820';
import { GiB, MiB } from '../../base/addr';
import { hostPreset } from './host-preset';

const SOCKETS = [0, 1];
const CLUSTERS = [0, 1, 2, 3];
const CORES = 13;
const DDR = 64 * GiB;
const HBM = 16_384 * MiB;
/** Each socket has its DDR and then its HBM; the first 2 GiB lie below 4 GiB. */
const FIRST = 4 * GiB;
const socketStart = (socket: number): number => FIRST - 2 * GiB + socket * 4 * (DDR + HBM);

export const flatHbmHost = hostPreset(
  {
    id: 'flat-hbm',
    title: 'Two sockets, flat HBM',
    note: 'Sixteen nodes: 0-7 have CPUs and DDR5, 8-15 are the same clusters’ HBM, 16,384 MB each, soft reserved.',
    source:
      'Nodes and HBM sizes: two Intel Xeon Max 9470 in flat mode with SNC4, https://osc.edu/resources/technical_support/supercomputers/high_bandwidth_memory. No E820 log of such a host is public: DDR sizes and all addresses are a model.',
  },
  {
    physBits: 46,
    ranges: [
      { start: 0, size: 2 * GiB, type: RAM, node: 0, title: 'DDR 0 low' },
      ...SOCKETS.flatMap((socket) => [
        ...CLUSTERS.map((cluster) => {
          const node = socket * 4 + cluster;
          const low = node === 0 ? 2 * GiB : 0;
          const start = socketStart(socket) + cluster * DDR + low;
          return { start, size: DDR - low, type: RAM, node, title: `DDR ${node}` };
        }),
        ...CLUSTERS.map((cluster) => {
          const node = 8 + socket * 4 + cluster;
          const start = socketStart(socket) + 4 * DDR + cluster * HBM;
          return { start, size: HBM, type: SOFT_RESERVED, node, title: `HBM ${node - 8}` };
        }),
      ]),
    ],
    nodes: [
      ...SOCKETS.flatMap((socket) => CLUSTERS.map((cluster) => socket * 4 + cluster)).map((id) => ({
        id,
        size: DDR,
        cpus: `${id * CORES}-${(id + 1) * CORES - 1}`,
      })),
      ...SOCKETS.flatMap((socket) => CLUSTERS.map((cluster) => 8 + socket * 4 + cluster)).map((id) => ({
        id,
        size: HBM,
        cpus: '',
      })),
    ],
  },
);

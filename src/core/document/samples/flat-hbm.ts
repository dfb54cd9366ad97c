import { GiB } from '../../base/addr';
import { flatHbmHost } from '../hosts/flat-hbm';
import { sample } from './sample';

const CLUSTERS = [0, 1, 2, 3, 4, 5, 6, 7];
const CORES = 14;

/** Nodes 0-7 have CPUs and DDR, 8-15 the same clusters' HBM. The first four of each are the first socket. */
function distance(from: number, to: number): number {
  const isSameSocket = Math.floor((from % 8) / 4) === Math.floor((to % 8) / 4);
  const isHbm = Math.floor(from / 8) !== Math.floor(to / 8);
  if (isHbm && from % 8 === to % 8) return 13;
  if (isHbm) return isSameSocket ? 14 : 23;
  return isSameSocket ? 12 : 21;
}

/** The same stack's HBM on the host. */
const hostOf = (cluster: number) =>
  flatHbmHost.host.ranges.filter(({ title }) => title === `HBM ${cluster}`).map(({ start, size }) => ({ start, size }));

const NODES = CLUSTERS.flatMap((id) => [id, id + 8]).sort((a, b) => a - b);

export const flatHbm = sample(
  {
    id: 'flat-hbm',
    title: 'Two sockets, flat HBM',
    note: 'Sixteen nodes: eight clusters with CPUs and 64 GiB of DDR, and their 16 GiB of HBM as nodes without CPUs.',
    source:
      'Two Intel Xeon Max in flat mode with SNC4, https://osc.edu/resources/technical_support/supercomputers/high_bandwidth_memory; distances are a model.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'SapphireRapids', physBits: 46 },
    smp: { cpus: 2 * 4 * CORES, sockets: 2, cores: 4 * CORES, threads: 1 },
    memory: { size: 8 * (64 + 16) * GiB },
    backends: [
      ...CLUSTERS.map((id) => ({ id: `ddr${id}`, type: 'ram' as const, size: 64 * GiB })),
      ...CLUSTERS.map((id) => ({ id: `hbm${id}`, type: 'ram' as const, size: 16 * GiB, host: hostOf(id) })),
    ],
    nodes: [
      ...CLUSTERS.map((id) => ({ id, memdev: `ddr${id}`, cpus: [{ first: id * CORES, last: (id + 1) * CORES - 1 }] })),
      ...CLUSTERS.map((id) => ({ id: id + 8, memdev: `hbm${id}` })),
    ],
    distances: NODES.flatMap((from) =>
      NODES.filter((to) => to > from).map((to) => ({ from, to, value: distance(from, to) })),
    ),
    host: flatHbmHost.host,
  },
);

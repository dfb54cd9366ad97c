import { RAM, SOFT_RESERVED } from '../../base/e820';
import { GiB } from '../../base/addr';
import { hostPreset, hyperTransport } from './host-preset';

const HBM = [0, 1, 2, 3];
const FIRST_HBM = 258 * GiB;

export const fourApuHost = hostPreset(
  {
    id: 'four-apu',
    title: 'Four APUs, 128 GiB HBM each',
    note: 'Four soft-reserved ranges of 128 GiB, one for each stack, behind 256 GiB of RAM.',
    source:
      'A model, no log. Public: four APUs with 128 GiB of HBM each, https://hpc.llnl.gov/node/1244. Assumed: the RAM beside it, all addresses, and HBM as soft reserved.',
  },
  {
    physBits: 48,
    ranges: [
      { start: 0, size: 2 * GiB, type: RAM, node: 0, title: 'RAM low' },
      { start: 4 * GiB, size: 254 * GiB, type: RAM, node: 0, title: 'RAM' },
      ...HBM.map((stack) => ({
        start: FIRST_HBM + stack * 128 * GiB,
        size: 128 * GiB,
        type: SOFT_RESERVED,
        node: stack + 1,
        title: `HBM ${stack}`,
      })),
      hyperTransport,
    ],
    nodes: [{ id: 0, size: 256 * GiB }, ...HBM.map((stack) => ({ id: stack + 1, size: 128 * GiB, cpus: '' }))],
  },
);

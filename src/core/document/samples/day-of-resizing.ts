import { GiB } from '../../base/addr';
import { sample } from './sample';

const HOUR = 3_600_000;

const backend = (number: number, size: number) => ({ id: `mem${number}`, type: 'ram' as const, size });
const plug = (number: number, size: number, hour: number) => ({
  do: 'plug' as const,
  atMs: hour * HOUR,
  device: { kind: 'pc-dimm' as const, id: `dimm${number}`, memdev: `mem${number}` },
  backend: backend(number, size),
});

export const dayOfResizing = sample(
  {
    id: 'day-of-resizing',
    title: 'A day of resizing',
    note: 'DIMMs come and go for a day: a gap that is left is taken again, and the last one is refused although addresses are free.',
    source: 'A model, after QEMU’s docs/memory-hotplug.txt; the guest keeps plugged memory movable.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'Skylake-Server', physBits: 46 },
    memory: { size: 4 * GiB, slots: 4, maxmem: 32 * GiB },
    boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
    events: [
      plug(1, 8 * GiB, 8),
      plug(2, 8 * GiB, 10),
      { do: 'unplug', atMs: 12 * HOUR, device: 'dimm1', answer: 'agrees' },
      plug(3, 12 * GiB, 14),
      plug(4, 8 * GiB, 17),
      plug(5, 4 * GiB, 20),
    ],
  },
);

import { GiB, MiB } from '../../base/addr';
import { sample } from './sample';

const MINUTE = 60_000;

const resize = (size: number, minute: number) => ({
  do: 'resize' as const,
  atMs: minute * MINUTE,
  device: 'vm1',
  requestedSize: size,
});

export const virtioMemPlan = sample(
  {
    id: 'virtio-mem-plan',
    title: 'virtio-mem that grows and shrinks',
    note: 'One device of 32 GiB is asked for 8, for 24 and then for 4 GiB; growing needs free memory for page metadata, and shrinking may stop early.',
    source: 'A model, after https://virtio-mem.gitlab.io/user-guide/user-guide-qemu.html.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'Skylake-Server', physBits: 46 },
    smp: { cpus: 4 },
    memory: { size: 4 * GiB, maxmem: 36 * GiB },
    backends: [{ id: 'vmem1', type: 'ram', size: 32 * GiB, reserve: false }],
    devices: [{ kind: 'virtio-mem', id: 'vm1', memdev: 'vmem1', blockSize: 2 * MiB, requestedSize: 0 }],
    boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
    events: [resize(8 * GiB, 10), resize(24 * GiB, 30), resize(4 * GiB, 60)],
  },
);

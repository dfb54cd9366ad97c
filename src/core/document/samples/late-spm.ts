import { GiB } from '../../base/addr';
import { sample } from './sample';

const MINUTE = 60_000;
const STACK = 16 * GiB;

export const lateSpm = sample(
  {
    id: 'late-spm',
    title: 'An SPM stack that should arrive later',
    note: 'A stack cannot be taken out, another one cannot come in its place, and an ordinary DIMM takes the rest of the window.',
    source:
      'Asked by David Hildenbrand on qemu-devel, “numa: add ‘spm’ option for Specific Purpose Memory”, October 2025; sizes are a model.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'EPYC', physBits: 48 },
    smp: { cpus: 4 },
    memory: { size: 8 * GiB, slots: 4, maxmem: 8 * GiB + 2 * STACK },
    backends: [
      { id: 'r0', type: 'ram', size: 8 * GiB },
      { id: 'hbm1', type: 'ram', size: STACK },
    ],
    nodes: [{ id: 0, memdev: 'r0' }, { id: 1 }, { id: 2 }],
    devices: [{ kind: 'sp-mem', id: 'sp1', memdev: 'hbm1', node: 1 }],
    boot: { firmware: 'ovmf', kernel: '7.2' },
    events: [
      { do: 'unplug', atMs: 10 * MINUTE, device: 'sp1' },
      {
        do: 'plug',
        atMs: 11 * MINUTE,
        device: { kind: 'sp-mem', id: 'sp2', memdev: 'hbm2', node: 1 },
        backend: { id: 'hbm2', type: 'ram', size: STACK },
      },
      { do: 'qmp', atMs: 12 * MINUTE, command: '{"execute":"object-del","arguments":{"id":"hbm1"}}' },
      {
        do: 'plug',
        atMs: 15 * MINUTE,
        device: { kind: 'pc-dimm', id: 'dimm1', memdev: 'mem1', node: 1 },
        backend: { id: 'mem1', type: 'ram', size: STACK },
      },
    ],
  },
);

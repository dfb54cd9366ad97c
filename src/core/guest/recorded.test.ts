/** Every recorded sequence, step by step: replies, events, and what the guest lists. */
import { expect, test } from 'vitest';
import {
  recordedSequences,
  type RecordedLists,
  type RecordedSequence,
  type RecordedStep,
} from '../../fixtures/timeline/sequences';
import type { GuestDriver } from '../document/schema';
import type { LinuxView } from '../linux/view';
import { e820Records } from '../qemu/tables/e820';
import type { RunningMachine } from '../runtime/running-machine';
import type { GuestFacts, RunningGuest } from './guest';
import { ask, booted, deviceOf, parsed } from './guest-for-tests';
import { blockLines, iomemLines, memmapRows, nodeLines } from './printed';

interface Running {
  readonly machine: RunningMachine;
  readonly guest: RunningGuest;
}

const loadVirtioMem = ({ guest }: Running): void => {
  guest.change({ loads: 'virtio_mem' });
};

/** What the guest had from the start; other drivers were loaded by hand, and a reboot lost them. */
const FIRST_DRIVERS: Readonly<Record<string, readonly GuestDriver[]>> = { 'nvdimm-plug': ['nd_pmem'] };

/** What was done in the guest's shell, by sequence and step. */
const IN_THE_GUEST: Readonly<Record<string, (running: Running) => void>> = {
  'dimm-offline-default/guest onlines two blocks online_movable': ({ guest, machine }) => {
    expect(guest.setBlocks(deviceOf(machine, 'd1'), 'online_movable', 2)).toEqual([]);
  },
  'dimm-offline-default/guest onlines all online_kernel': ({ guest, machine }) => {
    expect(guest.setBlocks(deviceOf(machine, 'd2'), 'online_kernel')).toEqual([]);
  },
  'dimm-offline-default/guest offlines blocks by hand': ({ guest, machine }) => {
    expect(guest.setBlocks(deviceOf(machine, 'd2'), 'offline')).toEqual([32]);
  },
  'sp-refused-ovmf/kmem takes the SPM': ({ guest }) => {
    guest.change({ loads: 'kmem' });
  },
  'sp-refused-ovmf/kmem releases the SPM (offline then unbind)': ({ guest, machine }) => {
    expect(guest.setBlocks(deviceOf(machine, 'sp0'), 'offline')).toEqual([32]);
    expect(guest.giveBack(deviceOf(machine, 'sp0'))).toBe(false);
  },
  'unplug-pending-reset/fill with kernel allocations': () => undefined,
  'virtio-mem/guest loads virtio_mem': loadVirtioMem,
  'zones-and-odd-size/movable': ({ guest }) => {
    guest.change({ policy: 'online_movable' });
  },
  'zones-and-odd-size/policy online, into the hole': ({ guest }) => {
    guest.change({ policy: 'online' });
  },
  'zones-and-odd-size/offline in the middle by hand': ({ guest, machine }) => {
    expect(guest.setBlocks(deviceOf(machine, 'de'), 'offline')).toEqual([]);
  },
  'first-normal-block/node 2 movable first': ({ guest }) => {
    guest.change({ policy: 'online_movable' });
  },
  'first-normal-block/node 2 normal': ({ guest }) => {
    guest.change({ policy: 'online_kernel' });
  },
  'virtio-mem-steps/guest loads virtio_mem': loadVirtioMem,
  'virtio-mem-steps/requested-size 2G, new blocks stay offline': ({ guest }) => {
    guest.change({ policy: 'offline' });
  },
  'virtio-mem-steps/guest onlines two blocks': ({ guest, machine }) => {
    guest.setBlocks(deviceOf(machine, 'vm0'), 'online', 2);
  },
  'virtio-mem-steps/guest onlines two more blocks': ({ guest, machine }) => {
    guest.setBlocks(deviceOf(machine, 'vm0'), 'online', 2);
  },
  'virtio-mem-steps/guest loads virtio_mem again': loadVirtioMem,
  'virtio-mem-on-pci/load': loadVirtioMem,
  'node-with-processor/movable on node 1 first': ({ guest }) => {
    guest.change({ policy: 'online_movable' });
  },
  'node-with-processor/then normal': ({ guest }) => {
    guest.change({ policy: 'online_kernel' });
  },
};

const boot = ({ id, qemu_args, firmware, append }: RecordedSequence) =>
  booted(qemu_args, { firmware, append, drivers: FIRST_DRIVERS[id] ?? [] });

function perform(running: Running & { readonly linux: LinuxView }, id: string, { step, actions }: RecordedStep): void {
  const { machine, guest, linux } = running;
  let resets = false;
  for (const action of actions) {
    if ('guest' in action) {
      const act = IN_THE_GUEST[`${id}/${step}`];
      if (act === undefined) throw new Error(`${id}: nothing is known of ${step}`);
      act(running);
      continue;
    }
    resets ||= JSON.stringify(action.qmp).includes('system_reset');
    expect(ask(machine, action.qmp), step).toEqual(action.reply);
  }
  if (resets) guest.reboot({ drivers: new Set(), policy: linux.hotplug.policy });
  guest.settle();
}

const hex = (at: number): string => at.toString(16);
const OF_MEMORY = /^(System RAM|Persistent Memory|namespace|virtio\d|dax)/;

/** As the recordings write them, all of them. */
interface Lists {
  readonly iomem: readonly string[];
  readonly blocks: readonly string[];
  readonly memmap: readonly (readonly string[])[];
  readonly nodes: readonly string[];
  readonly dax: readonly string[];
}

const listsOf = (facts: GuestFacts, policy: string): Lists => ({
  iomem: iomemLines({ iomem: facts.iomem.filter(({ name }) => OF_MEMORY.test(name)) }),
  blocks: [
    `block_size ${facts.blockSize.toString(16)} auto_online ${policy}`,
    ...blockLines([...facts.bootBlocks, ...facts.blocks]),
  ].sort(byNumber),
  memmap: memmapRows(facts),
  nodes: nodeLines(facts.nodes),
  dax: facts.dax.map(({ device: { name }, hasDriver }) => `${name} driver=${hasDriver ? 'kmem' : 'none'}`),
});

const byNumber = (a: string, b: string): number => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]);
/** Where the PCI BAR of a device lies is another matter. */
const isMemory = (line: string): boolean => !line.endsWith('virtio-pci-modern');
const recordedDax = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const [, name, driver] = /^(dax\S+) .* driver=(\S+) /.exec(line) ?? [];
    return name === undefined ? [] : [`${name} driver=${driver}`];
  });
const withoutTotals = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes('MemTotal'));

function difference<T>(before: readonly T[], after: readonly T[]): readonly [removed: T[], added: T[]] {
  const [was, is] = [before, after].map((list) => new Set(list.map((item) => JSON.stringify(item))));
  return [
    before.filter((item) => !is?.has(JSON.stringify(item))),
    after.filter((item) => !was?.has(JSON.stringify(item))),
  ];
}

/** What `changes` would say of two moments. */
function changesOf(before: Lists, after: Lists): RecordedLists {
  const [iomem_removed, iomem_added] = difference(before.iomem, after.iomem);
  const [blocks_removed, blocks_added] = difference(before.blocks, after.blocks);
  const [memmap_removed, memmap_added] = difference(before.memmap, after.memmap);
  return { iomem_removed, iomem_added, blocks_removed, blocks_added, memmap_removed, memmap_added };
}

/** The recording leaves out a list that has become empty. */
const isEmptied = ({ memsize, memory_devices }: RecordedLists): boolean =>
  memory_devices === undefined && memsize?.['plugged-memory'] === 0;

const query = (machine: RunningMachine, command: string): unknown =>
  (ask(machine, { execute: command }) as { return: unknown }).return;

/** Of the recording, MemTotal of all, and of each node, in bytes. */
function memTotals({ memtotal, nodes = [] }: RecordedLists): ReadonlyMap<string, number> {
  const totals = nodes.flatMap((line): [string, number][] => {
    const [, name, kib] = /^(node\d+) MemTotal: (\d+) kB/.exec(line) ?? [];
    return name === undefined ? [] : [[name, Number(kib) * 1024]];
  });
  return new Map([...(memtotal === undefined ? [] : [['all', Number(memtotal) * 1024] as const]), ...totals]);
}

const sizes = ({ nodes, memTotalChange }: GuestFacts): ReadonlyMap<string, number> =>
  new Map([['all', memTotalChange], ...nodes.map(({ id, size }) => [`node${id}`, size] as const)]);

for (const sequence of recordedSequences) {
  test(sequence.id, () => {
    const { machine, guest, linux, started } = boot(sequence);
    // Nothing that happens changes these.
    const etcE820 = e820Records(started).map(({ base, length, type }) => [
      `0x${base.toString(16)}`,
      `0x${(base + length - 1n).toString(16)}`,
      type,
    ]);
    const biosE820 = linux.bios.map(({ range: { start, end }, words }) => [
      `0x${hex(start)}`,
      `0x${hex(end - 1)}`,
      words,
    ]);
    let lists = listsOf(guest.facts(), guest.settings.policy);
    let told: RecordedLists = {};
    /** Recorded MemTotal less the predicted size, which stays the same from boot to boot. */
    let bases = new Map<string, number>();
    for (const recorded of sequence.steps) {
      const { step, state, changes, events } = recorded;
      machine.events.length = 0;
      perform({ machine, guest, linux }, sequence.id, recorded);
      if (recorded.etc_e820 !== undefined) expect(etcE820, step).toEqual(recorded.etc_e820);
      if (recorded.bios_e820 !== undefined) expect(biosE820, step).toEqual(recorded.bios_e820);
      const facts = guest.facts();
      const now = listsOf(facts, guest.settings.policy);
      expect(
        machine.events.map(([event, data]) => ({ event, data: parsed(data) })),
        step,
      ).toEqual(events);
      if (state !== undefined) {
        told = state;
        bases = new Map();
        expect(now.iomem, step).toEqual(state.iomem?.filter(isMemory));
        expect(now.blocks, step).toEqual([...(state.blocks ?? [])].sort(byNumber));
        expect(now.memmap, step).toEqual(state.memmap);
      } else if (changes !== undefined) {
        told = { ...told, ...changes, ...(isEmptied(changes) ? { memory_devices: [] } : {}) };
        const { iomem_removed = [], iomem_added = [], blocks_removed = [], blocks_added = [] } = changes;
        const { memmap_removed = [], memmap_added = [] } = changes;
        const sorted = {
          blocks_removed: [...blocks_removed].sort(byNumber),
          blocks_added: [...blocks_added].sort(byNumber),
        };
        expect(changesOf(lists, now), step).toEqual({
          iomem_removed: iomem_removed.filter(isMemory),
          iomem_added: iomem_added.filter(isMemory),
          ...sorted,
          memmap_removed,
          memmap_added,
        });
      } else {
        lists = now;
        continue;
      }
      expect(now.nodes, step).toEqual(withoutTotals(told.nodes ?? []));
      expect(now.dax, step).toEqual(recordedDax(told.dax ?? []));
      expect(query(machine, 'query-memory-size-summary'), step).toEqual(told.memsize);
      expect(query(machine, 'query-memory-devices'), step).toEqual(told.memory_devices);
      const predicted = sizes(facts);
      for (const [name, bytes] of memTotals(told)) {
        const base = bytes - (predicted.get(name) ?? NaN);
        expect(bases.get(name) ?? base, `${step}: MemTotal of ${name}`).toBe(base);
        bases.set(name, base);
      }
      lists = now;
    }
  });
}

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { size } from '../base/range';
import { ask, booted, heardShort, plug } from './guest-for-tests';

const ARGS = ['-machine', 'pc', '-m', '1G,slots=4,maxmem=32G'];

test('a copy goes its own way', () => {
  const running = booted(ARGS);
  const first = plug(running, 'pc-dimm', 'first', GiB);
  const machine = running.machine.copy();
  const guest = running.guest.copy(machine);
  const before = JSON.stringify(guest.facts());
  plug(running, 'pc-dimm', 'second', GiB);
  running.guest.setBlocks(first, 'offline');
  running.guest.change({ policy: 'offline', pinsMemory: true });
  expect(JSON.stringify(guest.facts())).toBe(before);
  expect(guest.settings).toMatchObject({ policy: 'online', pinsMemory: false });
  ask(machine, { execute: 'device_del', arguments: { id: 'first' } });
  machine.events.length = 0;
  guest.settle({ answer: 'agrees' });
  expect(heardShort(machine)).toEqual(['3/132 first', 'DEVICE_DELETED', '3/0']);
  expect(running.guest.of(first).state).toBe('partly-online');
});

test('the kernel’s command line gives the first policy, and a step another', () => {
  const running = booted(ARGS, { append: 'memhp_default_state=offline' });
  expect(running.guest.settings.policy).toBe('offline');
  plug(running, 'pc-dimm', 'd1', GiB);
  running.guest.change({ policy: 'online_movable' });
  plug(running, 'pc-dimm', 'd2', GiB);
  expect(running.guest.facts().blocks.map(({ isOnline, zones }) => [isOnline, zones])).toEqual([
    [false, 'Normal Movable'],
    [true, 'Movable'],
  ]);
});

test('a policy that is none is remarked on, and movable_node makes Movable the default', () => {
  const odd = booted(ARGS, { append: 'memhp_default_state=on memhp_default_state' });
  expect(odd.guest.settings.policy).toBe('online');
  expect(odd.linux.remarks.map(({ parameter }) => parameter)).toEqual([
    'memhp_default_state=on',
    'memhp_default_state',
  ]);
  const movable = booted(ARGS, { append: 'movable_node' });
  plug(movable, 'pc-dimm', 'd1', GiB);
  expect(movable.guest.facts().blocks).toMatchObject([{ zones: 'Movable' }]);
});

test('a reset comes twice with SeaBIOS and once with OVMF, behind what virtio-mem lost', () => {
  for (const [firmware, resets] of [
    ['seabios', 2],
    ['ovmf', 1],
  ] as const) {
    const running = booted(ARGS, { firmware });
    plug(running, 'virtio-mem-pci', 'v', 4 * GiB, { 'requested-size': GiB });
    heardShort(running.machine);
    ask(running.machine, { execute: 'system_reset' });
    running.guest.reboot();
    expect(heardShort(running.machine)).toEqual([
      'size 0M',
      ...Array.from({ length: resets }, () => 'RESET'),
      'size 128M',
      'size 1024M',
    ]);
  }
});

test('a kernel that was not recorded is modelled throughout', () => {
  expect(booted(ARGS).guest.facts().sure).toBe('exact');
  expect(booted(ARGS, { kernel: '6.18' }).guest.facts().sure).toBe('modelled');
});

const step = fc.oneof(
  fc.record({ do: fc.constant('plug' as const), mib: fc.integer({ min: 1, max: 24 }).map((n) => n * 64) }),
  fc.record({ do: fc.constant('virtio' as const), mib: fc.integer({ min: 1, max: 12 }).map((n) => n * 128) }),
  fc.record({ do: fc.constant('unplug' as const), which: fc.nat(8) }),
  fc.record({ do: fc.constant('resize' as const), which: fc.nat(8), mib: fc.nat(1600) }),
  fc.record({
    do: fc.constant('policy' as const),
    policy: fc.constantFrom('online', 'offline', 'online_movable', 'online_kernel'),
  }),
  fc.record({
    do: fc.constant('blocks' as const),
    which: fc.nat(8),
    to: fc.constantFrom('online', 'offline', 'online_movable'),
    count: fc.nat(9),
  }),
  fc.record({ do: fc.constant('reboot' as const) }),
);

function carryOut(
  { machine, guest }: ReturnType<typeof booted>,
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
) {
  for (const [index, each] of steps.entries()) {
    const { devices } = machine.population;
    const device = 'which' in each ? devices[each.which % Math.max(1, devices.length)] : undefined;
    if (each.do === 'plug' || each.do === 'virtio') {
      const backend = { 'qom-type': 'memory-backend-ram', id: `m${index}`, size: each.mib * MiB, reserve: false };
      ask(machine, { execute: 'object-add', arguments: backend });
      const driver = each.do === 'plug' ? 'pc-dimm' : 'virtio-mem-pci';
      ask(machine, { execute: 'device_add', arguments: { driver, id: `d${index}`, memdev: `m${index}` } });
    } else if (each.do === 'policy') guest.change({ policy: each.policy });
    else if (each.do === 'reboot') {
      ask(machine, { execute: 'system_reset' });
      guest.reboot();
    } else if (device !== undefined) {
      if (each.do === 'unplug') ask(machine, { execute: 'device_del', arguments: { id: device.id } });
      else if (each.do === 'blocks') guest.setBlocks(device, each.to, each.count);
      else
        ask(machine, {
          execute: 'qom-set',
          arguments: { path: device.id, property: 'requested-size', value: each.mib * MiB },
        });
    }
    guest.settle();
    machine.changed.clear();
  }
}

test('whatever happens, what is listed agrees with what is plugged, and the same happens again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 24 }), (steps) => {
      const running = booted(ARGS);
      carryOut(running, steps);
      const { machine, guest } = running;
      const facts = guest.facts();
      let online = 0;
      for (const device of machine.population.devices) {
        const now = guest.of(device);
        const plugged = device.pci === undefined ? Number(device.size) : Number(machine.running(device).pluggedSize);
        expect(now.online).toBeLessThanOrEqual(plugged);
        online += now.online;
      }
      expect([guest.online, facts.memTotalChange]).toEqual([online, online]);
      const blocks = facts.blocks.reduce((sum, { count }) => sum + count, 0);
      const listed = facts.iomem.filter(({ name, range }) => name.startsWith('System RAM') && range.start >= 4 * GiB);
      expect(listed.reduce((sum, { range }) => sum + size(range), 0)).toBe(blocks * facts.blockSize);
      for (const [index, { number }] of facts.blocks.entries()) {
        const before = facts.blocks[index - 1];
        if (before !== undefined) expect(number).toBeGreaterThanOrEqual(before.number + before.count);
      }
      const again = booted(ARGS);
      carryOut(again, steps);
      expect(JSON.stringify(again.guest.facts())).toBe(JSON.stringify(facts));
    }),
    { numRuns: 60 },
  );
});

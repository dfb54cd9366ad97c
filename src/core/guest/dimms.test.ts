import { expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { ask, booted, deviceOf, heardShort, plug } from './guest-for-tests';

const Q35 = ['-machine', 'q35', '-m', '1G,slots=8,maxmem=64G'];
const unplug = (running: ReturnType<typeof booted>, id: string) => {
  ask(running.machine, { execute: 'device_del', arguments: { id } });
  running.guest.settle();
};

test('QEMU and the guest’s ACPI code say yes to a DIMM that the kernel refuses, and to the next one behind it', () => {
  const running = booted(['-machine', 'q35', '-m', '4G,slots=4,maxmem=8G']);
  const odd = plug(running, 'pc-dimm', 'odd', 40 * MiB);
  const next = plug(running, 'pc-dimm', 'next', GiB);
  expect(heardShort(running.machine)).toEqual(['1/0 odd', '1/0 next']);
  for (const device of [odd, next]) {
    expect(running.guest.of(device)).toMatchObject({ state: 'unused', online: 0, blockCount: 0 });
    expect(running.guest.of(device).refused).toContain('whole memory blocks of 0x8000000 bytes');
  }
  expect(running.guest.facts().memTotalChange).toBe(0);
});

test('a DIMM that the kernel refused goes at once when it is asked for', () => {
  const running = booted(Q35);
  plug(running, 'pc-dimm', 'odd', 200 * MiB);
  heardShort(running.machine);
  unplug(running, 'odd');
  expect(heardShort(running.machine)).toEqual(['3/132 odd', 'DEVICE_DELETED', '3/0']);
});

test('with blocks of 2 GiB a DIMM of 1 GiB is refused, and one of 2 GiB is taken', () => {
  const running = booted(['-machine', 'q35', '-cpu', 'qemu64,phys-bits=40', '-m', '62G,slots=4,maxmem=80G']);
  expect(running.guest.facts().blockSize).toBe(2 * GiB);
  expect(running.guest.of(plug(running, 'pc-dimm', 'small', GiB)).state).toBe('unused');
  const addr = 66 * GiB;
  const large = plug(running, 'pc-dimm', 'large', 2 * GiB, { addr });
  expect(running.guest.of(large)).toMatchObject({ state: 'online', blockCount: 1 });
  expect(running.guest.facts().blocks).toMatchObject([{ number: 33, count: 1, zones: 'Normal' }]);
});

test('memory that the kernel cannot describe waits until another DIMM makes room', () => {
  const running = booted(['-machine', 'q35', '-m', '256M,slots=4,maxmem=80G']);
  const huge = plug(running, 'pc-dimm', 'huge', 40 * GiB);
  expect(running.guest.of(huge)).toMatchObject({ state: 'unused' });
  expect(running.guest.of(huge).refused).toContain('671088640 bytes of RAM to describe it');
  expect(running.guest.sure).toBe('modelled');
  plug(running, 'pc-dimm', 'first', GiB);
  expect(running.guest.of(huge).state).toBe('unused');
  running.machine.changed.clear();
  plug(running, 'pc-dimm', 'second', GiB);
  expect(running.guest.of(huge).state).toBe('online');
  expect(running.machine.changed.has(huge)).toBe(true);
});

test('mem= holds while the kernel boots, not for what comes later', () => {
  const running = booted(
    [...Q35, '-object', 'memory-backend-ram,id=m,size=1G', '-device', 'pc-dimm,id=cold,memdev=m'],
    {
      append: 'mem=4G',
    },
  );
  expect(running.guest.of(deviceOf(running.machine, 'cold'))).toMatchObject({ state: 'unused' });
  const hot = plug(running, 'pc-dimm', 'hot', GiB);
  expect(running.guest.of(hot).state).toBe('online');
  ask(running.machine, { execute: 'system_reset' });
  running.guest.reboot();
  expect(running.guest.of(hot)).toMatchObject({ state: 'unused', online: 0 });
});

test('a cold-plugged DIMM stands before the firmware’s table, a hot-added one behind it until the next boot', () => {
  const running = booted([...Q35, '-object', 'memory-backend-ram,id=m,size=1G', '-device', 'pc-dimm,id=cold,memdev=m']);
  plug(running, 'pc-dimm', 'hot', GiB);
  const starts = () => running.guest.facts().firmwareMemmap.map(({ range }) => range.start / GiB);
  expect([starts().at(0), starts().at(-1)]).toEqual([4, 5]);
  running.guest.reboot();
  expect(starts().slice(0, 3)).toEqual([4, 5, 0]);
});

test('a report stays with its slot', () => {
  const running = booted(Q35);
  plug(running, 'pc-dimm', 'd1', GiB);
  unplug(running, 'd1');
  expect(ask(running.machine, { execute: 'query-acpi-ospm-status' })).toMatchObject({
    return: [{ device: 'd1', source: 3, status: 130, slot: '0' }, { source: 0 }, {}, {}, {}, {}, {}, {}, {}],
  });
});

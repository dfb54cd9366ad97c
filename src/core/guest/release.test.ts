import { expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { ask, booted, heardShort, plug } from './guest-for-tests';
import type { Choices } from './guest';

const small = () => booted(['-machine', 'q35', '-m', '1G,slots=8,maxmem=64G']);
type Running = ReturnType<typeof booted>;

function unplug({ machine, guest }: Running, id: string, choices?: Choices): string[] {
  heardShort(machine);
  ask(machine, { execute: 'device_del', arguments: { id } });
  guest.settle(choices);
  return heardShort(machine);
}

test('the first Normal block stays, all others go', () => {
  const running = small();
  const first = plug(running, 'pc-dimm', 'first', GiB, { addr: 6 * GiB });
  const lower = plug(running, 'pc-dimm', 'lower', GiB, { addr: 4 * GiB });
  expect(running.guest.of(first).wouldRelease).toEqual({
    is: false,
    why: 'The kernel’s own data lie in memory48, the first block of zone Normal that node 0 got.',
  });
  expect(running.guest.of(lower).wouldRelease.is).toBe(true);
  expect(running.guest.sure).toBe('exact');
  expect(unplug(running, 'first')).toEqual(['3/132 first', '3/130 first']);
  expect(unplug(running, 'lower')).toEqual(['3/132 lower', 'DEVICE_DELETED', '3/0']);
  expect(running.guest.sure).toBe('modelled');
});

test('where boot RAM reaches above 4 GiB the kernel has Normal memory already, and holds on to none', () => {
  const running = booted(['-machine', 'q35', '-m', '4G,slots=4,maxmem=32G']);
  plug(running, 'pc-dimm', 'd1', 8 * GiB);
  expect(unplug(running, 'd1')).toEqual(['3/132 d1', 'DEVICE_DELETED', '3/0']);
});

test('the layout may say otherwise, both ways, and is not doubted', () => {
  const running = small();
  plug(running, 'pc-dimm', 'first', GiB);
  plug(running, 'pc-dimm', 'second', GiB);
  expect(unplug(running, 'second', { answer: 'refuses' })).toEqual(['3/132 second', '3/130 second']);
  expect(unplug(running, 'first', { answer: 'agrees' })).toEqual(['3/132 first', 'DEVICE_DELETED', '3/0']);
  expect(running.guest.sure).toBe('exact');
  // The kernel's own data are elsewhere then.
  expect(unplug(running, 'second')).toEqual(['3/132 second', '3/130 second']);
});

test('a guest that pins its memory gives back what is offline, and nothing else', () => {
  const running = small();
  running.guest.change({ policy: 'online_movable', pinsMemory: true });
  const dimm = plug(running, 'pc-dimm', 'd1', GiB);
  expect(unplug(running, 'd1')).toEqual(['3/132 d1', '3/130 d1']);
  expect(running.guest.setBlocks(dimm, 'offline', 2)).toEqual([32, 33]);
  running.guest.change({ pinsMemory: false });
  expect(running.guest.setBlocks(dimm, 'offline', 2)).toEqual([]);
  expect(running.guest.of(dimm)).toMatchObject({ state: 'partly-online', online: GiB * 0.75, movableBlocks: 6 });
  running.guest.change({ pinsMemory: true });
  expect(unplug(running, 'd1')).toEqual(['3/132 d1', '3/130 d1']);
});

test('by hand as many blocks are asked as are wished, the lowest first, and those that refuse count', () => {
  const running = small();
  const dimm = plug(running, 'pc-dimm', 'd1', GiB);
  expect(running.guest.setBlocks(dimm, 'offline', 3)).toEqual([32]);
  expect(running.guest.of(dimm).online).toBe(6 * 2 ** 27);
  expect(running.guest.setBlocks(dimm, 'online_movable', 1)).toEqual([]);
  expect(running.guest.facts().blocks.map(({ number, count, zones }) => [number, count, zones])).toEqual([
    [32, 1, 'Normal'],
    [33, 1, 'Movable'],
    [34, 1, 'Normal Movable'],
    [35, 5, 'Normal'],
  ]);
});

test('a node without processors whose first memory is movable gives Normal memory back', () => {
  const nodes = ['-object', 'memory-backend-ram,id=r,size=1G', '-numa', 'node,memdev=r,cpus=0', '-numa', 'node'];
  const running = booted(['-machine', 'q35', '-m', '1G,slots=8,maxmem=64G', ...nodes]);
  running.guest.change({ policy: 'online_movable' });
  plug(running, 'pc-dimm', 'movable', GiB, { node: 1 });
  running.guest.change({ policy: 'online_kernel' });
  plug(running, 'pc-dimm', 'normal', GiB, { node: 1 });
  expect(unplug(running, 'normal')).toEqual(['3/132 normal', 'DEVICE_DELETED', '3/0']);
  expect(unplug(running, 'movable')).toEqual(['3/132 movable', 'DEVICE_DELETED', '3/0']);
  plug(running, 'pc-dimm', 'alone', GiB, { node: 1 });
  expect(unplug(running, 'alone')).toEqual(['3/132 alone', '3/130 alone']);
});

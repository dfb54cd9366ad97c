import { expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { booted, deviceOf, plug, type Booting } from './guest-for-tests';

const TWO = [
  ...['-machine', 'q35', '-m', '1G,slots=4,maxmem=16G'],
  ...['-object', 'memory-backend-ram,id=r,size=1G', '-numa', 'node,memdev=r,cpus=0', '-numa', 'node', '-numa', 'node'],
  ...['-object', 'memory-backend-ram,id=a,size=2G,reserve=off', '-device', 'sp-mem,id=sp0,memdev=a,node=1'],
  ...['-object', 'memory-backend-ram,id=b,size=1G,reserve=off', '-device', 'sp-mem,id=sp1,memdev=b,node=2'],
];
const boot = (booting: Booting = {}) => booted(TWO, { firmware: 'ovmf', ...booting });

test('neighbouring devices are one dax device, whose blocks are shared out by address', () => {
  const { guest, machine } = boot();
  const [sp0, sp1] = [deviceOf(machine, 'sp0'), deviceOf(machine, 'sp1')];
  expect(guest.of(sp0)).toMatchObject({ state: 'online', online: 2 * GiB, blockCount: 16 });
  expect(guest.of(sp1)).toMatchObject({ state: 'online', online: GiB, blockCount: 8 });
  const { nodes, blocks, dax } = guest.facts();
  expect(blocks).toMatchObject([{ number: 32, count: 24, node: 1, zones: 'Normal' }]);
  expect(nodes.map(({ online, size }) => [online, size > 0])).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect(dax.map(({ hasDriver }) => hasDriver)).toEqual([true]);
});

test('without kmem nothing uses it, and /sys/firmware/memmap never tells of kmem', () => {
  const { guest, machine } = boot({ drivers: [] });
  expect(guest.of(deviceOf(machine, 'sp0'))).toMatchObject({ state: 'unused', online: 0 });
  const before = guest.facts();
  guest.change({ loads: 'kmem' });
  expect(guest.of(deviceOf(machine, 'sp0')).state).toBe('online');
  expect(guest.facts().firmwareMemmap).toEqual(before.firmwareMemmap);
  expect(guest.facts().memTotalChange).toBe(3 * GiB);
});

test('movable memory can be given back, and taken again', () => {
  const { guest, machine } = boot({ append: 'memhp_default_state=online_movable' });
  const [sp0, sp1] = [deviceOf(machine, 'sp0'), deviceOf(machine, 'sp1')];
  expect([...guest.setBlocks(sp0, 'offline'), ...guest.setBlocks(sp1, 'offline')]).toEqual([]);
  expect(guest.giveBack(sp0)).toBe(true);
  expect(guest.facts().iomem.some(({ name }) => name.startsWith('dax'))).toBe(false);
  expect(guest.facts().nodes[1]).toMatchObject({ online: false, hasMemory: false });
  guest.change({ loads: 'kmem' });
  expect(guest.of(sp1).state).toBe('online');
});

test('memory of which a block stays online cannot be given back before the next boot', () => {
  const { guest, machine } = boot();
  const sp0 = deviceOf(machine, 'sp0');
  expect(guest.setBlocks(sp0, 'offline')).toEqual([32]);
  expect(guest.giveBack(sp0)).toBe(false);
  guest.change({ loads: 'kmem' });
  expect(guest.facts().dax.map(({ hasDriver }) => hasDriver)).toEqual([false]);
  expect(guest.of(sp0)).toMatchObject({ state: 'partly-online', online: 2 ** 27 });
  guest.reboot();
  expect(guest.of(sp0)).toMatchObject({ state: 'online', wouldRelease: { is: false } });
});

test('a DIMM behind an SPM range that ends within a block is refused', () => {
  const args = TWO.map((word) => word.replace('size=1G,reserve', 'size=1032M,reserve'));
  const running = booted(args, { firmware: 'ovmf' });
  expect(running.guest.of(plug(running, 'pc-dimm', 'd1', GiB)).state).toBe('unused');
});

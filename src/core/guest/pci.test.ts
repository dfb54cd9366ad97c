import { expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { ask, booted, deviceOf, heardShort, plug } from './guest-for-tests';

const PC = ['-machine', 'pc', '-m', '4G,slots=4,maxmem=32G'];
const names = ({ guest }: ReturnType<typeof booted>) =>
  guest.facts().iomem.flatMap(({ name }) => (/^(virtio|namespace|Persistent)/.test(name) ? [name] : []));

test('virtio devices are numbered as they come, and a number that is free again is given again', () => {
  const running = booted([
    ...PC,
    '-device',
    'virtio-scsi-pci',
    '-object',
    'memory-backend-ram,id=a,size=1G',
    '-device',
    'virtio-mem-pci,id=v0,memdev=a',
  ]);
  plug(running, 'virtio-mem-pci', 'v1', GiB);
  plug(running, 'virtio-mem-pci', 'v2', GiB);
  expect(names(running)).toEqual(['virtio1', 'virtio2', 'virtio3']);
  ask(running.machine, { execute: 'device_del', arguments: { id: 'v1' } });
  running.guest.settle();
  expect(heardShort(running.machine)).toEqual(['DEVICE_DELETED', 'DEVICE_DELETED']);
  plug(running, 'virtio-mem-pci', 'v3', GiB);
  expect(names(running)).toEqual(['virtio1', 'virtio2', 'virtio3']);
});

test('a device that the layout has the guest hold on to stays asked for', () => {
  const running = booted(PC);
  const device = plug(running, 'virtio-mem-pci', 'v1', GiB);
  ask(running.machine, { execute: 'device_del', arguments: { id: 'v1' } });
  running.guest.settle({ answer: 'refuses' });
  running.guest.settle();
  expect(running.guest.of(device).state).toBe('leaving');
  expect(running.machine.population.devices).toContain(deviceOf(running.machine, 'v1'));
});

test('persistent memory has a namespace, once there is a driver, and no blocks', () => {
  const running = booted(['-machine', 'q35,nvdimm=on', '-m', '1G,slots=4,maxmem=8G'], { drivers: [] });
  const device = plug(running, 'nvdimm', 'nv', GiB);
  expect(names(running)).toEqual([]);
  running.guest.change({ loads: 'nd_pmem' });
  expect(names(running)).toEqual(['Persistent Memory', 'namespace0.0']);
  plug(running, 'nvdimm', 'labelled', GiB, { 'label-size': 2 ** 21 });
  expect(names(running)).toEqual(['Persistent Memory', 'namespace0.0', 'Persistent Memory']);
  expect(heardShort(running.machine)).toEqual([]);
  expect(running.guest.of(device)).toMatchObject({ state: 'unused', online: 0, wouldRelease: { is: false } });
  expect(running.guest.facts().blocks).toEqual([]);
  running.guest.reboot();
  expect(names(running)).toHaveLength(3);
});

test('virtio-pmem has a namespace and no line of its own', () => {
  const running = booted([
    ...PC,
    '-object',
    'memory-backend-ram,id=p,size=1G',
    '-device',
    'virtio-pmem-pci,id=p0,memdev=p',
  ]);
  expect(names(running)).toEqual(['namespace0.0']);
});

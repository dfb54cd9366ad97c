import { expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import type { Choices } from './guest';
import { ask, booted, deviceOf, heardShort, type Booting } from './guest-for-tests';

function withDevice(size: string, ram = '1G', options = '', booting: Booting = {}) {
  const running = booted(
    [
      ...['-machine', 'q35', '-cpu', 'qemu64,phys-bits=40', '-m', `${ram},slots=4,maxmem=160G`],
      ...['-object', `memory-backend-ram,id=vm,size=${size},reserve=off`],
      ...['-device', `virtio-mem-pci,id=vm0,memdev=vm${options}`],
    ],
    booting,
  );
  const device = deviceOf(running.machine, 'vm0');
  const request = (bytes: number, choices?: Choices): string[] => {
    heardShort(running.machine);
    ask(running.machine, {
      execute: 'qom-set',
      arguments: { path: 'vm0', property: 'requested-size', value: bytes },
    });
    running.guest.settle(choices);
    running.machine.changed.clear();
    return heardShort(running.machine);
  };
  const plugged = () => Number(running.machine.running(device).pluggedSize);
  return { ...running, device, request, plugged };
}

test('what is requested at start is there when the guest is', () => {
  const { plugged, guest, device } = withDevice('4G', '1G', ',requested-size=1G');
  expect(plugged()).toBe(GiB);
  expect(guest.of(device)).toMatchObject({ state: 'partly-online', online: GiB });
  expect(guest.facts().memTotalChange).toBe(0);
});

test('without a driver a request waits, and the driver takes it when it comes', () => {
  const { request, plugged, guest, device, machine } = withDevice('4G', '1G', '', { drivers: [] });
  expect(request(GiB)).toEqual([]);
  expect(guest.of(device).state).toBe('unused');
  expect(guest.facts().iomem.some(({ name }) => name.startsWith('virtio'))).toBe(false);
  guest.change({ loads: 'virtio_mem' });
  expect(heardShort(machine)).toEqual(['size 128M', 'size 1024M']);
  expect(plugged()).toBe(GiB);
});

test('grows and shrinks as planned; the first block stays a little', () => {
  const { request, plugged, guest, device } = withDevice('32G', '1G');
  expect(request(8 * GiB)).toEqual(['size 128M', 'size 8192M']);
  expect(request(24 * GiB)).toEqual(['size 8320M', 'size 24576M']);
  expect(request(4 * GiB)).toEqual(['size 24448M', 'size 4096M']);
  expect(guest.of(device)).toMatchObject({ online: 4 * GiB, blockCount: 32 });
  expect(request(0)).toEqual(['size 3968M', 'size 4M']);
  expect(plugged()).toBe(4 * MiB);
  expect(guest.of(device)).toMatchObject({ state: 'partly-online', online: 4 * MiB, blockCount: 1 });
  expect(guest.sure).toBe('modelled');
  expect(request(32 * GiB)).toEqual(['size 128M', 'size 32768M']);
  expect(guest.of(device)).toMatchObject({ state: 'online' });
});

test('the layout may let a request end early, and the driver leaves it at that until the next', () => {
  const { request, plugged, guest } = withDevice('32G', '4G');
  expect(request(8 * GiB, { reaches: 2 * GiB })).toEqual(['size 128M', 'size 2048M']);
  guest.settle();
  expect(plugged()).toBe(2 * GiB);
  expect(request(GiB, { reaches: 1.5 * GiB })).toEqual(['size 1920M', 'size 1536M']);
  guest.settle();
  expect(plugged()).toBe(1.5 * GiB);
  expect(guest.sure).toBe('exact');
  expect(request(0)).toEqual(['size 1408M', 'size 0M']);
});

test('where the layout says nothing of a device, what it says of another does not count', () => {
  const { request, plugged, machine, guest } = withDevice('32G');
  request(GiB);
  request(0);
  expect(plugged()).toBe(4 * MiB);
  guest.settle({ reaches: 0 });
  expect([plugged(), heardShort(machine)]).toEqual([4 * MiB, []]);
});

test('a guest that pins its memory gives none back, but what is offline', () => {
  const { request, plugged, guest, device } = withDevice('4G', '4G');
  request(GiB);
  guest.setBlocks(device, 'offline', 2);
  guest.change({ pinsMemory: true });
  expect(request(0)).toEqual(['size 896M', 'size 768M']);
  expect(plugged()).toBe(768 * MiB);
});

test('with blocks of 2 GiB QEMU’s usable region is too short for the last one', () => {
  const { request, plugged } = withDevice('32G', '62G');
  expect(request(GiB)).toEqual([]);
  expect(request(5 * GiB)).toEqual(['size 2048M', 'size 4096M']);
  expect(request(6 * GiB)).toEqual(['size 6144M']);
  expect(plugged()).toBe(6 * GiB);
});

test('blocks of the device that are larger than the guest’s come and go as wholes', () => {
  const { request, plugged, guest, device } = withDevice('8G', '4G', ',block-size=1G');
  expect(request(3 * GiB)).toEqual(['size 1024M', 'size 3072M']);
  expect(guest.of(device).blockCount).toBe(24);
  guest.setBlocks(device, 'offline', 8);
  expect(request(2 * GiB)).toEqual(['size 2048M']);
  expect(plugged()).toBe(2 * GiB);
});

test('in a guest that cannot describe more, growth ends early', () => {
  const { request, plugged, guest } = withDevice('128G', '256M');
  guest.change({ policy: 'online_movable' });
  request(64 * GiB);
  expect(plugged()).toBeLessThanOrEqual(16 * GiB);
  expect(plugged()).toBeGreaterThan(15 * GiB);
});

import type { OwnPage } from '../rule-page';

export const windowStranded: OwnPage = {
  code: 'machine/window-stranded',
  severity: 'info',
  title: 'Addresses of the window that hold no memory',
  what: 'A good part of the device-memory window is room for alignment, or lies in holes between devices.',
  why: 'QEMU adds 1 GiB to the window for each slot, used or not, so that any device can be aligned to 1 GiB. These are addresses and no budget: memory devices together may be as large as maxmem minus the boot RAM. Most backends ask for 2 MiB only.',
  works:
    'No more slots than there will be DIMMs; SPM and virtio devices need none. Devices with the largest alignment first.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_get_device_memory_range' }],
};

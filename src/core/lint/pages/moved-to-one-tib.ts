import type { OwnPage } from '../rule-page';

export const movedToOneTib: OwnPage = {
  code: 'machine/moved-to-1-tib',
  severity: 'warning',
  title: 'RAM moves to 1 TiB',
  what: 'RAM above 4 GiB, the device-memory window and the 64-bit PCI hole begin at 1 TiB and not at 4 GiB.',
  why: 'AMD hosts keep 0xfd00000000-0xffffffffff for HyperTransport. If the highest address that QEMU sets aside for growth reaches it, QEMU moves everything above 4 GiB behind it. The window counts in full, with 1 GiB a slot, and so does the PCI hole. Some Windows guests with passed-through GPUs fail there, and devices with few address bits cannot reach it.',
  works:
    'A smaller maxmem, fewer slots or a smaller PCI hole, so that all of it ends by 1012 GiB: with q35, its default hole and 2816 MiB of RAM or more, maxmem and 1 GiB a slot together at most 978 GiB.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init' }],
};

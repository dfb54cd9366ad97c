import type { OwnPage } from '../rule-page';

export const dimmRefused: OwnPage = {
  code: 'linux/dimm-refused',
  severity: 'error',
  title: 'VMM accepts a DIMM, Linux refuses it',
  what: 'QEMU places the DIMM and reports it as plugged; the guest’s kernel does not add its memory.',
  why: 'QEMU asks for multiples of 2 MiB, Linux for whole memory blocks: 128 MiB in a small guest, up to 2 GiB from 64 GiB on. Size and start both count. Without an address QEMU puts a device right behind the one before, so an odd one spoils those behind it; an NVDIMM, which is no such memory, is fine itself and still does.',
  works: 'A size of whole blocks for every device in the window, or an address on a border of blocks.',
  sources: [
    { project: 'linux', version: '7.2', place: 'mm/memory_hotplug.c, check_hotplug_memory_range' },
    { project: 'linux', version: '7.2', place: 'arch/x86/mm/init_64.c, probe_memory_block_size' },
    { project: 'qemu', version: '11.1', place: 'hw/mem/memory-device.c, memory_device_get_free_addr' },
  ],
};

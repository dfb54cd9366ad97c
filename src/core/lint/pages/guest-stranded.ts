import type { OwnPage } from '../rule-page';

export const guestStranded: OwnPage = {
  code: 'linux/stranded',
  severity: 'info',
  title: 'SPM outside whole memory blocks',
  what: 'A dax device of the guest does not begin and end on borders of memory blocks.',
  why: 'kmem gives memory to the kernel by whole blocks: 128 MiB in a small guest, up to 2 GiB where RAM ends at 64 GiB or above. What lies outside is lost to it. A driver that takes the device as it is has all of it.',
  works: 'Addresses and sizes of whole blocks, or RAM whose end asks for smaller blocks.',
  sources: [
    { project: 'linux', version: '7.2', place: 'drivers/dax/kmem.c, dev_dax_kmem_probe' },
    { project: 'linux', version: '7.2', place: 'arch/x86/mm/init_64.c, probe_memory_block_size' },
  ],
};

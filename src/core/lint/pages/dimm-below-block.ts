import type { OwnPage } from '../rule-page';

export const dimmBelowBlock: OwnPage = {
  code: 'host/dimm-below-block',
  severity: 'error',
  title: 'DIMM that is no whole memory block',
  what: 'A DIMM, planned for the machine whose lsmem was read, has a size that its Linux refuses to add.',
  why: 'Linux adds memory by whole blocks, whose size depends on how much RAM the machine has: 128 MiB to 2 GiB on x86-64.',
  works: 'A multiple of the machine’s block size.',
  sources: [{ project: 'linux', version: '7.2', place: 'mm/memory_hotplug.c, check_hotplug_memory_range' }],
};

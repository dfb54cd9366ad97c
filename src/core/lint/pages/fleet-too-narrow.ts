import type { OwnPage } from '../rule-page';

export const fleetTooNarrow: OwnPage = {
  code: 'fleet/too-narrow',
  severity: 'error',
  title: 'A host has too few address bits',
  what: 'The layout needs more physical address bits than one of its hosts has.',
  why: 'A guest-physical address goes through the host CPU’s page tables, which take no more bits than the host has. QEMU does not compare: with phys-bits set by hand it starts, and what lies beyond cannot be reached.',
  works:
    'A smaller PCI hole, a smaller maxmem or fewer slots, so that the narrowest host is wide enough; or that host left out.',
  sources: [{ project: 'qemu', version: '11.1', place: 'target/i386/host-cpu.c, host_cpu_adjust_phys_bits' }],
};

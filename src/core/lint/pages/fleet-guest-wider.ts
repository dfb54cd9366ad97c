import type { OwnPage } from '../rule-page';

export const fleetGuestWider: OwnPage = {
  code: 'fleet/guest-wider',
  severity: 'warning',
  title: 'The guest’s CPU is wider than a host',
  what: 'The guest’s CPU shows more physical address bits than one of its hosts has.',
  why: 'Firmware and kernel trust what the CPU shows: they put PCI windows at the top of it. On a narrower host those addresses cannot be reached, and a guest that is migrated there goes on with them.',
  works: 'phys-bits of the narrowest host, or that host left out.',
  sources: [
    { project: 'qemu', version: '11.1', place: 'target/i386/host-cpu.c, host_cpu_adjust_phys_bits' },
    {
      project: 'edk2',
      version: '2026.08',
      place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
    },
  ],
};

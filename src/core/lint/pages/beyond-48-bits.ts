import type { OwnPage } from '../rule-page';

export const beyond48Bits: OwnPage = {
  code: 'machine/beyond-48-bits',
  severity: 'warning',
  title: 'More than 48 address bits',
  what: 'The highest address that QEMU sets aside needs more than 48 bits.',
  why: 'Four levels of page tables translate 48 bits. Beyond that the host must run with five levels and give the guest as many, and the guest’s firmware and kernel must use them.',
  works:
    'A smaller PCI hole, a smaller maxmem or fewer slots, so that 48 bits are enough; or hosts, firmware and guests with five-level paging throughout.',
  sources: [
    { project: 'intel', version: 'SDM vol. 3C', place: 'EPT translation mechanism' },
    {
      project: 'edk2',
      version: '2026.08',
      place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformAddressWidthFromCpuid',
    },
  ],
};

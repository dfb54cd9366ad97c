import type { OwnPage } from '../rule-page';

export const spmUndone: OwnPage = {
  code: 'linux/spm-undone',
  severity: 'warning',
  title: 'A kernel command line that undoes SPM',
  what: 'The kernel does not keep specific-purpose memory for a driver.',
  why: 'efi=nosoftreserve and memmap= change what firmware said, and kernels before 5.5 know neither the E820 type nor the UEFI attribute.',
  works: 'Linux 5.5 or later with a command line without them.',
  sources: [
    {
      project: 'linux',
      version: '7.2',
      place: 'drivers/firmware/efi/efi.c, parse_efi_cmdline; arch/x86/kernel/e820.c, parse_memmap_one',
    },
  ],
};

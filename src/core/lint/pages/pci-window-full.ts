import type { OwnPage } from '../rule-page';

export const pciWindowFull: OwnPage = {
  code: 'pci/window-full',
  severity: 'warning',
  title: 'The BARs fill the firmware’s PCI window',
  what: 'The devices’ 64-bit BARs take the whole of the firmware’s 64-bit PCI window.',
  why: 'Nothing is left for other devices: with OVMF 2026.08, eight GPUs of 512 GiB behind ports of their own fill the 8 TiB of 46 bits, and of nine one got no address (measured). Only BARs smaller than what alignment leaves behind the last window still find room.',
  works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb setting, or more address bits.',
  sources: [
    {
      project: 'edk2',
      version: '2026.08',
      place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
    },
    { project: 'edk2', version: 'after 2026.08', place: 'pull request 12997, PlatformDynamicMmioWindow' },
  ],
};

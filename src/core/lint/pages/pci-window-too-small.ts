import type { OwnPage } from '../rule-page';

export const pciWindowTooSmall: OwnPage = {
  code: 'pci/window-too-small',
  severity: 'error',
  title: 'The BARs do not fit the firmware’s PCI window',
  what: 'The devices’ 64-bit BARs together need more addresses than the firmware’s 64-bit PCI window has.',
  why: 'Firmware gives addresses to BARs out of one window, whose size follows from the CPU’s address width. A port’s window is a multiple of the largest BAR behind it, so that a large BAR with a small one beside it takes twice its size. What finds no room gets no address, and its driver fails. The sizes are modelled after the firmware’s sources and measurements.',
  works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb setting, more address bits, or fewer devices.',
  sources: [
    {
      project: 'edk2',
      version: '2026.08',
      place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
    },
    {
      project: 'edk2',
      version: '2026.08',
      place: 'MdeModulePkg/Bus/Pci/PciBusDxe/PciResourceSupport.c, CalculateResourceAperture',
    },
    { project: 'seabios', version: '1.17.0', place: 'src/fw/pciinit.c, pci_bios_map_devices' },
  ],
};

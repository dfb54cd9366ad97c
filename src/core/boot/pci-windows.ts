/**
 * How firmware sizes its 64-bit PCI window, newest first, in the order of menus. None is a promise: a build may be set up otherwise,
 * so what follows from them is modelled.
 */
import { GiB, TiB } from '../base/addr';
import { registry } from '../base/registry';
import type { PciWindowRule } from './pci-window';

/** Size of the window that OVMF had for all guests before 2022, and still has where it does not know the address width. */
const CLASSIC = 32 * GiB;
const KNOB = { name: 'opt/ovmf/X-PciMmio64Mb', most: 16 * TiB };
const OVMF = { size: CLASSIC, grows: false, needsGigabytePages: true, knob: KNOB } as const;

export const pciWindows = registry<PciWindowRule>([
  {
    ...OVMF,
    id: 'ovmf-quarter',
    title: 'One quarter of the address space',
    firmware: 'OVMF after edk2-stable202608',
    share: 4,
    mostBits: 46,
    place: 'pull request 12997, PlatformDynamicMmioWindow',
    note: 'OVMF with pull request 12997: 16 TiB of 46 bits, made for eight GPUs of 512 GiB.',
  },
  {
    ...OVMF,
    id: 'ovmf-eighth',
    title: 'One eighth of the address space',
    firmware: 'OVMF up to edk2-stable202608',
    share: 8,
    mostBits: 46,
    place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
    note: 'Measured with OVMF 2026.08: the last 8 TiB of 46 bits. CPUs with more bits have no more of it.',
  },
  {
    ...OVMF,
    id: 'ovmf-eighth-47',
    title: 'One eighth of at most 47 bits',
    firmware: 'OVMF, the first builds with a dynamic window',
    share: 8,
    mostBits: 47,
    place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformAddressWidthFromCpuid',
    note: 'OVMF before it stopped at 46 bits: 16 TiB for a CPU with 47 bits or more.',
  },
  {
    ...OVMF,
    id: 'ovmf-classic',
    title: '32 GiB behind memory',
    firmware: 'OVMF before edk2-stable202211',
    mostBits: 46,
    place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformGetFirstNonAddress',
    note: 'OVMF before the dynamic window: what does not fit needs the X-PciMmio64Mb setting.',
  },
  {
    id: 'seabios',
    title: 'As much as the BARs need',
    firmware: 'SeaBIOS 1.17.0',
    share: 8,
    size: 0,
    // Measured: with 46 bits and more it ends at 16 TiB.
    mostBits: 44,
    grows: true,
    needsGigabytePages: false,
    place: 'src/fw/pciinit.c, pci_bios_map_devices',
    note: 'Steps of one eighth of the address space, at its top, as many as the BARs need.',
  },
]);

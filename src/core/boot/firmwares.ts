/** Firmware builds that can be planned for, in the order of menus. */
import { registry } from '../base/registry';
import type { Firmware } from './firmware';

export const firmwares = registry<Firmware>([
  {
    id: 'seabios',
    title: 'SeaBIOS 1.17.0',
    short: 'SeaBIOS',
    handOff: 'e820',
    softReserved: 'dropped',
    pieces: 'seabios-1.17',
    pciWindow: 'seabios',
    note: 'QEMU’s default. It keeps types 1 and 2 of etc/e820 and drops every other entry.',
  },
  {
    id: 'ovmf',
    title: 'OVMF 2026.08, 4 MiB build',
    short: 'OVMF',
    handOff: 'efi',
    softReserved: 'kept',
    pieces: 'ovmf-2026.08',
    pciWindow: 'ovmf-eighth',
    note: 'UEFI from two pflash files, without SMM. It hands soft-reserved memory on with the EFI_MEMORY_SP attribute.',
  },
  {
    id: 'ovmf-single',
    title: 'OVMF 2026.08, single file',
    short: 'OVMF',
    handOff: 'efi',
    softReserved: 'kept',
    pieces: 'ovmf-2026.08-single',
    pciWindow: 'ovmf-eighth',
    note: 'The same UEFI in one image, given with -bios.',
  },
  {
    id: 'ovmf-secboot',
    title: 'OVMF 2026.08, secure boot with SMM',
    short: 'OVMF',
    handOff: 'efi',
    softReserved: 'kept',
    pciWindow: 'ovmf-eighth',
    note: 'Its own pieces of RAM depend on the RAM size in a way that was recorded at one size only.',
  },
  {
    id: 'ovmf-before-sp',
    title: 'OVMF before soft-reserved support',
    short: 'OVMF',
    handOff: 'efi',
    softReserved: 'dropped',
    pciWindow: 'ovmf-eighth',
    note: 'edk2 without pull request 11964: the range is missing from the UEFI memory map.',
  },
  {
    id: 'ovmf-snp-before-12774',
    title: 'OVMF for SEV-SNP, before the fix',
    short: 'OVMF',
    handOff: 'efi',
    softReserved: 'usable',
    pciWindow: 'ovmf-eighth',
    note: 'edk2 with pull request 11964 and without 12774: memory above 4 GiB is accepted late and the mark is lost.',
  },
]);

/** What QEMU loads where nothing else is asked for. */
export const DEFAULT_FIRMWARE = 'seabios';

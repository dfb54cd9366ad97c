/** What a firmware hands to the operating system of the memory table that QEMU gave it. */
import type { Firmware } from '../boot/firmware';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { HandOff } from './hand-off';
import { ovmfHandOff } from './ovmf';
import { seabiosHandOff } from './seabios';

/** The firmware's own E820 list or UEFI map, by address; each range with how sure it is and why. Never throws for an accepted start-up. */
export const firmwareHandOff = (firmware: Firmware, startup: AcceptedStartup): HandOff =>
  firmware.handOff === 'e820' ? seabiosHandOff(firmware, startup) : ovmfHandOff(firmware, startup);

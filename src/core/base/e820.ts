/** Numbers of E820 tables (ACPI 6.5, section 15.1, Address Range Types; Linux arch/x86/include/asm/e820/types.h), and the one fixed range that AMD machines add. */
import { range } from './range';

export const RAM = 1;
export const RESERVED = 2;
export const ACPI_DATA = 3;
export const ACPI_NVS = 4;
export const UNUSABLE = 5;
export const PERSISTENT = 7;
/** What non-standard firmware and `memmap=…!…` call persistent memory. */
export const LEGACY_PERSISTENT = 12;
/** Linux's number for specific-purpose memory; no ACPI type. */
export const SOFT_RESERVED = 0xefff_ffff;

const WORDS: ReadonlyMap<number, string> = new Map([
  [RAM, 'usable'],
  [RESERVED, 'reserved'],
  [ACPI_DATA, 'ACPI data'],
  [ACPI_NVS, 'ACPI NVS'],
  [UNUSABLE, 'unusable'],
  [PERSISTENT, 'persistent (type 7)'],
  [LEGACY_PERSISTENT, 'persistent (type 12)'],
  [SOFT_RESERVED, 'soft reserved'],
]);

/** Whether there is a word for a type. */
export const isNamedType = (type: number): boolean => WORDS.has(type);

/** As Linux before 7.0 prints it (arch/x86/kernel/e820.c, e820_print_type), which most people know: `usable`, `type 20`. */
export const typeWords = (type: number): string => WORDS.get(type) ?? `type ${type}`;

/** Below 1 TiB, kept for HyperTransport by AMD CPUs of 40 address bits and more (QEMU hw/i386/pc.c, AMD_HT_START and AMD_HT_SIZE). */
export const HYPER_TRANSPORT = range(0xfd_0000_0000, 0x100_0000_0000);

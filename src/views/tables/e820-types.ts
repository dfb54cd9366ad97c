/** E820 type numbers in Linux's words (arch/x86/kernel/e820.c, e820_type_to_string before 7.0); others keep their number. */
const WORDS: Readonly<Record<number, string>> = {
  1: 'usable',
  2: 'reserved',
  3: 'ACPI data',
  4: 'ACPI NVS',
  5: 'unusable',
  7: 'persistent (type 7)',
  0xefff_ffff: 'soft reserved',
};

export const e820TypeWords = (type: number): string => WORDS[type] ?? `type ${type}`;

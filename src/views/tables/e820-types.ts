/** E820 type numbers in Linux's words (arch/x86/kernel/e820.c, e820_type_to_string), which differ since 7.0; others keep their number. */
import { SOFT_RESERVED } from '../../core/base/e820';
import type { Kernel } from '../../core/boot/kernel';

const BEFORE_7_0: Readonly<Record<number, string>> = {
  1: 'usable',
  2: 'reserved',
  3: 'ACPI data',
  4: 'ACPI NVS',
  5: 'unusable',
  7: 'persistent (type 7)',
  12: 'persistent (type 12)',
  [SOFT_RESERVED]: 'soft reserved',
};
const SINCE_7_0: Readonly<Record<number, string>> = {
  ...BEFORE_7_0,
  1: 'System RAM',
  2: 'device reserved',
  7: 'persistent RAM (type 7)',
  12: 'persistent RAM (type 12)',
};

/** As most people know them: the words of kernels before 7.0. */
export const e820TypeWords = (type: number): string => BEFORE_7_0[type] ?? `type ${type}`;

/** As a kernel prints them. */
export const kernelWords = (type: number, wording: Kernel['wording']): string =>
  (wording === 'since-7.0' ? SINCE_7_0 : BEFORE_7_0)[type] ?? `type ${type}`;

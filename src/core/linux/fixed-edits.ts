/** What Linux changes in every table, whatever the parameters (x86 setup_arch). */
import { RAM, RESERVED } from '../base/e820';
import { range, size } from '../base/range';
import { KiB, MiB } from '../base/addr';
import type { Kernel } from '../boot/kernel';
import type { HandOff } from '../firmware/hand-off';
import type { Provenance } from '../space/region';
import type { TableEntry } from './entry';
import { typeWords } from './e820-types';
import { memText } from './log-text';
import type { EditedTable } from './table-change';
import { removed, retyped } from './table-edit';

const FIRST_PAGE = range(0, 4 * KiB);
const BIOS_AREA = range(640 * KiB, MiB);

const FIRST_PAGE_WHY: Provenance = {
  rule: 'linux/first-page',
  steps: [{ text: 'Linux keeps the first page of memory from use, since a BIOS may write to it.' }],
  cite: { project: 'linux', version: '7.2', place: 'arch/x86/kernel/setup.c, trim_bios_range' },
};

/** MMIO descriptors from this size on leave the table again (efi_remove_e820_mmio). */
const LARGE_MMIO = 256 * KiB;

/** The table with these edits, not sanitised, and their lines of the log in order. */
export function withFixedEdits(table: readonly TableEntry[], handOff: HandOff, kernel: Kernel): EditedTable {
  const words = (type: number): string => typeWords(kernel, type);
  const log: string[] = [];
  let edited = table;
  for (const { efi, range: span } of kernel.removesLargeMmio ? handOff.ranges : []) {
    if (efi !== 'mmio' || size(span) < LARGE_MMIO) continue;
    edited = removed(edited, span, RESERVED);
    log.push(`e820: remove ${memText(span)} ${words(RESERVED)}`);
  }
  const sure = kernel.recorded ? 'exact' : 'modelled';
  edited = retyped(edited, FIRST_PAGE, RAM, RESERVED, { why: FIRST_PAGE_WHY, sure });
  log.push(`e820: update ${memText(FIRST_PAGE)} ${words(RAM)} ==> ${words(RESERVED)}`);
  edited = removed(edited, BIOS_AREA, RAM);
  log.push(`e820: remove ${memText(BIOS_AREA)} ${words(RAM)}`);
  return { table: edited, log };
}

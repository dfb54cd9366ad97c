/** The table as the kernel prints it (Linux e820__print_table). */
import type { Kernel } from '../boot/kernel';
import { range } from '../base/range';
import { spanText } from './log-text';
import type { LinuxEntry } from './view';

const DIGITS = 16;

/** Lines of the log without time: `BIOS-e820: [mem 0x…-0x…]  System RAM`, since 7.0 with a line for every gap before an entry. */
export const biosE820Lines = (bios: readonly LinuxEntry[], kernel: Kernel): readonly string[] =>
  tableLines('BIOS-e820', bios, kernel);

/** The same for the table that parameters made. */
export const userE820Lines = (user: readonly LinuxEntry[], kernel: Kernel): readonly string[] =>
  tableLines('user', user, kernel);

function tableLines(tag: string, entries: readonly LinuxEntry[], { wording }: Kernel): readonly string[] {
  if (wording === 'before-7.0') {
    return entries.map((entry) => `${tag}: [mem ${spanText(entry.range, DIGITS)}] ${entry.words}`);
  }
  return entries.flatMap((entry, index) => {
    const before = entries[index - 1]?.range.end ?? 0;
    const line = `${tag}: [mem ${spanText(entry.range, DIGITS)}]  ${entry.words}`;
    if (entry.range.start <= before) return [line];
    return [`${tag}: [gap ${spanText(range(before, entry.range.start), DIGITS)}]`, line];
  });
}

/** A memory table as text, for logs, programs and sheets. What the clipboard gets and what files hold is the same text. */
import { typeWords as commonWords } from '../../base/e820';
import { formatAddress } from '../../base/size-text';
import type { Kernel } from '../../boot/kernel';
import { typeWords } from '../../linux/e820-types';
import type { E820Entry } from '../../plan/plan';

export type TableForm = 'dmesg' | 'json' | 'csv' | 'c';

export interface TableContext {
  /** `etc/e820`, `OVMF`. */
  readonly title: string;
  /** The kernel that prints the lines. */
  readonly kernel: Kernel;
}

export function tableText(entries: readonly E820Entry[], form: TableForm, context: TableContext): string {
  switch (form) {
    case 'dmesg':
      return dmesg(entries, context.kernel).join('\n') + '\n';
    case 'json':
      return `${JSON.stringify(entries.map(asObject), undefined, 2)}\n`;
    case 'csv':
      return csv(entries);
    case 'c':
      return cArray(entries, context.title);
  }
}

const digits = (value: number): string => `0x${value.toString(16).padStart(16, '0')}`;
const span = (start: number, end: number): string =>
  `${digits(start)}-${end === 0 ? lastAddress(end) : digits(end - 1)}`;

/**
 * As `e820__print_table` has it (Linux arch/x86/kernel/e820.c): by address; since 7.0 two blanks before the type, and a line for each gap
 * before an entry, none after the last.
 */
function dmesg(entries: readonly E820Entry[], kernel: Kernel): readonly string[] {
  const saysGaps = kernel.wording === 'since-7.0';
  const lines: string[] = [];
  let end = 0;
  for (const { range, claims: { start, end: behind } = range, type } of entries.toSorted(
    (a, b) => a.range.start - b.range.start,
  )) {
    if (saysGaps && start > end) lines.push(`BIOS-e820: [gap ${span(end, start)}]`);
    lines.push(`BIOS-e820: [mem ${span(start, behind)}]${saysGaps ? '  ' : ' '}${typeWords(kernel, type)}`);
    end = Math.max(end, behind);
  }
  return lines;
}

/** The last address; that of no bytes at 0 is what addresses of 64 bits come round to, as in Linux. */
const lastAddress = (end: number): string => (end === 0 ? `0x${'f'.repeat(16)}` : formatAddress(end - 1));

const asObject = ({ range, claims: { start, end } = range, type, words, node, cause, sure }: E820Entry) => ({
  start: formatAddress(start),
  end: lastAddress(end),
  size: end - start,
  type,
  words: words ?? commonWords(type),
  ...(node === undefined ? {} : { node }),
  cause,
  sure: sure ?? 'exact',
});

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csv(entries: readonly E820Entry[]): string {
  const rows = entries.map(({ range, claims: { start, end } = range, type, words, node, cause, sure }) =>
    [
      formatAddress(start),
      lastAddress(end),
      String(end - start),
      formatAddress(type),
      quoted(words ?? commonWords(type)),
      String(node ?? ''),
      quoted(cause),
      sure ?? 'exact',
    ].join(','),
  );
  return ['start,end,size,type,words,node,cause,sure', ...rows, ''].join('\n');
}

/** Nothing that ends a comment early, and no backslash that joins it to the next line. */
const inComment = (text: string): string => text.replaceAll('*/', '* /').replaceAll(/[\\\s]+/g, ' ');

/** Entries as Linux's `struct e820_entry` and QEMU's have them, 20 bytes each, so that the array is the table. */
function cArray(entries: readonly E820Entry[], title: string): string {
  const rows = entries.map(({ range, claims: { start, end: behind } = range, type, words, cause }) => {
    const say = inComment(`${words ?? commonWords(type)}, ${cause}`);
    return `\t{ ${digits(start)}, ${digits(behind - start)}, 0x${type.toString(16).padStart(8, '0')} }, /* ${say} */`;
  });
  return [
    `/* ${inComment(title)}: ${entries.length} entries */`,
    '#include <stdint.h>',
    '',
    'struct e820_entry {',
    '\tuint64_t start;',
    '\tuint64_t size;',
    '\tuint32_t type;',
    '} __attribute__((packed));',
    '',
    'static const struct e820_entry e820[] = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

/** A memory table as text, for logs, programs and sheets. */
import { formatAddress } from '../../core/base/size-text';
import type { Kernel } from '../../core/boot/kernel';
import type { E820Entry } from '../../core/plan/plan';
import type { CopyForm } from './copy-forms';
import { e820TypeWords, kernelWords } from './e820-types';

export interface CopyContext {
  /** `etc/e820`, `OVMF`. */
  readonly title: string;
  readonly wording: Kernel['wording'];
}

export function copyE820(entries: readonly E820Entry[], form: CopyForm, context: CopyContext): string {
  switch (form) {
    case 'dmesg':
      return dmesg(entries, context.wording).join('\n') + '\n';
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
function dmesg(entries: readonly E820Entry[], wording: Kernel['wording']): readonly string[] {
  const lines: string[] = [];
  let end = 0;
  for (const { range, claims: { start, end: behind } = range, type } of entries.toSorted(
    (a, b) => a.range.start - b.range.start,
  )) {
    if (wording === 'since-7.0' && start > end) lines.push(`BIOS-e820: [gap ${span(end, start)}]`);
    const blanks = wording === 'since-7.0' ? '  ' : ' ';
    lines.push(`BIOS-e820: [mem ${span(start, behind)}]${blanks}${kernelWords(type, wording)}`);
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
  words: words ?? e820TypeWords(type),
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
      quoted(words ?? e820TypeWords(type)),
      String(node ?? ''),
      quoted(cause),
      sure ?? 'exact',
    ].join(','),
  );
  return ['start,end,size,type,words,node,cause,sure', ...rows, ''].join('\n');
}

function cArray(entries: readonly E820Entry[], title: string): string {
  const rows = entries.map(({ range, claims: { start, end: behind } = range, type, words, cause }) => {
    const say = `${words ?? e820TypeWords(type)}, ${cause}`.replaceAll('*/', '* /');
    return `\t{ ${digits(start)}, ${digits(behind - start)}, 0x${type.toString(16).padStart(8, '0')} }, /* ${say} */`;
  });
  return [
    `/* ${title.replaceAll('*/', '* /')}: ${entries.length} entries */`,
    'static const struct { uint64_t start, size; uint32_t type; } e820[] = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

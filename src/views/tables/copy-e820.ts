/** A memory table as text, for logs, programs and sheets. */
import { size } from '../../core/base/range';
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
const span = (start: number, end: number): string => `${digits(start)}-${digits(end - 1)}`;

/**
 * As `e820__print_table` has it (Linux arch/x86/kernel/e820.c): by address; since 7.0 two blanks before the type, and a line for each gap
 * before an entry, none after the last.
 */
function dmesg(entries: readonly E820Entry[], wording: Kernel['wording']): readonly string[] {
  const lines: string[] = [];
  let end = 0;
  for (const { range, type } of entries.toSorted((a, b) => a.range.start - b.range.start)) {
    if (wording === 'since-7.0' && range.start > end) lines.push(`BIOS-e820: [gap ${span(end, range.start)}]`);
    const blanks = wording === 'since-7.0' ? '  ' : ' ';
    lines.push(`BIOS-e820: [mem ${span(range.start, range.end)}]${blanks}${kernelWords(type, wording)}`);
    end = Math.max(end, range.end);
  }
  return lines;
}

const asObject = ({ range, type, words, node, cause, sure }: E820Entry) => ({
  start: formatAddress(range.start),
  end: formatAddress(range.end - 1),
  size: size(range),
  type,
  words: words ?? e820TypeWords(type),
  ...(node === undefined ? {} : { node }),
  cause,
  sure: sure ?? 'exact',
});

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csv(entries: readonly E820Entry[]): string {
  const rows = entries.map(({ range, type, words, node, cause, sure }) =>
    [
      formatAddress(range.start),
      formatAddress(range.end - 1),
      String(size(range)),
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
  const rows = entries.map(({ range, type, words, cause }) => {
    const say = `${words ?? e820TypeWords(type)}, ${cause}`.replaceAll('*/', '* /');
    return `\t{ ${digits(range.start)}, ${digits(size(range))}, 0x${type.toString(16).padStart(8, '0')} }, /* ${say} */`;
  });
  return [
    `/* ${title.replaceAll('*/', '* /')}: ${entries.length} entries */`,
    'static const struct { uint64_t start, size; uint32_t type; } e820[] = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

/** The result of a check as plain text, for a ticket or a mail. */
import { size } from '../base/range';
import { formatSize } from '../base/size-text';
import type { Capture } from './capture';
import type { Check } from './check';
import type { CheckRow, Entry, RowKind } from './check-rows';

export const ROW_WORDS: Readonly<Record<RowKind, string>> = {
  equal: 'equal',
  moved: 'moved',
  resized: 'other size',
  retyped: 'other type',
  changed: 'different',
  'missing-in-plan': 'not in the plan',
  'missing-in-guest': 'not in the guest',
};

const hex = (value: number | bigint): string => `0x${value.toString(16).padStart(10, '0')}`;

/** What an entry covers, with its last byte; what no range can be is shown as it was written. */
function rangeText({ range, claims }: Pick<Entry, 'range' | 'claims'>): string {
  const { start, end } = claims ?? { start: BigInt(range.start), end: BigInt(range.end) };
  return start >= end ? `${hex(start)}, no byte` : `${hex(start)}-${hex(end - 1n)}`;
}

function side(entry: Entry | undefined): string {
  if (entry === undefined) return '-';
  const fields = Object.entries(entry.fields ?? {}).map(([key, value]) => `${key} ${value}`);
  return [rangeText(entry), formatSize(size(entry.range)), entry.what, ...fields].join(', ');
}

function rowText(row: CheckRow, index: number): string {
  if (row.kind === 'equal') return `${index + 1}. equal: ${side(row.guest)}`;
  return [
    `${index + 1}. ${ROW_WORDS[row.kind]}: ${row.why}`,
    `   guest: ${side(row.guest)}`,
    `   plan:  ${side(row.plan)}`,
  ].join('\n');
}

/** Lines end with line feeds; the last one does, too. */
export function checkText(capture: Capture, check: Check): string {
  const { sentence, rows, bytes, remarks } = check;
  const lines = [`${capture.title}, held against the plan`, sentence, '', ...rows.map(rowText)];
  if (bytes !== undefined) {
    const { guest, plan, firstDifference } = bytes;
    lines.push(
      '',
      `guest: ${guest.length} bytes, SHA-256 ${guest.sha256}`,
      `plan:  ${plan.length} bytes, SHA-256 ${plan.sha256}`,
    );
    if (firstDifference !== undefined) lines.push(`first differing byte: ${firstDifference}`);
  }
  if (remarks.length > 0) lines.push('', ...remarks);
  return `${lines.join('\n')}\n`;
}

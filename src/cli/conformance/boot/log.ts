/** What a guest's log says of its memory, field by field, as text so that fields compare by equality. */
import type { GuestLog } from './guest';

const TIME = /^\[\s*\d+\.\d+\]\s?(?:\[\s*[TC]\d+\]\s?)?/;
const TYPES: Readonly<Record<string, string>> = { RAM: 'System RAM', RESERVED: 'device reserved' };
/** UEFI types that a booted system does not see any more. */
const BOOT_TIME = new Set(['Conventional', 'Loader Code', 'Loader Data', 'Boot Code', 'Boot Data']);

const LOGO_BYTES = 0x9000;

interface Row {
  first: number;
  last: number;
  words: string;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** By address, neighbours of equal words merged; the form in which both sides are compared. */
export function rowsText(rows: readonly { first: number; last: number; words: string }[]): string {
  const merged: Row[] = [];
  for (const row of rows.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before?.words === row.words && before.last + 1 === row.first) before.last = row.last;
    else merged.push({ ...row });
  }
  return merged.map(({ first, last, words }) => `${hex(first)}-${hex(last)} ${words}`).join('\n');
}

/** The list that SeaBIOS prints last, half-open there. */
function seabiosList(text: string): string | undefined {
  const found = [...text.matchAll(/e820 map has \d+ items:\n((?: {2}\d+: .*\n)+)/g)].at(-1)?.[1];
  if (found === undefined) return undefined;
  const rows = [...found.matchAll(/ {2}\d+: ([0-9a-f]+) - ([0-9a-f]+) = \d+ (\w+)/g)];
  return rowsText(
    rows.map(([, start = '', end = '', type = '']) => ({
      first: parseInt(start, 16),
      last: parseInt(end, 16) - 1,
      words: TYPES[type] ?? type,
    })),
  );
}

/** Lines up to where the map is printed once more: when the kernel has taken the runtime services over. */
function onceOnly(lines: readonly string[]): readonly string[] {
  const starts = lines.flatMap((line, index) => (/^efi: mem0+:/.test(line) ? [index] : []));
  return lines.slice(0, starts[1]);
}

/** `efi: mem12: [Runtime Data|RUN|  |…] range=[0x…-0x…] (0MB)` */
function efiMap(lines: readonly string[]): string | undefined {
  const rows = onceOnly(lines).flatMap((line) => {
    const found = /^efi: mem\d+: \[([^|]+)\|([^\]]*)\] range=\[0x([0-9a-f]+)-0x([0-9a-f]+)\]/.exec(line);
    if (!found) return [];
    const [, type = '', attributes = '', first = '', last = ''] = found;
    const name = type.trim();
    const marks = attributes.split('|').map((mark) => mark.trim());
    const words = [
      BOOT_TIME.has(name) ? 'Conventional' : name,
      ...(marks.includes('SP') ? ['+SP'] : []),
      ...(marks.includes('RUN') ? ['+RUN'] : []),
    ];
    return [{ first: parseInt(first, 16), last: parseInt(last, 16), words: words.join(' ') }];
  });
  return rows.length === 0 ? undefined : rowsText(rows);
}

const matching = (lines: readonly string[], form: RegExp): string =>
  lines.flatMap((line) => form.exec(line)?.[1] ?? []).join('\n');

/** Nine pages that OVMF with a display keeps for its picture: where they lie is not predicted, and said to be unknown. */
function isBootLogo(line: string): boolean {
  const [, first = '', last = ''] = /^e820: update \[mem 0x([0-9a-f]+)-0x([0-9a-f]+)\]/.exec(line) ?? [];
  return parseInt(last, 16) - parseInt(first, 16) === LOGO_BYTES - 1;
}

/** Fields that the log has; those of the kernel only once it has run. */
export function readLog({ console, firmware }: GuestLog): ReadonlyMap<string, string> {
  const lines = console.split('\n').map((line) => line.replace(/\r+$/, '').replace(TIME, ''));
  const fields = new Map<string, string>();
  const own = seabiosList(firmware) ?? efiMap(lines);
  if (own !== undefined) fields.set('firmware', own);
  if (!lines.some((line) => line.startsWith('BIOS-e820:'))) return fields;
  fields.set('BIOS-e820', matching(lines, /^(BIOS-e820: .*)$/));
  fields.set(
    'edits',
    matching(
      lines.filter((line) => !isBootLogo(line)),
      /^(e820: (?:update|remove) .*)$/,
    ),
  );
  fields.set('last_pfn', matching(lines, /^last_pfn = (0x[0-9a-f]+) /));
  fields.set('PCI gap', matching(lines, /^\[gap (0x[0-9a-f]+-0x[0-9a-f]+)\] available for PCI devices/));
  fields.set('SRAT', matching(lines, /^(ACPI: SRAT: Node .*)$/));
  fields.set('early nodes', matching(lines, /^ *(node +\d+: \[mem .*)$/));
  fields.set('RAM in KiB', matching(lines, /^Memory: \d+K\/(\d+)K available/));
  return fields;
}

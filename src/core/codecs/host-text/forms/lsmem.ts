/** `lsmem` as a table, its columns in any order, and as pairs (`-P`). */
import { inclusive } from '../address';
import type { Facts } from '../facts';
import type { LineForm } from '../line-form';

const COLUMNS = new Set([
  'RANGE',
  'SIZE',
  'STATE',
  'REMOVABLE',
  'BLOCK',
  'NODE',
  'ZONES',
  'CONFIGURED',
  'MEMMAP-ON-MEMORY',
]);
const RANGE = /^0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})$/i;
const TOTAL = /^Total (?:online|offline|usable|unusable) memory: *\d[\d.]*[BKMGTPE]*$/i;
const LONGEST_ROW = 400;

interface Cell {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const cells = (text: string): readonly Cell[] =>
  [...text.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, from: index, to: index + name.length }));

/** The fields of a row by column; by place where one of them is empty. */
function fieldsOf(row: readonly Cell[], columns: readonly Cell[]): ReadonlyMap<string, string> | undefined {
  if (row.length === columns.length) return new Map(columns.map(({ name }, index) => [name, row[index]?.name ?? '']));
  const fields = new Map<string, string>();
  for (const cell of row) {
    const column = columns.find(({ from, to }) => cell.from < to && from < cell.to);
    if (column === undefined || fields.has(column.name)) return undefined;
    fields.set(column.name, cell.name);
  }
  return fields;
}

/** How many memory blocks `2-64` are. */
function blockCount(text: string | undefined): number | undefined {
  const [, first = '', last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text ?? '') ?? [];
  const count = Number(last) - Number(first) + 1;
  return first === '' || count < 1 ? undefined : count;
}

/** Takes a row in by its column names in upper case; false if it has no range. */
export function takeBlocks(fields: ReadonlyMap<string, string>, facts: Facts): boolean {
  const [, first = '', last = ''] = RANGE.exec(fields.get('RANGE') ?? '') ?? [];
  const span = first === '' ? undefined : inclusive(first, last);
  if (span === undefined) return false;
  const id = /^\d{1,5}$/.exec(fields.get('NODE') ?? '')?.[0];
  const blocks = blockCount(fields.get('BLOCK'));
  facts.keep(facts.blocks, {
    ...span,
    state: fields.get('STATE') ?? '',
    ...(id === undefined ? {} : { node: Number(id) }),
    ...(blocks === undefined ? {} : { blocks }),
  });
  return true;
}

export const lsmem: LineForm = {
  id: 'lsmem',
  hint: /0x[0-9a-f]{1,16}-0x|RANGE|Total/,
  title: 'lines of lsmem',
  source: 'lsmem',
  read({ text }, facts) {
    if (text.length > LONGEST_ROW) return false;
    if (text.includes('0x')) {
      if (/^ *[A-Z-]+="/.test(text) && text.includes('RANGE="')) {
        return takeBlocks(
          new Map([...text.matchAll(/([A-Z-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
          facts,
        );
      }
      if (facts.lsmemColumns === undefined) return false;
      const fields = fieldsOf(cells(text), facts.lsmemColumns);
      return fields !== undefined && takeBlocks(fields, facts);
    }
    if (/\bRANGE\b/.test(text)) {
      const names = cells(text);
      if (!names.every(({ name }) => COLUMNS.has(name))) return false;
      facts.lsmemColumns = names;
      return true;
    }
    return TOTAL.test(text);
  },
};

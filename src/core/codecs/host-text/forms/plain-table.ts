/** A table that somebody wrote: `0x100000000-0x47fffffff  usable`, `0x280000000+8G soft reserved`, an entry a line. */
import { parseSize } from '../../../base/size-text';
import { typeOf } from '../e820-words';
import type { LineForm } from '../line-form';
import { takeEntry } from './e820-tables';

const ENTRY =
  /^[ \t]*(?:\d{1,4}[.:)][ \t]+)?\[?(?:mem[ \t]+)?0x([0-9a-f]{1,24})[ \t]*(-|–|\.\.|\+)[ \t]*(0x[0-9a-f]{1,24}|[1-9][\d.,]{0,20} ?[KMGTP]?(?:i?B)?|0)\]?[ \t]*[,:|]?[ \t]+\(?([a-z0-9][^#/]{0,60}?)\)?[ \t]*,?[ \t]*(?:(?:#|\/\/).*)?$/i;

/** What people write and no kernel prints. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ram', 'usable'],
  ['memory', 'usable'],
  ['spm', 'soft reserved'],
  ['soft-reserved', 'soft reserved'],
  ['soft_reserved', 'soft reserved'],
]);

/** A type in words, or its number, in hexadecimal too. */
function wordOf(text: string): string {
  const word = text.trim().toLowerCase();
  const number = /^(?:type )?(\d{1,10}|0x[0-9a-f]{1,8})$/.exec(word)?.[1];
  return number === undefined ? (WORDS.get(word) ?? word) : `type ${Number(number)}`;
}

export const plainTable: LineForm = {
  id: 'plain-table',
  hint: /0x[0-9a-f]{1,24}[ \t]*(?:-|–|\.\.|\+)/i,
  title: 'lines of a table',
  source: 'a table of ranges and types',

  read(line, facts) {
    const [, first = '', sign = '', end = '', text = ''] = ENTRY.exec(line.text) ?? [];
    if (first === '') return false;
    const word = wordOf(text);
    if (typeOf(word) === undefined) {
      const works = 'usable, reserved, ACPI data, ACPI NVS, unusable, persistent (type 7), soft reserved, or a number';
      // Rows of other lists have sizes and numbers there.
      if (/^[a-z]/.test(word) && facts.tables.some(({ tag }) => tag === 'plain'))
        facts.note(`“${text.trim()}” is no type of E820, so the line is left out. What works: ${works}.`, line.number);
      return false;
    }
    const isSize = sign === '+';
    if (end.startsWith('0x')) {
      return takeEntry(facts, line, 'plain', { first, second: end.slice(2), how: isSize ? 'size' : 'last', word });
    }
    const size = parseSize(end);
    if (!isSize || !size.ok) return false;
    return takeEntry(facts, line, 'plain', { first, second: size.value.toString(16), how: 'size', word });
  },
};

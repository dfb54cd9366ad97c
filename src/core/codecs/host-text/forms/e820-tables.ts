/** The tables that the kernel prints: the firmware's own, and those after parameters, setup data and edits (e820__print_table). */
import { exclusive, inclusive, type Span } from '../address';
import { typeOf } from '../e820-words';
import type { Facts, Table, TableTag } from '../facts';
import type { LineForm, SourceLine } from '../line-form';

const TAGS: ReadonlyMap<string, TableTag> = new Map([
  ['bios-e820', 'bios'],
  ['bios-e801', 'bios'],
  ['bios-88', 'bios'],
  ['xen', 'bios'],
  ['bios-provided', 'bios'],
  ['user', 'user'],
  ['user-defined', 'user'],
  ['modified', 'modified'],
  ['extended', 'extended'],
  ['reserve setup_data', 'extended'],
]);

const HEADING = /^ *(?:e820: )?(BIOS-provided|user-defined|extended|modified) physical RAM map:$/;
const TAG = '^ *(?:e820: )?(BIOS-e820|BIOS-e801|BIOS-88|Xen|user|modified|extended|reserve setup_data): +';
const ADDRESSES = '0x([0-9a-f]{1,16}) ?- ?0x([0-9a-f]{1,16})\\]';
const ENTRY = new RegExp(`${TAG}\\[mem +${ADDRESSES} +(\\S.{0,60})$`, 'i');
const GAP = new RegExp(`${TAG}\\[gap +${ADDRESSES}$`, 'i');
/** Before Linux 3.5 the second address was the one behind the last. */
const OLD_ENTRY = new RegExp(`${TAG}([0-9a-f]{1,16}) - ([0-9a-f]{1,16}) \\((.{1,60})\\)$`, 'i');

const tagOf = (text: string): TableTag => TAGS.get(text.toLowerCase()) ?? 'bios';

function begin(facts: Facts, tag: TableTag, line: number, hasHeading: boolean): Table {
  const table: Table = { tag, entries: [], gaps: [], lastLine: line, hasHeading };
  facts.keep(facts.tables, table);
  return table;
}

/** The table that a line belongs to. One that was printed before begins anew when its first entry comes again: another boot. */
function tableFor(facts: Facts, tag: TableTag, { number }: SourceLine, span: Span): Table {
  const table = facts.tables.findLast((each) => each.tag === tag);
  const first = table?.entries[0];
  const comesAgain = first !== undefined && first.start === span.start && first.end === span.end;
  return table === undefined || comesAgain ? begin(facts, tag, number, false) : table;
}

function take(facts: Facts, line: SourceLine, tag: string, span: Span | undefined, word: string): boolean {
  const type = typeOf(word);
  if (span === undefined || type === undefined) return false;
  const table = tableFor(facts, tagOf(tag), line, span);
  facts.keep(table.entries, { ...span, type, line: line.number });
  table.lastLine = line.number;
  return true;
}

export const e820Tables: LineForm = {
  id: 'e820-table',
  hint: /\[(?:mem|gap)|e820|e801|BIOS-88|(?:Xen|user|modified|extended|setup_data):|RAM map:/,
  title: 'lines of E820 tables',
  source: 'BIOS-e820 lines',

  read(line, facts) {
    const { text, number } = line;
    const entry = ENTRY.exec(text);
    if (entry !== null) {
      const [, tag = '', first = '', last = '', word = ''] = entry;
      return take(facts, line, tag, inclusive(first, last), word);
    }
    const heading = HEADING.exec(text);
    if (heading !== null) {
      begin(facts, tagOf(heading[1] ?? ''), number, true);
      return true;
    }
    const gap = GAP.exec(text);
    if (gap !== null) {
      const [, tag = '', first = '', last = ''] = gap;
      const span = inclusive(first, last);
      if (span === undefined) return false;
      const known = facts.tables.findLast((each) => each.tag === tagOf(tag));
      const table = known ?? begin(facts, tagOf(tag), number, false);
      facts.keep(table.gaps, { ...span, line: number });
      return true;
    }
    const old = OLD_ENTRY.exec(text);
    if (old === null) return false;
    const [, tag = '', first = '', end = '', word = ''] = old;
    return take(facts, line, tag, exclusive(first, end), word);
  },
};

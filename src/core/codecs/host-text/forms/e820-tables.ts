/** The tables that the kernel prints: the firmware's own, and those after parameters, setup data and edits (e820__print_table). */
import { typeWords } from '../../../base/e820';
import { claimed, inclusive, type Span } from '../address';
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
/** More digits than an address has are read too, so that it can be said what is wrong with them. */
const CLAIMED = '0x([0-9a-f]{1,24}) ?- ?0x([0-9a-f]{1,24})\\]';
const ENTRY = new RegExp(`${TAG}\\[mem +${CLAIMED} +(\\S.{0,60})$`, 'i');
const GAP = new RegExp(`${TAG}\\[gap +${ADDRESSES}$`, 'i');
/** Before Linux 3.5 the second address was the one behind the last. */
const OLD_ENTRY = new RegExp(`${TAG}([0-9a-f]{1,24}) - ([0-9a-f]{1,24}) \\((.{1,60})\\)$`, 'i');

const tagOf = (text: string): TableTag => TAGS.get(text.toLowerCase()) ?? 'bios';

function begin(facts: Facts, tag: TableTag, line: number, hasHeading: boolean): Table {
  const table: Table = { tag, entries: [], gaps: [], lastLine: line, hasHeading, linesRead: facts.lines };
  facts.keep(facts.tables, table);
  return table;
}

const isSame = (a: Span | undefined, b: Span): boolean => a?.start === b.start && a.end === b.end;

/** What began where the first entry came again is another boot's table, if its second entry is that of the first table, too. */
function cutAt(facts: Facts, table: Table, index: number): Table {
  const entries = table.entries.splice(index);
  const line = entries[0]?.line ?? table.lastLine;
  const next = begin(facts, table.tag, line, false);
  next.entries.push(...entries);
  next.gaps.push(...table.gaps.filter((gap) => gap.line >= line));
  table.gaps.splice(table.gaps.length - next.gaps.length);
  table.lastLine = table.entries.at(-1)?.line ?? table.lastLine;
  return next;
}

/**
 * The table that a line belongs to. Its first entry comes again where another boot begins, and where a table has an entry twice: it is
 * another boot if other lines stand in between, or if the second entry comes again, too.
 */
function tableFor(facts: Facts, tag: TableTag, { number }: SourceLine, span: Span): Table {
  const table = facts.tables.findLast((each) => each.tag === tag);
  if (table === undefined) return begin(facts, tag, number, false);
  const { again } = table;
  table.again = undefined;
  if (again !== undefined && isSame(table.entries[1], span)) return cutAt(facts, table, again);
  if (!isSame(table.entries[0], span)) return table;
  if (table.linesRead < facts.lines) return begin(facts, tag, number, false);
  if (table.entries.length > 1) table.again = table.entries.length;
  return table;
}

/** Takes an entry in; false if its type is none. One that a layout cannot hold is left out with a remark. */
export function takeEntry(
  facts: Facts,
  line: SourceLine,
  tag: TableTag,
  { first, second, how, word }: { first: string; second: string; how: 'last' | 'end' | 'size'; word: string },
): boolean {
  const type = typeOf(word);
  if (type === undefined) return false;
  const span = claimed(first, second, how);
  if (!span.ok) {
    const joint = how === 'size' ? '+' : how === 'last' ? '-' : ' to ';
    facts.leave(`0x${first}${joint}0x${second} ${typeWords(type)}`, span.error, line.number);
    return true;
  }
  const table =
    tag === 'plain'
      ? (facts.tables.findLast((each) => each.tag === tag) ?? begin(facts, tag, line.number, false))
      : tableFor(facts, tag, line, span.value);
  facts.keep(table.entries, { ...span.value, type, line: line.number });
  table.lastLine = line.number;
  table.linesRead = facts.lines + 1;
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
      const [, tag = '', first = '', second = '', word = ''] = entry;
      return takeEntry(facts, line, tagOf(tag), { first, second, how: 'last', word });
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
      table.linesRead = facts.lines + 1;
      return true;
    }
    const old = OLD_ENTRY.exec(text);
    if (old === null) return false;
    const [, tag = '', first = '', second = '', word = ''] = old;
    return takeEntry(facts, line, tagOf(tag), { first, second, how: 'end', word });
  },
};

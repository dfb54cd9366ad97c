/** What is other than in the layout that this one is compared with. */
import { formatAddress, formatSize } from '../../../base/size-text';
import { compare } from '../../../compare/compare';
import type { ComparedOption, Comparison, RangeChange } from '../../../compare/comparison';
import { KIND_WORDS, signedSize } from '../../../compare/range-words';
import { isUnchanged, meansSame } from '../../../compare/told';
import type { LayoutDocument } from '../../../document/schema';
import type { Region } from '../../../space/region';
import type { ComparedWith } from '../../format';
import { code, left, NONE, right, text, type Block, type Cell, type Section } from '../report';

/** Nobody reads more on paper; the layouts have them all. */
const MOST_ROWS = 1000;

const nameOf = (title: string, otherwise: string): string => (title === '' ? otherwise : `“${title}”`);

/** Absent where nothing is compared. */
export function changes(document: LayoutDocument, compared: ComparedWith | undefined): Section | undefined {
  if (compared === undefined) return undefined;
  const { isLater = false, document: second, machine } = compared;
  const comparison = compare(
    machine !== undefined
      ? { layout: document, machine, isMachineFirst: !isLater }
      : isLater
        ? { before: document, after: second }
        : { before: second, after: document },
  );
  const other = machine === undefined ? nameOf(second.title, 'another layout') : `a running machine (${machine.title})`;
  const sides = isLater ? `A is this layout, B is ${other}.` : `A is ${other}, B is this layout.`;
  return {
    id: 'changes',
    title: 'Changes',
    blocks: [
      { kind: 'text', text: `${comparison.headline}. ${comparison.summary}` },
      { kind: 'text', text: `${sides} Order and formatting never count as a change.`, quiet: true },
      ...(meansSame(comparison)
        ? []
        : [...ranges(comparison), ...facts(comparison), ...options(comparison), ...settings(comparison)]),
    ],
  };
}

const sizeOf = (region: Region | undefined): Cell =>
  region === undefined ? NONE : text(formatSize(region.range.end - region.range.start));
const startOf = (region: Region | undefined): Cell =>
  region === undefined ? NONE : code(formatAddress(region.range.start));

/** A row for each thing that is another: size, start, kind, what is behind it. */
function rowsOf({ id, kinds, before, after, movedBy, resizedBy, bound }: RangeChange): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  const row = (change: string, was: Cell, is: Cell): void => {
    rows.push([text(id), text(change), was, is]);
  };
  if (kinds.includes('added') || kinds.includes('removed')) {
    row(`${kinds[0] ?? ''}, size`, sizeOf(before), sizeOf(after));
    row(`${kinds[0] ?? ''}, start`, startOf(before), startOf(after));
  }
  if (kinds.includes('resized')) row(`size, ${signedSize(resizedBy)}`, sizeOf(before), sizeOf(after));
  if (kinds.includes('moved')) row(`start, ${signedSize(movedBy)}`, startOf(before), startOf(after));
  if (kinds.includes('retyped') && before !== undefined && after !== undefined) {
    row('kind', text(KIND_WORDS[before.kind]), text(KIND_WORDS[after.kind]));
  }
  if (bound !== undefined) row('what is behind it', text(bound.before), text(bound.after));
  return rows;
}

function ranges({ ranges: all }: Comparison): readonly Block[] {
  if (all.length === 0) return [];
  const rows = all.filter((change) => !isUnchanged(change)).flatMap(rowsOf);
  if (rows.length === 0) return [{ kind: 'text', text: 'All ranges stay what and where they are.' }];
  const columns = [left('What'), left('Change'), right('A'), right('B')];
  const table = { caption: 'Ranges that differ', columns, rows: rows.slice(0, MOST_ROWS) };
  return [{ kind: 'table', table }, ...more(rows.length, 'rows')];
}

const more = (count: number, what: string): readonly Block[] =>
  count <= MOST_ROWS
    ? []
    : [
        {
          kind: 'text',
          text: `${(count - MOST_ROWS).toLocaleString('en-US')} more ${what} are left out.`,
          quiet: true,
        },
      ];

function facts({ facts: all }: Comparison): readonly Block[] {
  if (all.length === 0) return [];
  const rows = all.map(({ label, before, after, differs }) => [
    text(label),
    before === undefined ? NONE : text(before),
    after === undefined ? NONE : text(after),
    text(differs ? 'differs' : ''),
  ]);
  const columns = [left('Before and after'), right('A'), right('B'), left('')];
  return [{ kind: 'table', table: { caption: 'What both layouts come to', columns, rows } }];
}

const side = ({ pieces }: ComparedOption, without: 'before' | 'after'): Cell => {
  const own = pieces.filter((piece) => piece.in !== without);
  return own.some((piece) => piece.in !== 'both') || pieces.some((piece) => piece.in === 'both')
    ? code(
        own
          .map((piece) => piece.text)
          .join('')
          .trim(),
      )
    : NONE;
};

function options({ options: all }: Comparison): readonly Block[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST_ROWS)
    .map((option) => [side(option, 'after'), side(option, 'before'), text(option.likewise.join(', '))]);
  const columns = [left('A'), left('B'), left('Likewise')];
  const table = { caption: 'Options of the command line that differ', columns, rows };
  return [{ kind: 'table', table }, ...more(all.length, 'options')];
}

/** Everything of the layouts that differs, also what no range shows. */
function settings({ groups }: Comparison): readonly Block[] {
  if (groups.length === 0) return [];
  const rows = groups.flatMap(({ title, changes: all, count }) => [
    ...all.map(({ what, before, after }) => [
      text(title),
      text(what),
      before === undefined ? NONE : text(before),
      after === undefined ? NONE : text(after),
    ]),
    ...(count > all.length
      ? [[text(title), text(`${(count - all.length).toLocaleString('en-US')} more`), NONE, NONE]]
      : []),
  ]);
  const columns = [left('Part'), left('What'), left('A'), left('B')];
  return [{ kind: 'table', table: { caption: 'Settings that differ', columns, rows } }];
}

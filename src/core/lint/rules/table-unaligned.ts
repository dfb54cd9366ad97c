import { KiB, MiB } from '../../base/addr';
import { RAM } from '../../base/e820';
import type { Edit } from '../../document/edit';
import type { Fix } from '../diagnostic';
import type { LintRule } from '../rule';
import { listed } from './naming';
import {
  byAddress,
  endOf,
  findingsIn,
  hexText,
  isEmpty,
  hostPath,
  placeOf,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';

const CODE = 'table/unaligned';
const PAGE = 4 * KiB;
/** Below it, the EBDA of every PC begins within a page. */
const FROM = 1 * MiB;

/** Where entries begin or end within a page. */
interface Border {
  readonly at: number;
  readonly ends: readonly ListedEntry[];
  readonly starts: readonly ListedEntry[];
}

function borders(entries: readonly ListedEntry[]): readonly Border[] {
  const found = new Map<number, { at: number; ends: ListedEntry[]; starts: ListedEntry[] }>();
  const at = (address: number, side: 'ends' | 'starts', entry: ListedEntry): void => {
    if (address < FROM || address % PAGE === 0) return;
    const border = found.get(address) ?? { at: address, ends: [], starts: [] };
    border[side].push(entry);
    found.set(address, border);
  };
  const unaligned = entries.filter((entry) => !isEmpty(entry) && (entry.start % PAGE > 0 || endOf(entry) % PAGE > 0));
  for (const entry of byAddress(unaligned)) {
    at(entry.start, 'starts', entry);
    at(endOf(entry), 'ends', entry);
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** RAM loses the page that it has a part of, other types get it. */
function wholePage({ at, ends, starts }: Border): number {
  const below = at - (at % PAGE);
  const isRam = (entries: readonly ListedEntry[]): boolean => entries.some(({ type }) => type === RAM);
  if (isRam(ends)) return below;
  return isRam(starts) || starts.length === 0 ? below + PAGE : below;
}

function fixOf(table: ListedTable, border: Border, to: number): Fix | undefined {
  if (!table.isHost) return undefined;
  const removals: { readonly place: number; readonly edit: Edit }[] = [];
  const edits: Edit[] = [];
  for (const entry of [...border.ends, ...border.starts]) {
    const path = hostPath(entry);
    const isEnd = border.ends.includes(entry);
    const size = isEnd ? to - entry.start : endOf(entry) - to;
    if (size <= 0) removals.push({ place: entry.place, edit: { op: 'remove', path } });
    else {
      if (!isEnd) edits.push({ op: 'set', path: `${path}.start`, value: to });
      edits.push({ op: 'set', path: `${path}.size`, value: size });
    }
  }
  const last = removals.sort((a, b) => b.place - a.place).map(({ edit }) => edit);
  return { title: `Move the border to ${hexText(to)}`, edits: [...edits, ...last] };
}

function finding(table: ListedTable, border: Border): readonly TableFinding[] {
  const { at, ends, starts } = border;
  const entry = ends[0] ?? starts[0];
  if (entry === undefined) return [];
  const places = [
    ...ends.map(({ place }) => `the end of entry ${place}`),
    ...starts.map(({ place }) => `the start of entry ${place}`),
  ];
  const to = wholePage(border);
  const fix = fixOf(table, border, to);
  return [
    {
      key: String(at),
      diagnostic: {
        what: `${hexText(at)} is not 4 KiB aligned.`,
        where: `${table.name}: ${listed(places)}.`,
        why: 'Memory is handed out in pages. Linux leaves out the part of a page that is RAM, and of a page with two types one half is treated wrongly.',
        works: `A border between pages: ${hexText(to)}.`,
        ...placeOf(table, entry, at - (at % PAGE), at - (at % PAGE) + PAGE),
        ...(fix === undefined ? {} : { fixes: [fix] }),
      },
    },
  ];
}

/** Entries above 1 MiB that begin or end within a page. */
export const tableUnaligned: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'warning' }, (table) =>
      borders(table.entries).flatMap((border) => finding(table, border)),
    ),
};

import { typeWords } from '../../base/e820';
import { dialectOf, dialects } from '../../dialects/index';
import type { Edit } from '../../document/edit';
import { markingRules } from '../../qemu/marking/rules';
import { E820_ENTRY_BYTES } from '../../qemu/tables/e820';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import {
  bytesText,
  endOf,
  entryText,
  findingsIn,
  hexText,
  hostPath,
  placeOf,
  spanText,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';
import { deviceFix, isMissed, marksOf } from './marks';
import { clashesOf, type Clash } from './table-sweep';

const CODE = 'table/overlap';
const COUNTS = ['', 'it', 'these two', 'these three'];

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** What one entry has and another has not. */
const pieces = (entry: ListedEntry, without: ListedEntry): readonly Piece[] =>
  [
    { start: entry.start, end: Math.min(endOf(entry), without.start) },
    { start: Math.max(entry.start, endOf(without)), end: endOf(entry) },
  ].filter(({ start, end }) => start < end);

/** The first piece takes the entry's place, a second one comes behind it; an entry of which nothing is left goes. */
function splitEdits({ document }: LintContext, entry: ListedEntry, left: readonly Piece[]): readonly Edit[] {
  const path = hostPath(entry);
  const [first, second] = left;
  if (first === undefined) return [{ op: 'remove', path }];
  const edits: Edit[] = [
    { op: 'set', path: `${path}.start`, value: first.start },
    { op: 'set', path: `${path}.size`, value: first.end - first.start },
  ];
  if (second === undefined) return edits;
  const value = { ...document.host.ranges[entry.place - 1], start: second.start, size: second.end - second.start };
  return [...edits, { op: 'insert', path: `host.ranges.${entry.place}`, value }];
}

/** Short, since it stands on a button; what comes of it is told beside it. */
function titleOf(lower: ListedEntry, higher: ListedEntry, [first, second]: readonly Piece[]): string {
  if (first === undefined) return `Remove entry ${lower.place}`;
  if (second !== undefined) return `Split around ${spanText(higher.start, endOf(higher))}`;
  return `Split at ${hexText(first.start === lower.start ? first.end : first.start)}`;
}

function finding(context: LintContext, table: ListedTable, { first, second, start, end }: Clash): TableFinding {
  const [lower, higher] = first.type < second.type ? [first, second] : [second, first];
  const left = pieces(lower, higher);
  const after = [
    ...left.map((piece) => ({ ...piece, type: lower.type })),
    { start: higher.start, end: endOf(higher), type: higher.type },
  ].sort((a, b) => a.start - b.start);
  const texts = after.map((piece) => `${spanText(piece.start, piece.end)} ${typeWords(piece.type)}`);
  const fix: Fix | undefined = table.isHost
    ? {
        title: titleOf(lower, higher, left),
        edits: splitEdits(context, lower, left),
      }
    : undefined;
  const ofGuest = table.isHost || !isPatched(context) ? [] : patchFixes(context);
  const bytes = `${after.length * E820_ENTRY_BYTES} bytes for ${COUNTS[after.length] ?? 'them'}`;
  const deed = left.length === 0 ? 'Remove the other: ' : 'Split: ';
  return {
    key: `${start} ${end} ${lower.type} ${higher.type}`,
    diagnostic: {
      what: `Both entries claim ${spanText(start, end)} (${bytesText(end - start)}) with different types.`,
      where: `${table.name}, entries ${first.place} and ${second.place}: ${entryText(first)} and ${entryText(second)}.`,
      why: `A byte is one thing. Linux settles it by the higher type number, here ${typeWords(higher.type)} (${hexText(higher.type)}), and reads ${texts.join(', ')}. Firmware or another system may settle it the other way.`,
      works: `${deed}${texts.join(' and ')}, ${bytes}.`,
      ...placeOf(table, second, start, end),
      ...(fix === undefined ? {} : { fixes: [fix] }),
      ...(ofGuest.length === 0 ? {} : { fixes: ofGuest }),
    },
  };
}

const isPatched = ({ document }: LintContext): boolean => markingRules(dialectOf(document.dialect)) !== undefined;

/** Where the next version of the patch, in the same spelling, cuts the range out of RAM, that is one way out. */
function carvingFix(context: LintContext): readonly Fix[] {
  const { spm, patch } = dialectOf(context.document.dialect);
  const next = dialects.all.find((each) => each.spm === spm && each.patch?.version === (patch?.version ?? NaN) + 1);
  if (next?.patch === undefined || markingRules(next)?.step !== 'carve' || marksOf(context).some(isMissed)) return [];
  return [
    {
      title: `Carve it out, as version ${next.patch.version} does`,
      edits: [{ op: 'set', path: 'dialect', value: next.id }],
    },
  ];
}

/** What was merged does not touch RAM at all. */
const patchFixes = (context: LintContext): readonly Fix[] => [...carvingFix(context), ...deviceFix(context)];

/** Entries of different types that claim the same bytes. */
export const tableOverlap: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'error' }, (table) =>
      clashesOf(table.entries).ofTypes.map((each) => finding(context, table, each)),
    ),
};

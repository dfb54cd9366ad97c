/** The table of changes: a row for each thing that is not the same, in the words of those who plan memory. */
import { size } from '../../core/base/range';
import { formatSize } from '../../core/base/size-text';
import type { Comparison, RangeChange, RangeChangeKind } from '../../core/compare/comparison';
import type { Region } from '../../core/space/region';
import { shortSize } from '../../draw/boxes';
import { lookOf } from '../../ui/kinds';

/** A size or words; an address, which is set as one; or nothing. */
export type Cell = { readonly text: string; readonly exact?: string } | { readonly address: number } | undefined;

interface ChangeRow {
  readonly kind: RangeChangeKind;
  readonly words: string;
  readonly before: Cell;
  readonly after: Cell;
}

const signed = (by: number): string => `${by < 0 ? '−' : '+'} ${shortSize(Math.abs(by))}`;
const sizeCell = (region: Region | undefined): Cell =>
  region === undefined ? undefined : { text: shortSize(size(region.range)), exact: formatSize(size(region.range)) };
const textCell = (text: string | undefined): Cell => (text === undefined ? undefined : { text });
const startCell = (region: Region | undefined): Cell =>
  region === undefined ? undefined : { address: region.range.start };
const kindCell = (region: Region | undefined): Cell =>
  region === undefined ? undefined : { text: lookOf(region.kind).title };

/** The rows of one change; those that are not wanted are left out. */
export function changeRows(change: RangeChange, isShown: (kind: RangeChangeKind) => boolean): readonly ChangeRow[] {
  const { kinds, before, after, movedBy } = change;
  const row = (kind: RangeChangeKind, words: string, cell: (region: Region | undefined) => Cell): ChangeRow => ({
    kind,
    words,
    before: cell(before),
    after: cell(after),
  });
  const rowsOf: Readonly<Record<RangeChangeKind, () => readonly ChangeRow[]>> = {
    added: () => [row('added', 'added', sizeCell), row('added', 'start', startCell)],
    removed: () => [row('removed', 'removed', sizeCell), row('removed', 'start', startCell)],
    retyped: () => [row('retyped', 'kind', kindCell)],
    resized: () => [row('resized', 'size', sizeCell)],
    moved: () => [row('moved', `start, ${signed(movedBy)}`, startCell)],
    rebound: () => [
      {
        kind: 'rebound',
        words: 'bound to',
        before: textCell(change.bound?.before),
        after: textCell(change.bound?.after),
      },
    ],
    unchanged: () => [row('unchanged', 'unchanged', sizeCell)],
  };
  return (['added', 'removed', 'retyped', 'resized', 'moved', 'rebound', 'unchanged'] as const).flatMap((kind) =>
    kinds.includes(kind) && isShown(kind) ? rowsOf[kind]() : [],
  );
}

/** How many rows say that something changed. */
export const countOfChanges = ({ ranges, options }: Comparison): number =>
  ranges.filter(({ kinds }) => !kinds.includes('unchanged')).length + (ranges.length === 0 ? options.length : 0);

/** What is not the same in two rows of bytes. */
export const differingBytes = (a: Uint8Array, b: Uint8Array): readonly boolean[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, at) => a[at] !== b[at]);

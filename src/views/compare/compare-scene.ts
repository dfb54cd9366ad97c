/** What a comparison shows at one moment: two lanes on one axis, the bands between them, and which change each of them is of. */
import type { ComparedForm } from '../../app/comparison-state.svelte';
import { overlaps, size, type Range } from '../../core/base/range';
import type { Comparison, RangeChange } from '../../core/compare/comparison';
import type { Region } from '../../core/space/region';
import { laneItems, shortSize, type LaneItem } from '../../draw/boxes';
import { itemAt } from '../../draw/hit-test';
import { piecesOnAxis } from '../../draw/compare-axis';
import type { Piece } from '../../draw/pieces';
import { bandOf, isOnBand, type Band } from '../../draw/ribbons';
import { rulerLines } from '../../draw/ruler';
import type { ViewScale } from '../../draw/view-scale';
import { lookOf } from '../../ui/kinds';
import { compareColumns, type CompareColumns } from './compare-columns';

export type Mark = 'selected' | 'hovered';

/** What one of the two layouts has on the axis. */
export interface ComparedLane {
  readonly items: readonly LaneItem[];
  readonly toJump: Range | undefined;
}

/** A range of both, or of one of them, between the lanes. */
export interface ChangeBand {
  readonly change: RangeChange;
  readonly band: Band;
  readonly mark: Mark | undefined;
}

/** A stretch of addresses that is not the same on both. */
interface Difference {
  readonly top: number;
  readonly bottom: number;
}

/** All of the picture that stays as it is while something is pointed at or selected. */
export interface StillScene {
  readonly width: number;
  readonly height: number;
  readonly form: ComparedForm;
  readonly columns: CompareColumns;
  readonly scale: ViewScale;
  readonly before: ComparedLane;
  readonly after: ComparedLane;
  /** Largest first. */
  readonly bands: readonly ChangeBand[];
  readonly differences: readonly Difference[];
  readonly grid: readonly { readonly y: number; readonly text: string }[];
}

export interface CompareScene extends StillScene {
  readonly still: StillScene;
  /** Largest first, what is pointed at next, what is selected last. */
  readonly bands: readonly ChangeBand[];
  /** Those at the end that are marked. */
  readonly lit: readonly ChangeBand[];
  /** The keyboard is at it. */
  readonly focus: RangeChange | undefined;
  markOf(item: LaneItem, side: 'before' | 'after'): Mark | undefined;
}

interface SceneWish {
  readonly comparison: Comparison;
  readonly shown: readonly RangeChange[];
  readonly form: ComparedForm;
  readonly axis: readonly Piece[];
  readonly scale: ViewScale;
  readonly width: number;
  readonly height: number;
}

interface Lit {
  readonly selected: RangeChange | undefined;
  readonly hovered: RangeChange | undefined;
  readonly focus: RangeChange | undefined;
}

/** A range that comes or goes is drawn to so much of the way between the lanes. */
const HALF_WAY = 0.5;

const fold = ({ start, end }: Range): string => `${shortSize(end - start)} empty`;

function laneOf(regions: readonly Region[], width: number, { axis, scale }: SceneWish): readonly LaneItem[] {
  const pieces = piecesOnAxis(regions, axis);
  const folds = new Set(pieces.flatMap((piece) => (piece.role === 'gap' && piece.folded ? [piece.range.start] : [])));
  return laneItems(pieces, scale, {
    width,
    causeOf: () => undefined,
    gapText: (gap) => (folds.has(gap.start) ? fold(gap) : ''),
    kindWord: (kind) => lookOf(kind).short,
  });
}

/** The band of a change; one that comes or goes narrows to nothing half way. */
function bandOfChange({ before, after }: RangeChange, { scale, height }: SceneWish, columns: CompareColumns) {
  const { left, width } = columns.ribbons;
  const scales = { host: scale, guest: scale };
  if (before !== undefined && after !== undefined)
    return bandOf({ host: before.range, guest: after.range }, scales, columns.ribbons, height);
  const only = before?.range ?? after?.range;
  if (only === undefined) return undefined;
  const middle = only.start + Math.floor(size(only) / 2);
  const point = { start: middle, end: middle } as Range;
  const half = { left: before === undefined ? left + width * HALF_WAY : left, width: width * HALF_WAY };
  return bandOf(
    before === undefined ? { host: point, guest: only } : { host: only, guest: point },
    scales,
    half,
    height,
  );
}

function bandsOf(wish: SceneWish, columns: CompareColumns): readonly ChangeBand[] {
  if (columns.ribbons.width <= 0) return [];
  const bands = wish.shown.flatMap((change) => {
    const band = bandOfChange(change, wish, columns);
    return band === undefined ? [] : [{ change, band, mark: undefined }];
  });
  return bands.sort((a, b) => b.band.height - a.band.height);
}

/** Where the two do not have the same thing: what moved or grew lies over the place of something else. */
function differencesOf({ comparison, scale, height }: SceneWish): readonly Difference[] {
  const found: { top: number; bottom: number }[] = [];
  const same: Range[] = [];
  const some: Range[] = [];
  for (const { before, after, kinds } of comparison.ranges) {
    if (before !== undefined) some.push(before.range);
    if (after !== undefined) some.push(after.range);
    if (before === undefined || after === undefined || kinds.includes('retyped')) continue;
    const start = Math.max(before.range.start, after.range.start);
    const end = Math.min(before.range.end, after.range.end);
    if (start < end) same.push({ start, end } as Range);
  }
  some.sort((a, b) => a.start - b.start);
  same.sort((a, b) => a.start - b.start);
  let next = 0;
  let reached = 0;
  const add = (start: number, end: number): void => {
    const top = scale.toPixel(start);
    const bottom = scale.toPixel(end);
    if (start >= end || bottom < 0 || top > height) return;
    const last = found.at(-1);
    if (last !== undefined && top <= last.bottom + 0.01) last.bottom = Math.max(last.bottom, bottom);
    else found.push({ top, bottom });
  };
  for (const { start, end } of some) {
    let from = Math.max(start, reached);
    while ((same[next]?.end ?? Infinity) <= from) next += 1;
    for (let at = next; from < end; at += 1) {
      const both = same[at];
      if (both === undefined || both.start >= end) {
        add(from, end);
        break;
      }
      add(from, Math.min(both.start, end));
      from = Math.max(from, both.end);
    }
    reached = Math.max(reached, end);
  }
  return found;
}

function gridOf({ scale }: SceneWish): CompareScene['grid'] {
  if (scale.kind !== 'linear' && scale.view.zoom <= 1 && scale.kind !== 'log') return [];
  const lines = rulerLines(scale);
  const zero = scale.seen.start === 0 ? [{ y: scale.toPixel(0), text: '0' }] : [];
  return [...zero, ...lines];
}

export function stillScene(wish: SceneWish): StillScene {
  const { comparison, width, height, form, scale } = wish;
  const columns = compareColumns(width);
  const isOverlay = form === 'overlay';
  const laneWidth = isOverlay ? columns.both.width : columns.before.width;
  const lane = (side: 'before' | 'after'): ComparedLane => {
    const { regions, toJump } = comparison[side];
    return { items: laneOf(regions, laneWidth, wish), toJump: toJump as Range | undefined };
  };
  return {
    ...{ width, height, form, columns, scale },
    before: lane('before'),
    after: lane('after'),
    bands: isOverlay ? [] : bandsOf(wish, columns),
    differences: isOverlay ? differencesOf(wish) : [],
    grid: gridOf(wish),
  };
}

export function compareScene(still: StillScene, { selected, hovered, focus }: Lit): CompareScene {
  const marked = (change: RangeChange | undefined, mark: Mark): readonly ChangeBand[] =>
    still.bands.flatMap((each) => (each.change === change ? [{ ...each, mark }] : []));
  const lit = [...(hovered === selected ? [] : marked(hovered, 'hovered')), ...marked(selected, 'selected')];
  const rest = still.bands.filter(({ change }) => change !== selected && change !== hovered);
  return {
    ...still,
    still,
    bands: lit.length === 0 ? still.bands : [...rest, ...lit],
    lit,
    focus,
    markOf(item, side) {
      if (item.form === 'gap' || item.form === 'fold') return undefined;
      if (isIn(selected?.[side], item)) return 'selected';
      return isIn(hovered?.[side], item) ? 'hovered' : undefined;
    },
  };
}

const isIn = (region: Region | undefined, { range }: LaneItem): boolean =>
  region !== undefined && overlaps(region.range, range);

/** The change of a range of one side: of several that are drawn as one, the first that is not unchanged. */
function changeOf(item: LaneItem | undefined, side: 'before' | 'after', changes: readonly RangeChange[]) {
  if (item === undefined || item.form === 'gap' || item.form === 'fold') return undefined;
  const here = changes.filter((change) => isIn(change[side], item));
  return here.find(({ kinds }) => !kinds.includes('unchanged')) ?? here[0];
}

const isInside = ({ left, width }: { readonly left: number; readonly width: number }, x: number): boolean =>
  x >= left - 4 && x <= left + width + 4;

/** What lies at a point. */
export function changeAt(
  { columns, form, before, after, bands }: CompareScene,
  changes: readonly RangeChange[],
  x: number,
  y: number,
): RangeChange | undefined {
  if (form === 'overlay') {
    const { left, width } = columns.both;
    const side = x < left + width / 2 ? 'before' : 'after';
    const other = side === 'before' ? 'after' : 'before';
    const [first, second] = side === 'before' ? [before, after] : [after, before];
    return changeOf(itemAt(first.items, y), side, changes) ?? changeOf(itemAt(second.items, y), other, changes);
  }
  if (isInside(columns.before, x)) return changeOf(itemAt(before.items, y), 'before', changes);
  if (isInside(columns.after, x)) return changeOf(itemAt(after.items, y), 'after', changes);
  return bands.findLast(({ band }) => isOnBand(band, x, y))?.change;
}

/**
 * From pieces and a scale to what a lane draws: ranges, rows of equal ranges, ticks, gaps and folds, each with the text that fits.
 * Only what is in sight is made, and whatever is thinner than a few pixels is passed over row by row: the cost follows the height of
 * the viewport, not the number of ranges.
 */
import { size, type Range } from '../core/base/range';
import type { Region, RegionKind } from '../core/space/region';
import { boxTexts, chipAt, gapTexts, ONE_LINE_FROM, rowName, rowText, shortSize, type BoxText } from './box-texts';
import { laneIndex, lastBelow, pieceAt, regionsOf, type LaneIndex } from './lane-index';
import type { Piece } from './pieces';
import { FOLD_HEIGHT } from './scale-compressed';

export { CHIP, itemName, MIRRORED_BY, SELVAGE, shortSize, type BoxText } from './box-texts';

/** One thing in a lane: what the keyboard stops at and the pointer hits. */
export interface LaneItem {
  /** The item's form and its place among those of that form: an edit that moves ranges keeps them, so that nothing is drawn anew. */
  readonly key: string;
  /** `tick`: one or more ranges too thin to draw; `gap`: nothing, at its true place; `fold`: nothing, cut short. */
  readonly form: 'range' | 'group' | 'tick' | 'gap' | 'fold';
  readonly range: Range;
  /** Of the first region. */
  readonly kind: RegionKind;
  /** Can be as many as there are: ask for them where `count` is not enough. */
  readonly regions: readonly Region[];
  readonly count: number;
  /** Px from the top of the viewport. What lies far out of sight is cut `BEYOND` px from it. */
  readonly top: number;
  readonly height: number;
  /** Middle of the letter chip below `top`; absent where there is no room for one. */
  readonly chip?: number;
  readonly texts: readonly BoxText[];
}

export interface BoxStyle {
  /** Width of the lane, in px. */
  readonly width: number;
  /** The second line of a range: what made it. */
  causeOf(region: Region): string | undefined;
  /** Text for a folded or open gap. */
  gapText(range: Range): string;
  /** The short name of a kind: `SPM`. */
  kindWord?(kind: RegionKind): string;
}

/** As much of a scale as the lane needs; in px of the viewport. */
export interface LaneScale {
  readonly window: Range;
  readonly height: number;
  toPixel(address: number): number;
  /** About: while ranges travel it may be of the scale that they travel to. */
  toAddress(pixel: number): number;
}

/** Thinner ranges are ticks; ticks closer than the second number become one. In px. */
const TICK_BELOW = 3;
const TICKS_APART = 4;
/** Above and below the viewport, as far as a tick with its count reaches, in px. */
const REACH = 16;
/** Where an item begins or ends out of sight does not matter, but canvas coordinates lose the edge in sight beside huge ones. */
const BEYOND = 1000;
/** A folded gap that is taller than this on the screen is drawn open: one zooms in to see inside of it. */
const OPEN_FROM = 3 * FOLD_HEIGHT;
/** Ticks are joined from the same places however the view is panned: multiples of so many px from the top of the axis. */
const JOINED_FROM = 512;

/** Pieces `from` to `to` (exclusive): one that is tall enough, or several that are not. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  readonly isThin: boolean;
}

/** Everything an item is made from. */
interface Lane {
  readonly pieces: readonly Piece[];
  readonly index: LaneIndex;
  readonly scale: LaneScale;
  readonly style: BoxStyle;
  topOf(index: number): number;
}

/** The first piece from `at` on that is not a gap. */
const firstBoxFrom = ({ boxesBefore, length }: LaneIndex, at: number): number =>
  lastBelow((each) => boxesBefore[each] ?? 0, at, length, (boxesBefore[at] ?? 0) + 1);

function* runs({ index, scale, topOf }: Lane): Generator<Run> {
  const { length } = index;
  const origin = topOf(0);
  const from = origin + Math.floor((-REACH - origin) / JOINED_FROM) * JOINED_FROM;
  let at = from <= origin ? 0 : lastBelow(topOf, 0, length - 1, from);
  // Where the tick that is being gathered began.
  let tick = -Infinity;
  while (at < length) {
    const top = topOf(at);
    if (top > scale.height + REACH) return;
    const isThin = topOf(at + 1) - top < TICK_BELOW;
    if (!isThin) tick = -Infinity;
    else if (top - tick >= TICKS_APART) tick = topOf(firstBoxFrom(index, at));
    const limit = Math.min(top + TICK_BELOW, tick + TICKS_APART);
    const to = isThin ? lastBelow(topOf, at + 1, length, limit, pieceAt(index, scale.toAddress(limit))) : at + 1;
    yield { from: at, to, top, bottom: topOf(to), isThin };
    at = to;
  }
}

/** The part of a run from its first range to its last, without gaps at its ends; nothing where it is all gap. */
function withoutGaps({ index, topOf }: Lane, run: Run): Run | undefined {
  const { boxesBefore } = index;
  const first = boxesBefore[run.from] ?? 0;
  const last = boxesBefore[run.to] ?? 0;
  if (first === last) return undefined;
  // The first piece with more boxes behind it than before the run, and the last one that adds to them.
  const from = firstBoxFrom(index, run.from);
  const to = lastBelow((each) => boxesBefore[each] ?? 0, run.from, run.to, last, run.to - 1) + 1;
  return { from, to, top: topOf(from), bottom: topOf(to), isThin: true };
}

/** An open gap without room for a word is nothing to see. */
function isEmpty({ pieces }: Lane, { from, top, bottom }: Run): boolean {
  const piece = pieces[from];
  return piece?.role === 'gap' && !piece.folded && bottom - top < ONE_LINE_FROM;
}

/** Joins a tick to the one before it where both would touch. */
function joined(lane: Lane): Run[] {
  const kept: Run[] = [];
  for (const run of runs(lane)) {
    const next = run.isThin ? withoutGaps(lane, run) : run;
    if (next === undefined || (!next.isThin && isEmpty(lane, next))) continue;
    const before = kept.at(-1);
    if (next.isThin && before?.isThin === true && next.top - before.top < TICKS_APART) {
      kept[kept.length - 1] = { ...before, to: next.to, bottom: next.bottom };
    } else {
      kept.push(next);
    }
  }
  return kept;
}

/** Where a run is drawn. */
function placeOf(run: Run, { scale }: Lane): { top: number; height: number } {
  const top = Math.max(run.top, -BEYOND);
  return { top, height: Math.min(run.bottom, scale.height + BEYOND) - top };
}

function tickOf(run: Run, { pieces, index }: Lane): LaneItem {
  const start = pieces[run.from]?.range.start;
  const end = pieces[run.to - 1]?.range.end;
  if (start === undefined || end === undefined) throw new Error('a tick without a range');
  let regions: readonly Region[] | undefined;
  return {
    key: `t${index.boxesBefore[run.from] ?? 0}`,
    form: 'tick',
    range: { start, end },
    kind: regionsOf(pieces[run.from])[0]?.kind ?? 'unknown',
    get regions() {
      regions ??= pieces.slice(run.from, run.to).flatMap((piece) => (piece.role === 'gap' ? [] : regionsOf(piece)));
      return regions;
    },
    count: (index.regionsBefore[run.to] ?? 0) - (index.regionsBefore[run.from] ?? 0),
    top: run.top,
    height: run.bottom - run.top,
    texts: [],
  };
}

function gapOf(run: Run, piece: Piece & { role: 'gap' }, lane: Lane): LaneItem {
  const { top, height } = placeOf(run, lane);
  const { style } = lane;
  return {
    key: `g${run.from - (lane.index.boxesBefore[run.from] ?? 0)}`,
    form: piece.folded && height < OPEN_FROM ? 'fold' : 'gap',
    range: piece.range,
    kind: 'hole',
    regions: [piece.region],
    count: 1,
    top,
    height,
    get texts() {
      return gapTexts(style.gapText(piece.range), height, style.width);
    },
  };
}

function boxOf(run: Run, piece: Piece, lane: Lane): LaneItem {
  const { top, height } = placeOf(run, lane);
  const { style } = lane;
  const regions = regionsOf(piece);
  const kind = regions[0]?.kind ?? 'unknown';
  const single = regions.length === 1 ? regions[0] : undefined;
  return {
    key: `r${lane.index.boxesBefore[run.from] ?? 0}`,
    form: single === undefined ? 'group' : 'range',
    range: piece.range,
    kind,
    regions,
    count: regions.length,
    top,
    height,
    ...chipAt(height),
    get texts() {
      const name = single === undefined ? rowName(regions, style.kindWord?.(kind), style.width) : single.name;
      const cause = single === undefined ? rowText(regions) : style.causeOf(single);
      return boxTexts({ name, size: shortSize(size(piece.range)), cause }, height, style.width);
    },
  };
}

function itemOf(run: Run, lane: Lane): LaneItem {
  const piece = lane.pieces[run.from];
  if (run.isThin || piece === undefined) return tickOf(run, lane);
  return piece.role === 'gap' ? gapOf(run, piece, lane) : boxOf(run, piece, lane);
}

/** The items of a lane that are in sight, in address order. */
export function laneItems(pieces: readonly Piece[], scale: LaneScale, style: BoxStyle): LaneItem[] {
  const index = laneIndex(pieces);
  const lane: Lane = {
    pieces,
    index,
    scale,
    style,
    topOf: (at) => scale.toPixel(index.starts[at] ?? scale.window.end),
  };
  return joined(lane)
    .filter((run) => run.bottom >= -REACH && run.top <= scale.height + REACH)
    .map((run) => itemOf(run, lane));
}

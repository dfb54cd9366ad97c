/** Addresses beside a lane: which of them there is room for, and where they stand. */
import { bisector } from 'd3';
import type { Range } from '../core/base/range';
import { formatSize } from '../core/base/size-text';
import type { ViewScale } from './axis-view';
import { rulerLines } from './ruler';

export interface AddressLabel {
  readonly address: number;
  /** The edge that it belongs to, in px from the top of the viewport. */
  readonly edge: number;
  /** Baseline of the text, same origin: under the edge for a start, above it for an inclusive end. */
  readonly baseline: number;
  /** The same address as a size, under it, where there is room: `194 GiB`. */
  readonly reading?: string;
  readonly emphasis: boolean;
  /** A round address inside of a range, not an edge. */
  readonly isRuler?: boolean;
}

/** Least distance of two lines, from the top of a line to its baseline, and the height of an address with its reading, in px. */
const LINE = 11;
const BASELINE = 11;
const TWO_LINES = 26;
/** Sums of pixels may come out a little short. */
const ROUNDING = 1e-6;
/** The end of the selected range sits this far above its edge. */
const END_ABOVE = 15;
/** A reading longer than this says no more than the address. */
const READING_LENGTH = 9;

interface Candidate {
  readonly address: number;
  readonly edge: number;
  readonly from: number;
  readonly emphasis: boolean;
  readonly isEnd: boolean;
  readonly isRuler: boolean;
  /** Who stays where two collide: the higher one. */
  readonly rank: number;
}

/** Selected; the first and the last of all; then the rounder address first, down to 0; and marks of the ruler last. */
const RANK = { selected: 100, end: 90, ruler: -100 } as const;

/** How often an address can be halved: rounder ones stay, so that labels do not change places as the view is panned. */
function roundness(address: number): number {
  let halves = 0;
  for (let rest = address; rest > 0 && rest % 2 === 0; rest /= 2) halves += 1;
  return halves;
}

/** Both ends of the selected range: at its edges, or about its middle where it is thinner than two lines. */
function selectedEnds(selected: Range, scale: ViewScale): Candidate[] {
  const top = scale.toPixel(selected.start);
  const bottom = scale.toPixel(selected.end);
  const isThin = bottom - top < TWO_LINES;
  const middle = (top + bottom) / 2;
  const end = { emphasis: true, isRuler: false, rank: RANK.selected } as const;
  return [
    { ...end, address: selected.start, edge: top, from: isThin ? middle - LINE - 1 : top, isEnd: false },
    { ...end, address: selected.end - 1, edge: bottom, from: isThin ? middle : bottom - END_ABOVE, isEnd: true },
  ];
}

function candidates(starts: readonly number[], scale: ViewScale, selected: readonly Range[]): Candidate[] {
  const lastIndex = starts.length - 1;
  const strong = new Set<number>(selected.map(({ start }) => start));
  const ordinary = starts.flatMap((address, index): Candidate[] => {
    if (strong.has(address)) return [];
    const edge = scale.toPixel(address);
    const rank = index === 0 || index === lastIndex ? RANK.end : roundness(address);
    return [{ address, edge, from: edge, emphasis: false, isEnd: false, isRuler: false, rank }];
  });
  return [...ordinary, ...selected.flatMap((each) => selectedEnds(each, scale))].filter(
    ({ from }) => from > -LINE - BASELINE && from < scale.height,
  );
}

const byPlace = bisector<Candidate, number>(({ from }) => from);

/** Adds a candidate where nothing that stands already is closer than `air`. */
function place(kept: Candidate[], each: Candidate, air: number): void {
  const at = byPlace.right(kept, each.from);
  const above = kept[at - 1];
  const below = kept[at];
  const isFree =
    (above === undefined || each.from - above.from >= air) && (below === undefined || below.from - each.from >= air);
  if (isFree) kept.splice(at, 0, each);
}

/** Drops what collides, the lower rank first: of a row of equally round addresses every second one. */
function withoutCollisions(all: readonly Candidate[], ruler: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const ranked = all.toSorted((a, b) => b.rank - a.rank || a.from - b.from || a.address - b.address);
  for (const each of ranked) place(kept, each, LINE - ROUNDING);
  for (const each of ruler) place(kept, each, TWO_LINES);
  return kept;
}

/** Round addresses in what is in sight of a zoomed axis, where there may be no range's edge. */
function rulerMarks(scale: ViewScale): Candidate[] {
  if (scale.view.zoom <= 1) return [];
  return rulerLines(scale).map(({ address, y }) => ({
    address,
    edge: y,
    from: y,
    emphasis: false,
    isEnd: false,
    isRuler: true,
    rank: RANK.ruler,
  }));
}

/** The address as a size, where that is short. */
function readingOf(address: number): string | undefined {
  if (address === 0) return undefined;
  const text = formatSize(address);
  return text.length > READING_LENGTH ? undefined : text;
}

/**
 * The labels that there is room for, from top to bottom. A zoomed axis also has round addresses where nothing else stands.
 * @param starts the first address of every item of the lane, rising
 * @param selected the selected ranges, whose inclusive ends are shown too; one field can stand for several
 */
export function addressLabels(
  starts: readonly number[],
  scale: ViewScale,
  selected: readonly Range[] = [],
): AddressLabel[] {
  const kept = withoutCollisions(candidates(starts, scale, selected), rulerMarks(scale));
  return kept.map((each, index): AddressLabel => {
    const next = kept[index + 1];
    const room = (next?.from ?? Infinity) - each.from;
    const reading = each.isEnd || room < TWO_LINES ? undefined : readingOf(each.address);
    return {
      address: each.address,
      edge: each.edge,
      baseline: each.from + BASELINE,
      emphasis: each.emphasis,
      ...(each.isRuler ? { isRuler: true } : {}),
      ...(reading === undefined ? {} : { reading }),
    };
  });
}

export interface GridLine {
  readonly address: number;
  readonly text: string;
}

/** Hairlines of a linear axis: multiples of a power of two that gives 6 to 12 of them, in GiB, the last one with its unit in TiB. */
export function gridLines(window: Range): GridLine[] {
  const length = window.end - window.start;
  const step = 2 ** Math.ceil(Math.log2(length / 12));
  const unit = step >= 2 ** 30 ? 2 ** 30 : 1;
  const addresses: number[] = [];
  for (let at = Math.ceil(window.start / step) * step; at <= window.end; at += step) addresses.push(at);
  return addresses.map((address, index) => {
    const isLast = index === addresses.length - 1;
    return { address, text: isLast || unit === 1 ? formatSize(address) : String(address / unit) };
  });
}

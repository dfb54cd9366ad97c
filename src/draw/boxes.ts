/** From pieces and a scale to what a lane draws: ranges, rows of equal ranges, ticks, gaps and folds, each with the text that fits. */
import { size, type Range } from '../core/base/range';
import { approximateSize, formatSize } from '../core/base/size-text';
import type { Region, RegionKind } from '../core/space/region';
import type { AddressScale } from './address-scale';
import type { Piece } from './pieces';
import { fitText, textWidth } from './text-width';

/** A text in a box; px from the box's corner. Texts on the right are anchored at their end. */
export interface BoxText {
  readonly role: 'name' | 'size' | 'cause';
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly anchor: 'start' | 'end';
}

/** One thing in a lane: what the keyboard stops at and the pointer hits. */
export interface LaneItem {
  /** The item's form and its place among those of that form: an edit that moves ranges keeps them, so that nothing is drawn anew. */
  readonly key: string;
  /** `tick`: one or more ranges too thin to draw; `gap`: nothing, at its true place; `fold`: nothing, cut short. */
  readonly form: 'range' | 'group' | 'tick' | 'gap' | 'fold';
  readonly range: Range;
  readonly kind: RegionKind;
  readonly regions: readonly Region[];
  /** Px from the top of the axis. */
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
}

/** Width of the strip with pattern and chip, and side of the chip, in px. */
export const SELVAGE = 20;
export const CHIP = 14;
/** Thinner ranges are ticks; ticks closer than the second number become one. */
const TICK_BELOW = 3;
const TICKS_APART = 4;
const TWO_LINES_FROM = 44;
const ONE_LINE_FROM = 16;
const PADDING = 8;
const NAME_SIZE = 12;
const NOTE_SIZE = 11.5;

/** Longer exact sizes are rounded in the picture; tables and forms have the exact one. */
const SIZE_LENGTH = 10;

/** A size short enough for the map, marked where it is rounded. */
export function shortSize(bytes: number): string {
  const exact = formatSize(bytes);
  if (exact.length <= SIZE_LENGTH) return exact;
  const approximate = approximateSize(bytes);
  return approximate.exact ? approximate.text : `≈ ${approximate.text}`;
}

/** `sp1`, or `8 × 192 GiB` for a row of equal ranges. */
export function itemName(regions: readonly Region[]): string {
  const first = regions[0];
  if (first === undefined) return '';
  return regions.length === 1 ? first.name : `${regions.length} × ${shortSize(size(first.range))}`;
}

/** `sp0 to sp7, folded`, or by node where the names are all the same: what a row of equal ranges is made of. */
function rowText(regions: readonly Region[]): string {
  const first = regions[0];
  const last = regions.at(-1);
  if (first === undefined || last === undefined) return '';
  if (first.name !== last.name) return `${first.name} to ${last.name}, folded`;
  if (first.node === undefined || last.node === undefined) return 'folded';
  return `${first.name}, nodes ${first.node} to ${last.node}, folded`;
}

/** The texts of a box, dropping from the end what does not fit: cause, size, name. */
function boxTexts(
  item: { name: string; size: string; cause: string | undefined },
  height: number,
  width: number,
): BoxText[] {
  if (height < ONE_LINE_FROM) return [];
  const left = SELVAGE + PADDING - 2;
  const right = width - PADDING;
  const plain = right - left;
  const sizeWidth = textWidth(item.size, NOTE_SIZE);
  const twoLines = height >= TWO_LINES_FROM;
  const first = twoLines ? 18 : height / 2 + 4;
  const sizeBeside = textWidth(item.name, NAME_SIZE) + PADDING + sizeWidth <= plain;
  const name = fitText(item.name, NAME_SIZE, plain);
  const texts: BoxText[] = [];
  const add = (
    role: BoxText['role'],
    text: string | undefined,
    x: number,
    baseline: number,
    anchor: BoxText['anchor'],
  ) => {
    if (text !== undefined && text !== '') texts.push({ role, text, x, baseline, anchor });
  };
  add('name', name, left, first, 'start');
  if (sizeBeside) add('size', item.size, right, first, 'end');
  if (!twoLines) return texts;
  const both = item.cause === undefined ? item.size : `${item.size}, ${item.cause}`;
  const second = sizeBeside ? item.cause : textWidth(both, NOTE_SIZE) <= plain ? both : item.size;
  add(
    sizeBeside ? 'cause' : 'size',
    second === undefined ? undefined : fitText(second, NOTE_SIZE, plain),
    left,
    34,
    'start',
  );
  return texts;
}

const chipAt = (height: number): { chip?: number } => {
  if (height < CHIP + 1) return {};
  return { chip: height >= TWO_LINES_FROM ? 14 : height / 2 };
};

function boxOf(
  place: number,
  regions: readonly Region[],
  range: Range,
  scale: AddressScale,
  style: BoxStyle,
): LaneItem {
  const top = scale.toPixel(range.start);
  const height = scale.toPixel(range.end) - top;
  const single = regions.length === 1 ? regions[0] : undefined;
  const base = { range, kind: regions[0]?.kind ?? 'unknown', regions, top, height };
  if (height < TICK_BELOW) return { ...base, key: `t${place}`, form: 'tick', texts: [] };
  return {
    ...base,
    key: `r${place}`,
    form: single === undefined ? 'group' : 'range',
    ...chipAt(height),
    // Most of many ranges are out of sight, and their words are never asked for.
    get texts() {
      const cause = single === undefined ? rowText(regions) : style.causeOf(single);
      return boxTexts({ name: itemName(regions), size: shortSize(size(range)), cause }, height, style.width);
    },
  };
}

function gapOf(place: number, piece: Piece & { role: 'gap' }, scale: AddressScale, style: BoxStyle): LaneItem[] {
  const top = scale.toPixel(piece.range.start);
  const height = scale.toPixel(piece.range.end) - top;
  if (!piece.folded && height < ONE_LINE_FROM) return [];
  return [
    {
      key: `g${place}`,
      form: piece.folded ? 'fold' : 'gap',
      range: piece.range,
      kind: 'hole',
      regions: [piece.region],
      top,
      height,
      get texts() {
        const text = fitText(style.gapText(piece.range), NOTE_SIZE, style.width);
        if (text === undefined) return [];
        const x = (style.width - textWidth(text, NOTE_SIZE)) / 2;
        return [{ role: 'size', text, x, baseline: height / 2 + 4, anchor: 'start' } as const];
      },
    },
  ];
}

/** Joins a tick to the one before it where both would touch. */
function joinTicks(items: readonly LaneItem[]): LaneItem[] {
  const joined: LaneItem[] = [];
  let lastTick = -Infinity;
  for (const item of items) {
    const before = joined.at(-1);
    if (item.form === 'tick' && before?.form === 'tick' && item.top - lastTick < TICKS_APART) {
      joined[joined.length - 1] = {
        ...before,
        range: { start: before.range.start, end: item.range.end },
        regions: [...before.regions, ...item.regions],
        height: item.top + item.height - before.top,
      };
    } else {
      joined.push(item);
      lastTick = item.top;
    }
  }
  return joined;
}

/** The items of a lane in address order. */
export function laneItems(pieces: readonly Piece[], scale: AddressScale, style: BoxStyle): LaneItem[] {
  let ranges = 0;
  let gaps = 0;
  return joinTicks(
    pieces.flatMap((piece) => {
      switch (piece.role) {
        case 'region':
          return [boxOf(ranges++, [piece.region], piece.range, scale, style)];
        case 'group':
          return [boxOf(ranges++, piece.regions, piece.range, scale, style)];
        case 'gap':
          return gapOf(gaps++, piece, scale, style);
      }
    }),
  );
}

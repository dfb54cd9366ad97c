/** The words in a range of the lane: which of them fit, and where they stand. */
import { size } from '../core/base/range';
import { approximateSize, formatSize } from '../core/base/size-text';
import type { Region } from '../core/space/region';
import { fitText, textWidth } from './text-width';

/** A text in a box; px from the box's corner. Texts on the right are anchored at their end. */
export interface BoxText {
  readonly role: 'name' | 'size' | 'cause';
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  readonly anchor: 'start' | 'end';
}

/** Width of the strip with pattern and chip, and side of the chip, in px. */
export const SELVAGE = 20;
export const CHIP = 14;
/** Least height of a box for two lines and for one, in px. */
const TWO_LINES_FROM = 44;
export const ONE_LINE_FROM = 16;
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

/**
 * `sp1`, or `8 × 192 GiB SPM` for a row of equal ranges.
 * @param word the short name of their kind; left out where there is none
 */
export function itemName(regions: readonly Region[], word?: string): string {
  const first = regions[0];
  if (first === undefined) return '';
  if (regions.length === 1) return first.name;
  const count = `${regions.length} × ${shortSize(size(first.range))}`;
  return word === undefined ? count : `${count} ${word}`;
}

/** The name of a row with the word of its kind, if the plain part of a lane has room for that. */
export function rowName(regions: readonly Region[], word: string | undefined, laneWidth: number): string {
  const whole = itemName(regions, word);
  return textWidth(whole, NAME_SIZE) <= plainWidth(laneWidth) ? whole : itemName(regions);
}

/** `sp0 to sp7, folded`, or by node where the names are all the same: what a row of equal ranges is made of. */
export function rowText(regions: readonly Region[]): string {
  const first = regions[0];
  const last = regions.at(-1);
  if (first === undefined || last === undefined) return '';
  if (first.name !== last.name) return `${first.name} to ${last.name}, folded`;
  if (first.node === undefined || last.node === undefined) return 'folded';
  return `${first.name}, nodes ${first.node} to ${last.node}, folded`;
}

const LEFT = SELVAGE + PADDING - 2;
/** Texts stand so many px further left in a lane that has its selvage at the right. */
export const MIRRORED_BY = LEFT - PADDING;
const plainWidth = (laneWidth: number): number => laneWidth - PADDING - LEFT;

/** The texts of a box, dropping from the end what does not fit: cause, size, name. */
export function boxTexts(
  item: { name: string; size: string; cause: string | undefined },
  height: number,
  width: number,
): BoxText[] {
  if (height < ONE_LINE_FROM) return [];
  const plain = plainWidth(width);
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
  add('name', name, LEFT, first, 'start');
  if (sizeBeside) add('size', item.size, width - PADDING, first, 'end');
  if (!twoLines) return texts;
  const both = item.cause === undefined ? item.size : `${item.size}, ${item.cause}`;
  const second = sizeBeside ? item.cause : textWidth(both, NOTE_SIZE) <= plain ? both : item.size;
  add(
    sizeBeside ? 'cause' : 'size',
    second === undefined ? undefined : fitText(second, NOTE_SIZE, plain),
    LEFT,
    34,
    'start',
  );
  return texts;
}

/** The words of a gap, in its middle; none where there is no room. */
export function gapTexts(text: string, height: number, width: number): BoxText[] {
  const fitting = height < ONE_LINE_FROM ? undefined : fitText(text, NOTE_SIZE, width);
  if (fitting === undefined) return [];
  const x = (width - textWidth(fitting, NOTE_SIZE)) / 2;
  return [{ role: 'size', text: fitting, x, baseline: height / 2 + 4, anchor: 'start' }];
}

/** Middle of the letter chip below the top of a box; absent where there is no room for one. */
export function chipAt(height: number): { chip?: number } {
  if (height < CHIP + 1) return {};
  return { chip: height >= TWO_LINES_FROM ? 14 : height / 2 };
}

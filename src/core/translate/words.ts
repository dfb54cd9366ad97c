/** How ranges and stacks are called in sentences. */
import { size, type Range } from '../base/range';
import { formatRange, formatSize, SIZE_LIMIT } from '../base/size-text';

/** `0x280000000-0x47fffffff (8 GiB)`, several with a plus between them. */
export const rangesText = (ranges: readonly Range[]): string =>
  ranges.length === 0
    ? 'nowhere'
    : ranges.map((each) => `${formatRange(each)} (${formatSize(size(each))})`).join(' + ');

/** A name at the head of a sentence; ids keep their case. */
export const sentenceName = (name: string): string => (name.startsWith('node ') ? `N${name.slice(1)}` : name);

/** Of sums, too, which no longer fit a size: those are cut. */
export const bytesText = (bytes: number): string => formatSize(Math.min(bytes, SIZE_LIMIT));

/** `a`, `a and b`, `a, b and c`, all of them. */
export const allOf = (items: readonly (string | number)[]): string =>
  items.length < 2 ? String(items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

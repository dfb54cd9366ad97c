/** A table of ranges as a thin strip beside a lane, on the lane's scale. */
import type { Range } from '../core/base/range';
import type { AddressScale } from './address-scale';

/** What a strip shows, as data: the fw_cfg table now, what firmware and kernel make of it when they are known. */
export interface StripSource<E extends { readonly range: Range }> {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly E[];
}

export interface StripBox<E> {
  readonly entry: E;
  /** Place in the table, which need not be in address order. */
  readonly index: number;
  /** Px from the top of the axis. */
  readonly top: number;
  readonly height: number;
  /** There is room for the letter. */
  readonly chip: boolean;
}

/** Least height of an entry and least height for a letter, in px. */
const LEAST = 3;
const CHIP_FROM = 18;

interface Span {
  top: number;
  bottom: number;
}

/** Gives every span its least height, moving thin ones up to the foot of the larger one above, or down where there is none. */
function spread(spans: readonly Span[], axisTop: number): void {
  let ceiling = Infinity;
  for (const span of [...spans].reverse()) {
    span.bottom = Math.min(span.bottom, ceiling);
    span.top = Math.min(span.top, span.bottom - LEAST);
    ceiling = span.top;
  }
  let floor = axisTop;
  for (const span of spans) {
    span.top = Math.max(span.top, floor);
    span.bottom = Math.max(span.bottom, span.top + LEAST);
    floor = span.bottom;
  }
}

/** The entries of a table that lie in the scale's window, in address order. */
export function stripBoxes<E extends { readonly range: Range }>(
  entries: readonly E[],
  scale: Pick<AddressScale, 'window' | 'toPixel'>,
): StripBox<E>[] {
  const shown = entries
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.range.start < scale.window.end && entry.range.end > scale.window.start)
    .sort((a, b) => a.entry.range.start - b.entry.range.start || a.entry.range.end - b.entry.range.end);
  const spans = shown.map(({ entry }): Span => ({
    top: scale.toPixel(entry.range.start),
    bottom: scale.toPixel(entry.range.end),
  }));
  spread(spans, scale.toPixel(scale.window.start));
  return shown.flatMap(({ entry, index }, place) => {
    const span = spans[place];
    if (span === undefined) return [];
    const height = span.bottom - span.top;
    return [{ entry, index, top: span.top, height, chip: height >= CHIP_FROM }];
  });
}

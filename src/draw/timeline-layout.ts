/** Where the parts of address by time stand below each other, in px from the top. */

import { FONTS, HEX_GAP } from './pen';

export interface Band {
  readonly top: number;
  readonly height: number;
}

export interface TimelineLayout {
  /** Of all parts; more than the viewport where they do not fit. */
  readonly height: number;
  /** Width of the column of labels, and where the picture ends at the right. */
  readonly left: number;
  readonly right: number;
  readonly head: Band;
  /** Absent without a window. */
  readonly window?: Band;
  readonly rows: Band;
  readonly row: number;
  /** Absent without slots. */
  readonly slots?: Band;
  readonly memory: Band;
  readonly e820: Band;
}

export interface LayoutNeeds {
  /** Of the viewport. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  /** The highest address beside the window; absent without a window. */
  readonly highest?: number | undefined;
  readonly hasSlots: boolean;
}

export const HEAD = 44;
const SLOTS = 31;
const E820 = 34;
/** Heights of a row: with few of them, and where there are many. */
const ROW = 26;
const THIN_ROW = 14;
const FEW_ROWS = 12;
const ABOVE_ROWS = 8;
const LEAST = { window: 190, memory: 132 } as const;
/** How much of the room that is left the window takes. */
const WINDOW_SHARE = 0.59;
/** Columns of labels: of a phone, and else; and the margin at the right. */
const LABELS = { narrow: 88, wide: 104 } as const;
const NARROW = 520;
const MARGIN = 14;
/** Beside an address: the tick, and air. */
const AROUND_HEX = 14;
/** Advance of a digit of the fixed face, in em. */
const DIGIT = 0.6;

/** Width of an address as it is set beside the window, in px. */
function hexWidth(address: number): number {
  const digits = address.toString(16).length;
  return FONTS.hex.size * ((digits + 2) * DIGIT + (Math.ceil(digits / 4) - 1) * HEX_GAP);
}

export function timelineLayout({ width, height, rows, highest, hasSlots }: LayoutNeeds): TimelineLayout {
  const row = rows > FEW_ROWS ? THIN_ROW : ROW;
  const rowsHeight = rows === 0 ? 0 : rows * row + 2 * ABOVE_ROWS;
  const slotsHeight = hasSlots ? SLOTS : 0;
  const free = height - HEAD - rowsHeight - slotsHeight - E820;
  const hasWindow = highest !== undefined;
  const windowHeight = hasWindow ? Math.max(LEAST.window, Math.floor(free * WINDOW_SHARE)) : 0;
  const memoryHeight = Math.max(LEAST.memory, free - windowHeight);
  let top = 0;
  const band = (tall: number): Band => {
    const placed = { top, height: tall };
    top += tall;
    return placed;
  };
  const head = band(HEAD);
  const window = hasWindow ? { window: band(windowHeight) } : {};
  const rowsBand = band(rowsHeight);
  const slots = hasSlots ? { slots: band(slotsHeight) } : {};
  const memory = band(memoryHeight);
  const e820 = band(E820);
  const least = width < NARROW ? LABELS.narrow : LABELS.wide;
  const left = Math.max(least, highest === undefined ? 0 : Math.ceil(hexWidth(highest)) + AROUND_HEX);
  const right = Math.max(left + 1, width - MARGIN);
  return { height: top, left, right, head, ...window, rows: rowsBand, row, ...slots, memory, e820 };
}

/** Where the columns of the map stand, from its width and the number of strips. All in px from its left edge. */

export interface Span {
  readonly left: number;
  readonly width: number;
}

export interface MapColumns {
  /** Right edge of the addresses, which are aligned there. */
  readonly addresses: number;
  readonly lane: Span;
  /** Room for notes between lane and strips; absent where there is none. */
  readonly notes?: Span;
  readonly strips: readonly Span[];
  /** Everything that belongs to the picture ends here. */
  readonly right: number;
}

/** Narrower maps are drawn for a phone. */
const PHONE_BELOW = 520;
/** Lengths in px: a full address of 52 bits is 97 wide, its tick 5, and 2 of air. */
const ADDRESSES = 104;
const LANE = { least: 150, most: 220 } as const;
const NOTES = { least: 130, most: 150 } as const;
const WIDE = { margin: 16, gap: 22, strip: 24, between: 22 } as const;
const PHONE = { margin: 12, gap: 16, strip: 14, between: 6 } as const;

const stripsFrom = (left: number, count: number, sizes: { strip: number; between: number }): Span[] =>
  Array.from({ length: count }, (_, index) => ({
    left: left + index * (sizes.strip + sizes.between),
    width: sizes.strip,
  }));

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export function mapColumns(width: number, strips: number): MapColumns {
  const sizes = width < PHONE_BELOW ? PHONE : WIDE;
  const stripsWidth = strips === 0 ? 0 : sizes.gap + strips * sizes.strip + (strips - 1) * sizes.between;
  const room = width - 2 * sizes.margin - ADDRESSES - stripsWidth;
  const lane = clamp(room - (sizes === WIDE ? NOTES.least : 0), Math.min(LANE.least, Math.max(room, 40)), LANE.most);
  const notes = sizes === WIDE && room - lane >= NOTES.least ? Math.min(room - lane, NOTES.most) : 0;
  // What is still left over goes to both sides, so that the picture stands in the middle.
  const spare = Math.max(0, room - lane - notes);
  const addresses = sizes.margin + Math.floor(spare / 2) + ADDRESSES;
  const end = addresses + lane + notes;
  const spans = stripsFrom(end + sizes.gap, strips, sizes);
  const last = spans.at(-1);
  return {
    addresses,
    lane: { left: addresses, width: lane },
    ...(notes === 0 ? {} : { notes: { left: addresses + lane, width: notes } }),
    strips: spans,
    right: last === undefined ? end : last.left + last.width,
  };
}

/**
 * Where the columns of the map stand, from its width and the number of strips. All in px from its left edge. What belongs to the guest
 * stands in one row from the addresses to the last strip, so that a host's lane can stand to the left of it.
 */

export interface Span {
  readonly left: number;
  readonly width: number;
}

export interface MapColumns {
  /** Where addresses stand: aligned at this edge, which is that of the lane. */
  readonly addresses: number;
  readonly lane: Span;
  /** The host's lane at the left of the guest's, whose addresses then stand at its right; absent where the guest is alone. */
  readonly host?: HostColumns;
  /** Room for notes between lane and strips; absent where there is none. */
  readonly notes?: Span;
  /** Where strips begin, or would. */
  readonly stripsFrom: number;
  readonly strips: readonly Span[];
  /** Everything that belongs to the picture ends here. */
  readonly right: number;
}

export interface HostColumns {
  /** Right edge of the host's addresses; absent where there is no room for them. */
  readonly addresses?: number;
  readonly lane: Span;
  /** Between the lanes. */
  readonly ribbons: Span;
}

/** Narrower maps are drawn for a phone. */
export const PHONE_BELOW = 520;
/** Lengths in px: a full address of 52 bits is 97 wide, its tick 5, and 2 of air. */
const ADDRESSES = 104;
/** The lane may be wider than beside a host's lane, whose room it has. */
const LANE = { least: 150, most: 300 } as const;
const NOTES = { least: 130, most: 150 } as const;
/** Of the room beyond their least the lane takes this much, and the notes the rest. */
const LANE_SHARE = 0.8;

interface Sizes {
  /** At both sides; flags of marks stand there. */
  readonly margin: number;
  /** Between lane, or notes, and strips. */
  readonly gap: number;
  readonly strip: number;
  readonly between: number;
}
const WIDE: Sizes = { margin: 16, gap: 22, strip: 24, between: 22 };
const PHONE: Sizes = { margin: 14, gap: 22, strip: 14, between: 18 };
/** Their headings touch if they stand closer; more strips than this go without words on a phone. */
const PHONE_STRIPS = 2;
const CLOSE = 6;

const stripsFrom = (left: number, count: number, sizes: Sizes): Span[] =>
  Array.from({ length: count }, (_, index) => ({
    left: left + index * (sizes.strip + sizes.between),
    width: sizes.strip,
  }));

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

function sizesFor(width: number, strips: number): Sizes {
  if (width >= PHONE_BELOW) return WIDE;
  return strips > PHONE_STRIPS ? { ...PHONE, between: CLOSE } : PHONE;
}

/** Widths of the lane and of the notes beside it. */
function share(room: number, isWide: boolean): { lane: number; notes: number } {
  const both = LANE.least + NOTES.least;
  if (!isWide || room < both)
    return { lane: clamp(room, Math.min(LANE.least, Math.max(room, 40)), LANE.most), notes: 0 };
  const lane = Math.min(LANE.most, LANE.least + Math.floor((room - both) * LANE_SHARE));
  return { lane, notes: Math.min(NOTES.most, room - lane) };
}

export function mapColumns(width: number, strips: number): MapColumns {
  const sizes = sizesFor(width, strips);
  const stripsWidth = strips === 0 ? 0 : sizes.gap + strips * sizes.strip + (strips - 1) * sizes.between;
  const room = width - 2 * sizes.margin - ADDRESSES - stripsWidth;
  const { lane, notes } = share(room, sizes === WIDE);
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
    stripsFrom: end + sizes.gap,
    strips: spans,
    right: last === undefined ? end : last.left + last.width,
  };
}

/** Where the columns stand when the host's lane is beside the guest's: host addresses, host, ribbons, guest, guest addresses, strips. */
import { PHONE_BELOW, type MapColumns, type Span } from './columns';

/** Which lanes are to be seen: on a phone there is room for one with its addresses, or for both without those of the host. */
export type Sides = 'host' | 'guest' | 'both';

/** In px. A full address of 52 bits is 97 wide, its tick 5. */
const ADDRESSES = 104;
const MARGIN = 8;
const STRIPS = { wide: { gap: 8, strip: 24, between: 22 }, tight: { gap: 4, strip: 18, between: 22 } } as const;
/** What each column has at least and at most; extra room goes to the ribbons, then to the guest's lane, then to the host's. */
const HOST = { least: 106, usual: 118, most: 180 } as const;
const RIBBONS = { least: 48, usual: 94, most: 160 } as const;
const GUEST = { least: 128, usual: 150, most: 220 } as const;

type Sizes = (typeof STRIPS)['wide' | 'tight'];

const stripsWidth = (count: number, { gap, strip, between }: Sizes): number =>
  count === 0 ? 0 : gap + count * strip + (count - 1) * between;

const LEAST = 2 * MARGIN + 2 * ADDRESSES + HOST.least + RIBBONS.least + GUEST.least;
const USUAL = 2 * MARGIN + 2 * ADDRESSES + HOST.usual + RIBBONS.usual + GUEST.usual;

/** As many strips as there is room for, as wide as there is room for. */
function stripsFor(width: number, wanted: number): { readonly count: number; readonly sizes: Sizes } {
  if (USUAL + stripsWidth(wanted, STRIPS.wide) <= width) return { count: wanted, sizes: STRIPS.wide };
  const sizes = STRIPS.tight;
  let count = wanted;
  while (count > 0 && LEAST + stripsWidth(count, sizes) > width) count -= 1;
  return { count, sizes };
}

/** Gives room to columns in turn, each up to what it may have. */
function widened(room: number): { readonly host: number; readonly ribbons: number; readonly guest: number } {
  const widths = { host: HOST.least as number, ribbons: RIBBONS.least as number, guest: GUEST.least as number };
  let left = room - widths.host - widths.ribbons - widths.guest;
  const grow = (name: keyof typeof widths, most: number): void => {
    const by = Math.max(0, Math.min(left, most - widths[name]));
    widths[name] += by;
    left -= by;
  };
  grow('ribbons', 90);
  grow('guest', GUEST.usual);
  grow('host', HOST.usual);
  grow('ribbons', RIBBONS.usual);
  grow('ribbons', RIBBONS.most);
  grow('guest', GUEST.most);
  grow('host', HOST.most);
  return widths;
}

const spansFrom = (left: number, count: number, { strip, between }: Sizes): Span[] =>
  Array.from({ length: count }, (_, index) => ({ left: left + index * (strip + between), width: strip }));

function wideColumns(width: number, strips: number): MapColumns {
  const { count, sizes } = stripsFor(width, strips);
  const fixed = 2 * MARGIN + 2 * ADDRESSES + stripsWidth(count, sizes);
  const widths = widened(width - fixed);
  const spare = Math.max(0, width - fixed - widths.host - widths.ribbons - widths.guest);
  const host = MARGIN + Math.floor(spare / 2) + ADDRESSES;
  const ribbons = host + widths.host;
  const guest = ribbons + widths.ribbons;
  const end = guest + widths.guest;
  const stripsFrom = end + ADDRESSES + sizes.gap;
  const spans = spansFrom(stripsFrom, count, sizes);
  const last = spans.at(-1);
  return {
    addresses: end,
    lane: { left: guest, width: widths.guest },
    host: {
      addresses: host,
      lane: { left: host, width: widths.host },
      ribbons: { left: ribbons, width: widths.ribbons },
    },
    stripsFrom,
    strips: spans,
    right: last === undefined ? end + ADDRESSES : last.left + last.width,
  };
}

/** Both lanes on a phone: the guest's addresses are kept, the host's and the strips are not. */
function phoneColumns(width: number): MapColumns {
  const room = Math.max(200, width - 2 * MARGIN - ADDRESSES);
  const ribbons = Math.round(room * 0.16);
  const host = Math.round((room - ribbons) * 0.48);
  const guest = MARGIN + host + ribbons;
  const end = guest + room - ribbons - host;
  return {
    addresses: end,
    lane: { left: guest, width: end - guest },
    host: { lane: { left: MARGIN, width: host }, ribbons: { left: MARGIN + host, width: ribbons } },
    stripsFrom: end + ADDRESSES,
    strips: [],
    right: end + ADDRESSES,
  };
}

/** The host alone: the guest's lane stands beyond the right edge. */
function hostAlone(width: number): MapColumns {
  const lane = { left: MARGIN + ADDRESSES, width: width - 2 * MARGIN - ADDRESSES };
  const beyond = width + 100;
  return {
    addresses: beyond + 100,
    lane: { left: beyond, width: 100 },
    host: { addresses: lane.left, lane, ribbons: { left: lane.left + lane.width, width: 0 } },
    stripsFrom: beyond + 200,
    strips: [],
    right: beyond + 100,
  };
}

/** Whether there is room for one lane only, or for both with less beside them. */
export const isNarrow = (width: number): boolean => width < PHONE_BELOW;

/** @param sides which lanes, where not all have room; not `guest`, whose columns are those of a guest alone */
export function hostColumns(width: number, strips: number, sides: Exclude<Sides, 'guest'>): MapColumns {
  if (!isNarrow(width)) return wideColumns(width, strips);
  return sides === 'host' ? hostAlone(width) : phoneColumns(width);
}

/** Addresses beside a lane: which of them there is room for, and where they stand. */
import type { Range } from '../core/base/range';
import { formatSize } from '../core/base/size-text';
import type { AddressScale } from './address-scale';

export interface AddressLabel {
  readonly address: number;
  /** The edge that it belongs to, in px from the top of the axis. */
  readonly edge: number;
  /** Baseline of the text, same origin: under the edge for a start, above it for an inclusive end. */
  readonly baseline: number;
  /** The same address as a size, under it, where there is room: `194 GiB`. */
  readonly reading?: string;
  readonly emphasis: boolean;
}

/** Least distance of two lines, from the top of a line to its baseline, and the height of an address with its reading, in px. */
const LINE = 11;
const BASELINE = 11;
const TWO_LINES = 26;
/** The end of the selected range sits this far above its edge. */
const END_ABOVE = 15;
/** A reading longer than this says no more than the address. */
const READING_LENGTH = 9;

interface Candidate {
  readonly address: number;
  readonly edge: number;
  readonly from: number;
  readonly emphasis: boolean;
  readonly stays: boolean;
  readonly isEnd: boolean;
}

/** Both ends of the selected range: at its edges, or about its middle where it is thinner than two lines. */
function selectedEnds(selected: Range, scale: AddressScale): Candidate[] {
  const top = scale.toPixel(selected.start);
  const bottom = scale.toPixel(selected.end);
  const isThin = bottom - top < TWO_LINES;
  const middle = (top + bottom) / 2;
  const end = { emphasis: true, stays: true } as const;
  return [
    { ...end, address: selected.start, edge: top, from: isThin ? middle - LINE - 1 : top, isEnd: false },
    { ...end, address: selected.end - 1, edge: bottom, from: isThin ? middle : bottom - END_ABOVE, isEnd: true },
  ];
}

function candidates(starts: readonly number[], scale: AddressScale, selected: readonly Range[]): Candidate[] {
  const lastIndex = starts.length - 1;
  const ordinary = starts.map((address, index): Candidate => {
    const edge = scale.toPixel(address);
    return { address, edge, from: edge, emphasis: false, stays: index === 0 || index === lastIndex, isEnd: false };
  });
  const strong = new Set<number>(selected.map(({ start }) => start));
  const others = ordinary.filter((each) => !strong.has(each.address));
  return [...others, ...selected.flatMap((each) => selectedEnds(each, scale))].sort(
    (a, b) => a.from - b.from || a.address - b.address,
  );
}

/** Drops what collides: of an ordinary row every second one; the selected, the first and the last stay. */
function withoutCollisions(all: readonly Candidate[]): Candidate[] {
  const keepers = all.filter((each) => each.stays);
  const collides = (a: Candidate, b: Candidate) => Math.abs(a.from - b.from) < LINE;
  const kept: Candidate[] = [];
  let keeper = 0;
  for (const each of all) {
    while (keeper < keepers.length && (keepers[keeper]?.from ?? 0) < each.from - LINE) keeper += 1;
    const before = kept.at(-1);
    if (each.stays) {
      // Two that stay and stand on each other are told apart by rank: the selected one wins.
      if (before !== undefined && before.stays && collides(before, each) && !(before.emphasis && each.emphasis)) {
        if (before.emphasis) continue;
        kept.pop();
      }
      kept.push(each);
      continue;
    }
    const nearKeeper = [keepers[keeper], keepers[keeper + 1]].some(
      (other) => other !== undefined && collides(other, each),
    );
    if (!nearKeeper && (before === undefined || !collides(before, each))) kept.push(each);
  }
  return kept;
}

/** The address as a size, where that is short. */
function readingOf(address: number): string | undefined {
  if (address === 0) return undefined;
  const text = formatSize(address);
  return text.length > READING_LENGTH ? undefined : text;
}

/**
 * @param starts the first address of every item of the lane, rising
 * @param selected the selected ranges, whose inclusive ends are shown too; one field can stand for several
 */
export function addressLabels(
  starts: readonly number[],
  scale: AddressScale,
  selected: readonly Range[] = [],
): AddressLabel[] {
  const kept = withoutCollisions(candidates(starts, scale, selected));
  return kept.map((each, index): AddressLabel => {
    const next = kept[index + 1];
    const room = (next?.from ?? Infinity) - each.from;
    const reading = each.isEnd || room < TWO_LINES ? undefined : readingOf(each.address);
    return {
      address: each.address,
      edge: each.edge,
      baseline: each.from + BASELINE,
      emphasis: each.emphasis,
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

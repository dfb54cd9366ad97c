/** Where the words of a ribbon stand: on it, moved along it until they touch no edge, or beside it where nothing else is. */
import type { Span } from './columns';
import { edgeAt, type Band } from './ribbons';

/** In px. */
export interface WordsSize {
  readonly width: number;
  readonly height: number;
}

/** Words that want a place. */
export interface WordsWish {
  readonly band: Band;
  /** Of all the words, and of fewer of them where there is no room for all. */
  readonly sizes: readonly WordsSize[];
  /** Worth a place beside the ribbon if there is none on it. */
  readonly mayStandBeside: boolean;
}

/** Middle and top of the words, in px, and which of their sizes has room there. */
interface WordsPlace {
  readonly x: number;
  readonly top: number;
  readonly size: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Px between words and any edge, and between two steps along a ribbon. */
const AIR = 3;
const STEP = 6;
/** Among more ribbons than this nobody could tell which one words beside it are about. */
const MOST_BESIDE = 60;

/** Where a band lies over a stretch: its lowest upper edge and its highest lower one, and how far it reaches in all. */
function overStretch({ top, bottom }: Band, left: number, right: number) {
  const over = { from: -Infinity, to: Infinity, least: Infinity, most: -Infinity };
  for (let share = 0; share <= 4; share += 1) {
    const x = left + ((right - left) * share) / 4;
    const above = edgeAt(top, x);
    const below = edgeAt(bottom, x);
    if (above === undefined || below === undefined) continue;
    over.from = Math.max(over.from, above);
    over.to = Math.min(over.to, below);
    over.least = Math.min(over.least, above);
    over.most = Math.max(over.most, below);
  }
  return over;
}

const touches = (a: Box, b: Box): boolean =>
  a.left < b.right + AIR && b.left < a.right + AIR && a.top < b.bottom + AIR && b.top < a.bottom + AIR;

/** Whether an edge of a band runs through a box. */
function cuts(band: Band, { left, right, top, bottom }: Box): boolean {
  for (let share = 0; share <= 4; share += 1) {
    const x = left + ((right - left) * share) / 4;
    for (const edge of [band.top, band.bottom]) {
      const y = edgeAt(edge, x);
      if (y !== undefined && y > top - AIR && y < bottom + AIR) return true;
    }
  }
  return false;
}

/** Whether a band lies under any of a box. */
function covers(band: Band, { left, right, top, bottom }: Box): boolean {
  const over = overStretch(band, left, right);
  return over.least < bottom + AIR && over.most > top - AIR;
}

/** Middles along a stretch, the nearest to its own middle first. */
function* middles({ left, width }: Span, words: number): Generator<number> {
  const reach = width / 2 - words / 2 - AIR;
  const middle = left + width / 2;
  if (reach < 0) return;
  yield middle;
  for (let away = STEP; away <= reach; away += STEP) {
    yield middle + away;
    yield middle - away;
  }
}

const boxAt = (x: number, top: number, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top,
  bottom: top + height,
});

const spanOf = ({ top }: Band): Span => {
  const left = top[0] ?? 0;
  return { left, width: (top.at(-2) ?? left) - left };
};

class Places {
  readonly #bands: readonly Band[];
  readonly #span: Span;
  readonly #height: number;
  readonly #taken: Box[] = [];

  constructor(bands: readonly Band[], span: Span, height: number) {
    this.#bands = bands;
    this.#span = span;
    this.#height = height;
  }

  on({ band, sizes }: WordsWish): WordsPlace | undefined {
    for (const [index, { width, height }] of sizes.entries()) {
      for (const x of middles(spanOf(band), width)) {
        const { from, to } = overStretch(band, x - width / 2, x + width / 2);
        const top = Math.max(from, 0);
        const bottom = Math.min(to, this.#height);
        if (bottom - top < height + 2 * AIR) continue;
        const box = boxAt(x, (top + bottom - height) / 2, width, height);
        if (this.#take(box, (other) => other !== band && cuts(other, box))) return { x, top: box.top, size: index };
      }
    }
    return undefined;
  }

  beside({ band, sizes }: WordsWish): WordsPlace | undefined {
    if (this.#bands.length > MOST_BESIDE) return undefined;
    for (const [index, { width, height }] of sizes.entries()) {
      for (const x of middles(this.#span, width)) {
        const { least, most } = overStretch(band, x - width / 2, x + width / 2);
        for (const top of [most + 2 * AIR, least - 2 * AIR - height]) {
          const box = boxAt(x, top, width, height);
          if (this.#take(box, (other) => covers(other, box))) return { x, top, size: index };
        }
      }
    }
    return undefined;
  }

  /** Takes a box that lies in sight and is free. */
  #take(box: Box, isHiddenBy: (band: Band) => boolean): boolean {
    const isInside = box.top >= AIR && box.bottom <= this.#height - AIR;
    if (!isInside || this.#taken.some((other) => touches(other, box)) || this.#bands.some(isHiddenBy)) return false;
    this.#taken.push(box);
    return true;
  }
}

/**
 * A place for each wish, in the same order; undefined where there is none. What comes first has the first choice.
 * @param bands all that are drawn
 * @param span between the lanes
 * @param height of the viewport, in px
 */
export function placeWords(
  wishes: readonly WordsWish[],
  bands: readonly Band[],
  span: Span,
  height: number,
): readonly (WordsPlace | undefined)[] {
  const places = new Places(bands, span, height);
  const on = wishes.map((wish) => places.on(wish));
  return wishes.map((wish, index) => on[index] ?? (wish.mayStandBeside ? places.beside(wish) : undefined));
}

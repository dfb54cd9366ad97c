import { describe, expect, it } from 'vitest';
import { range } from '../core/base/range';
import { placeWords, type WordsWish } from './ribbon-words';
import { bandOf, edgeAt, type Band } from './ribbons';

const SPAN = { left: 100, width: 200 };
const HEIGHT = 600;
const scale = { toPixel: (address: number) => address };

function band(from: readonly [number, number], to: readonly [number, number]): Band {
  const made = bandOf({ host: range(...from), guest: range(...to) }, { host: scale, guest: scale }, SPAN, HEIGHT);
  if (made === undefined) throw new Error('out of sight');
  return made;
}
const wish = (of: Band, mayStandBeside = true): WordsWish => ({
  band: of,
  sizes: [
    { width: 80, height: 32 },
    { width: 70, height: 16 },
  ],
  mayStandBeside,
});

describe('the words of a ribbon', () => {
  it('stand in the middle of a straight one', () => {
    expect(placeWords([wish(band([100, 200], [100, 200]))], [band([100, 200], [100, 200])], SPAN, HEIGHT)).toEqual([
      { x: 200, top: 134, size: 0 },
    ]);
  });

  it('touch no edge of a steep one', () => {
    const steep = band([100, 180], [220, 380]);
    const [at] = placeWords([wish(steep)], [steep], SPAN, HEIGHT);
    expect(at).toBeDefined();
    if (at === undefined) return;
    for (const x of [at.x - 40, at.x, at.x + 40]) {
      expect(edgeAt(steep.top, x)).toBeLessThan(at.top);
      expect(edgeAt(steep.bottom, x)).toBeGreaterThan(at.top + 32);
    }
  });

  it('are fewer where there is no room for all', () => {
    const low = band([100, 126], [100, 126]);
    expect(placeWords([wish(low)], [low], SPAN, HEIGHT)).toEqual([{ x: 200, top: 105, size: 1 }]);
  });

  it('stand beside a thin one, where there is nothing', () => {
    const thin = band([100, 110], [100, 110]);
    const [at] = placeWords([wish(thin)], [thin], SPAN, HEIGHT);
    expect(at?.top).toBeGreaterThan(110);
    expect(placeWords([wish(thin, false)], [thin], SPAN, HEIGHT)).toEqual([undefined]);
  });

  it('never lie on other words, nor on an edge of another ribbon', () => {
    const bands = [band([0, 100], [0, 100]), band([100, 106], [100, 106]), band([106, 300], [106, 300])];
    const places = placeWords(
      bands.map((each) => wish(each)),
      bands,
      SPAN,
      310,
    );
    expect(places[0]).toBeDefined();
    expect(places[1]).toBeUndefined();
    expect(places[2]).toBeDefined();
  });

  it('go without where the lanes are too close for them', () => {
    const close = { left: 0, width: 60 };
    const straight = bandOf(
      { host: range(0, 100), guest: range(0, 100) },
      { host: scale, guest: scale },
      close,
      HEIGHT,
    );
    if (straight === undefined) throw new Error('out of sight');
    expect(placeWords([wish(straight)], [straight], close, HEIGHT)).toEqual([undefined]);
  });
});

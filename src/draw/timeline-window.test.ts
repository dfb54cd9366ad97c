import { describe, expect, it } from 'vitest';
import { stepsAxis, stepScale, wholeSight } from './timeline-axis';
import { busyTimeline, dayOfResizing, timelineOf } from './timeline-for-tests';
import { freeAt, freePlaces, ghostOf } from './timeline-free';
import { levelPieces, levelsOf } from './timeline-levels';
import { usedStretches } from './timeline-stretches';
import { windowPicture, windowScale, WINDOW_FOLD } from './timeline-window';

const GiB = 2 ** 30;
const axis = stepsAxis(6);
const scale = stepScale(axis, wholeSight(axis), 100, 700);
const { window = { start: 0, end: 1 } } = dayOfResizing;
const at = windowScale(dayOfResizing, window, usedStretches(dayOfResizing), 0, 320);

describe('the window over time', () => {
  it('is linear in addresses where everything is tall enough to see', () => {
    expect(at.folds).toEqual([]);
    expect([6, 14, 38].map((address) => at.y(address * GiB))).toEqual([0, 80, 320]);
  });

  it('gives every stay a rectangle: first fit, the gap that is too small, the place that is used again', () => {
    const { boxes, marks } = windowPicture(dayOfResizing, scale, at);
    expect(boxes.map(({ span, x, y, width, height }) => [span.owner, x, y, width, height])).toEqual([
      ['events.0', 200, 0, 200, 80],
      ['events.1', 300, 80, 500, 80],
      ['events.3', 500, 160, 300, 120],
      ['events.4', 600, 0, 200, 80],
    ]);
    expect(marks).toEqual([]);
  });

  it('folds what nobody uses where the devices would be too thin', () => {
    const small = timelineOf({
      steps: 1,
      spans: [{ from: 1, start: 0, size: GiB }],
      window: { start: 0, end: 1024 * GiB },
    });
    const folded = windowScale(small, { start: 0, end: 1024 * GiB }, usedStretches(small), 0, 300);
    expect(folded.folds).toEqual([{ start: GiB, end: 1024 * GiB }]);
    expect(folded.y(GiB)).toBe(300 - WINDOW_FOLD);
    expect(folded.y(1024 * GiB)).toBe(300);
  });

  it('shows how much of a virtio-mem device is plugged', () => {
    const size = 32 * GiB;
    const states = [
      { from: 0, state: 'partly-online', plugged: 0 },
      { from: 1, state: 'partly-online', plugged: 8 * GiB },
      { from: 2, state: 'online', plugged: size },
    ] as const;
    const resized = timelineOf({
      steps: 2,
      spans: [{ from: 0, start: 0, size, kind: 'virtio-mem', origin: -1, states }],
    });
    const three = stepsAxis(2);
    const place = windowScale(resized, { start: 0, end: size }, usedStretches(resized), 0, 320);
    const [box] = windowPicture(resized, stepScale(three, wholeSight(three), 0, 300), place).boxes;
    expect(box?.plugged).toEqual([
      { x: 100, y: 0, width: 100, height: 80, bytes: 8 * GiB },
      { x: 200, y: 0, width: 100, height: 320, bytes: size },
    ]);
  });

  it('is no more marks than there are pixels, however many steps', () => {
    const busy = busyTimeline(20_000);
    const many = stepsAxis(20_000);
    const sight = stepScale(many, wholeSight(many), 0, 600);
    const place = windowScale(busy, busy.window ?? window, usedStretches(busy), 0, 300);
    const { boxes, marks } = windowPicture(busy, sight, place);
    expect(boxes.length + marks.length).toBeGreaterThan(0);
    expect(boxes.length + marks.length).toBeLessThan(600 * 150);
    const isInside = marks.every(
      ({ x, y, width, height }) => x >= 0 && x + width <= 600 && y >= 0 && y + height <= 301,
    );
    expect(isInside).toBe(true);
  });
});

describe('free places', () => {
  it('last as long as they are the same, and know what was too large for them', () => {
    expect(
      freePlaces(dayOfResizing, window, 0, 6).map(({ start, end, from, to, tooSmallFor }) => [
        ...[start / GiB, end / GiB, from, to],
        tooSmallFor.map(({ owner }) => owner),
      ]),
    ).toEqual([[6, 14, 3, 5, ['events.3']]]);
  });

  it('are the window less what is there', () => {
    expect(freeAt(dayOfResizing, window, 4)).toEqual([
      { start: 6 * GiB, end: 14 * GiB },
      { start: 34 * GiB, end: 38 * GiB },
    ]);
  });

  it('show where a refused device would have gone: into the first that holds it', () => {
    expect(ghostOf(dayOfResizing, 4)).toMatchObject({ start: 34 * GiB, end: 38 * GiB, free: 4 * GiB, fits: true });
  });

  it('show the largest place where none holds it, and what it asked for where it did', () => {
    const spans = [
      { from: 0, start: 2 * GiB, size: 4 * GiB, origin: -1 },
      { from: 1, to: 1, size: 16 * GiB },
      { from: 2, to: 2, start: 4 * GiB, size: 4 * GiB },
    ];
    const full = timelineOf({ steps: 2, spans, window: { start: 0, end: 10 * GiB } });
    expect(ghostOf(full, 1)).toMatchObject({ start: 6 * GiB, end: 10 * GiB, fits: false });
    expect(ghostOf(full, 2)).toMatchObject({ start: 4 * GiB, end: 8 * GiB, fits: false });
  });
});

describe('levels of memory', () => {
  const levels = levelsOf(dayOfResizing, () => false);

  it('follow what comes and goes; what is refused changes nothing', () => {
    expect(Array.from(levels.counted, (bytes) => bytes / GiB)).toEqual([0, 8, 16, 8, 20, 28, 28]);
    expect(Array.from(levels.slots)).toEqual([0, 1, 2, 1, 2, 3, 3]);
    expect(levels.online).toEqual(levels.counted);
  });

  it('tell soft reserved, online, plugged and counted apart', () => {
    const mixed = timelineOf({
      steps: 2,
      spans: [
        { from: 0, start: 0, size: 8 * GiB, kind: 'sp-mem', origin: -1 },
        { from: 1, start: 8 * GiB, size: 4 * GiB, states: [{ from: 1, state: 'offline' }] },
        {
          ...{ from: 0, start: 12 * GiB, size: 32 * GiB, kind: 'virtio-mem', origin: -2 },
          states: [
            { from: 0, state: 'partly-online', plugged: 0 },
            { from: 2, state: 'online', plugged: 8 * GiB, online: 8 * GiB },
          ],
        },
      ],
    });
    const { soft, online, plugged, counted } = levelsOf(mixed, (kind) => mixed.kinds[kind] === 'sp-mem');
    const inGiB = (column: Float64Array) => Array.from(column, (bytes) => bytes / GiB);
    expect([soft, online, plugged, counted].map(inGiB)).toEqual([
      [8, 8, 8],
      [8, 8, 16],
      [8, 12, 20],
      [40, 44, 44],
    ]);
  });

  it('are drawn as one piece for each change', () => {
    expect(levelPieces(levels.counted, scale).map(({ from, to, high }) => [from, to, high / GiB])).toEqual([
      [100, 200, 0],
      [200, 300, 8],
      [300, 400, 16],
      [400, 500, 8],
      [500, 600, 20],
      [600, 800, 28],
    ]);
  });

  it('are drawn as at most one piece for each pixel, which keeps the least and the most', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, index) => index % 7);
    const many = stepsAxis(99_999);
    const pieces = levelPieces(values, stepScale(many, wholeSight(many), 0, 600));
    expect(pieces.length).toBeLessThanOrEqual(600);
    expect(pieces.every(({ low, high }) => low === 0 && high === 6)).toBe(true);
    expect([pieces[0]?.from, pieces.at(-1)?.to]).toEqual([0, 600]);
  });
});

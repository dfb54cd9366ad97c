import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gestures, type GestureHost, type PointerInput, type Purpose } from './gestures';

/** A host that writes down what it is told. */
function setUp(purpose: Purpose = 'pan', answers: { panBy?: boolean; take?: boolean; click?: boolean } = {}) {
  const told: unknown[][] = [];
  const tell =
    <A extends unknown[], R>(name: string, answer: R) =>
    (...args: A): R => {
      told.push([name, ...args]);
      return answer;
    };
  const host: GestureHost = {
    aim: () => undefined,
    purposeAt: () => purpose,
    panBy: tell('pan', answers.panBy ?? true),
    glide: (velocity) => {
      if (velocity !== 0) told.push(['glide', Math.round(velocity * 100) / 100]);
    },
    zoomAt: tell('zoom', undefined),
    hover: tell('hover', undefined),
    leave: tell('leave', undefined),
    click: tell('click', answers.click ?? false),
    doubleClick: tell('double', undefined),
    menu: tell('menu', undefined),
    grip: tell('grip', undefined),
    brush: tell('brush', undefined),
    brushed: tell('brushed', undefined),
    take: tell('take', answers.take ?? true),
    carry: ({ y, fine }) => void told.push(['carry', y, fine]),
    drop: tell('drop', undefined),
    abandon: tell('abandon', undefined),
  };
  return { gestures: new Gestures(host), told };
}

const at = (x: number, y: number, more: Partial<PointerInput> = {}): PointerInput => ({
  id: 1,
  type: 'mouse',
  x,
  y,
  button: 0,
  shift: false,
  fine: false,
  time: 0,
  ...more,
});
const finger = (id: number, x: number, y: number, time = 0) => at(x, y, { id, type: 'touch', time });
const wheel = (deltaY: number, more: object = {}) => ({
  x: 200,
  y: 50,
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  zooms: false,
  shift: false,
  ...more,
});

describe('a mouse', () => {
  it('hovers, clicks where it hardly moved, and double-clicks', () => {
    const { gestures, told } = setUp();
    gestures.move(at(10, 10));
    gestures.down(at(10, 10));
    gestures.move(at(12, 11));
    gestures.up(at(12, 11, { time: 80 }));
    gestures.down(at(12, 11, { time: 200 }));
    gestures.up(at(12, 11, { time: 250 }));
    gestures.leave();
    expect(told).toEqual([['hover', 10, 10, false], ['click', 12, 11], ['double', 12, 11], ['leave']]);
  });

  it('clicks twice where the first click moved the picture, or the second is late', () => {
    const { gestures, told } = setUp('pan', { click: true });
    for (const time of [0, 100]) {
      gestures.down(at(5, 5, { time }));
      gestures.up(at(5, 5, { time }));
    }
    const late = setUp();
    for (const time of [0, 500]) {
      late.gestures.down(at(5, 5, { time }));
      late.gestures.up(at(5, 5, { time }));
    }
    expect(told.map(([name]) => name)).toEqual(['click', 'click']);
    expect(late.told.map(([name]) => name)).toEqual(['click', 'click']);
  });

  it('takes hold of a range after four pixels, carries it, finer with Alt, and drops it', () => {
    const { gestures, told } = setUp('take');
    gestures.down(at(200, 100));
    gestures.move(at(200, 103));
    gestures.move(at(200, 110));
    gestures.move(at(200, 120, { fine: true }));
    gestures.up(at(200, 120));
    expect(told).toEqual([['take', 200, 100, false], ['carry', 110, false], ['carry', 120, true], ['drop']]);
  });

  it('pans with Shift, with the middle button, and where what it takes does not move', () => {
    const shifted = setUp('take');
    shifted.gestures.down(at(0, 100, { shift: true }));
    shifted.gestures.move(at(0, 90));
    const middle = setUp('take');
    middle.gestures.down(at(0, 100, { button: 1 }));
    middle.gestures.move(at(0, 90));
    middle.gestures.up(at(0, 90, { button: 1 }));
    const fixed = setUp('take', { take: false });
    fixed.gestures.down(at(0, 100));
    fixed.gestures.move(at(0, 90));
    expect(shifted.told).toEqual([['pan', 10]]);
    expect(middle.told).toEqual([['pan', 10]]);
    expect(fixed.told).toEqual([
      ['take', 0, 100, false],
      ['pan', 10],
    ]);
  });

  it('brushes on the ruler, and moves the minimap from the first press', () => {
    const { gestures, told } = setUp('brush');
    gestures.down(at(20, 100));
    gestures.move(at(20, 160));
    gestures.up(at(22, 160));
    expect(told).toEqual([
      ['brush', 100, 160, false],
      ['brushed', 22, 160],
    ]);
    const map = setUp('grip');
    map.gestures.down(at(600, 40));
    map.gestures.move(at(600, 41));
    map.gestures.up(at(600, 41));
    expect(map.told).toEqual([
      ['grip', 600, 40, true],
      ['grip', 600, 41, false],
    ]);
  });

  it('has its drag ended without effect when it is cancelled', () => {
    const { gestures, told } = setUp('take');
    gestures.down(at(200, 100));
    gestures.move(at(200, 120));
    gestures.cancel();
    gestures.up(at(200, 120));
    expect(told.at(-1)).toEqual(['abandon']);
    expect(gestures.busy).toBe(false);
  });
});

describe('a wheel', () => {
  it('pans, and is the page’s where the map can go no further', () => {
    const { gestures, told } = setUp();
    expect(gestures.wheel(wheel(100))).toBe(true);
    expect(gestures.wheel(wheel(-3, { deltaMode: 1 }))).toBe(true);
    expect(told).toEqual([
      ['pan', 100],
      ['pan', -48],
    ]);
    expect(setUp('pan', { panBy: false }).gestures.wheel(wheel(100))).toBe(false);
  });

  it('zooms at the pointer with Ctrl or as a pinch, half a doubling at most, and never without', () => {
    const { gestures, told } = setUp();
    expect(gestures.wheel(wheel(-10, { zooms: true }))).toBe(true);
    gestures.wheel(wheel(1000, { zooms: true }));
    expect(told).toEqual([
      ['zoom', 50, 2 ** 0.1],
      ['zoom', 50, 2 ** -0.5],
    ]);
  });

  it('pans with Shift, whichever way the browser turns it', () => {
    const { gestures, told } = setUp('pan', { panBy: false });
    expect(gestures.wheel(wheel(30, { shift: true }))).toBe(true);
    gestures.wheel(wheel(0, { deltaX: 40, shift: true }));
    expect(told).toEqual([
      ['pan', 30],
      ['pan', 40],
    ]);
  });
});

describe('fingers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tap to select, and rest for the menu', () => {
    const { gestures, told } = setUp();
    gestures.down(finger(1, 50, 50));
    vi.advanceTimersByTime(100);
    gestures.up(finger(1, 50, 50, 100));
    vi.advanceTimersByTime(1000);
    gestures.down(finger(1, 50, 50, 1100));
    vi.advanceTimersByTime(600);
    gestures.up(finger(1, 50, 50, 1700));
    expect(told).toEqual([
      ['click', 50, 50],
      ['menu', 50, 50],
    ]);
  });

  it('pan, and let the map glide on when they are fast', () => {
    const { gestures, told } = setUp();
    gestures.down(finger(1, 50, 100));
    gestures.move(finger(1, 50, 80, 10));
    gestures.move(finger(1, 50, 60, 20));
    gestures.up(finger(1, 50, 60, 30));
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([
      ['pan', 20],
      ['pan', 20],
      ['glide', 1.68],
    ]);
    gestures.down(finger(1, 50, 100, 2000));
    gestures.move(finger(1, 50, 90, 2100));
    gestures.up(finger(1, 50, 90, 2400));
    expect(told.at(-1)).toEqual(['pan', 10]);
  });

  it('pinch about their middle, and end a brush that one of them began', () => {
    const { gestures, told } = setUp('brush');
    gestures.down(finger(1, 50, 100));
    gestures.move(finger(1, 50, 110));
    gestures.down(finger(2, 50, 210));
    gestures.move(finger(2, 50, 310));
    expect(told.slice(1)).toEqual([['abandon'], ['pan', -50], ['zoom', 210, 2]]);
    gestures.up(finger(2, 50, 310));
    gestures.move(finger(1, 50, 150));
    gestures.up(finger(1, 50, 150));
    expect(told).toHaveLength(4);
  });
});

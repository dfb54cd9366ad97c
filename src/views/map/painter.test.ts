import { describe, expect, it } from 'vitest';
import { Painter } from './painter';

function setUp() {
  const waiting = new Map<number, FrameRequestCallback>();
  let id = 0;
  let drawn = 0;
  const painter = new Painter(() => (drawn += 1), {
    requestAnimationFrame: (callback) => {
      waiting.set(++id, callback);
      return id;
    },
    cancelAnimationFrame: (each) => void waiting.delete(each),
  });
  const frame = (): void => {
    const callbacks = [...waiting.values()];
    waiting.clear();
    callbacks.forEach((callback) => callback(0));
  };
  return { painter, frame, drawn: () => drawn, waiting };
}

describe('the painter', () => {
  it('draws the first change at once, and all that follow in the same frame together with the next', () => {
    const { painter, frame, drawn } = setUp();
    painter.ask();
    expect(drawn()).toBe(1);
    painter.ask();
    painter.ask();
    expect(drawn()).toBe(1);
    frame();
    expect(drawn()).toBe(2);
    frame();
    expect(drawn()).toBe(2);
    painter.ask();
    expect(drawn()).toBe(3);
  });

  it('rests when nothing changes, and when it is stopped', () => {
    const { painter, frame, drawn, waiting } = setUp();
    painter.ask();
    painter.ask();
    painter.stop();
    frame();
    expect(drawn()).toBe(1);
    painter.ask();
    frame();
    frame();
    expect(waiting.size).toBe(0);
  });
});

import { expect, test, vi } from 'vitest';
import { Settled } from './settled.svelte';

test('one change is there at once; of changes that follow each other the last, once it stays', () => {
  vi.useFakeTimers();
  try {
    const settled = new Settled<number>();
    settled.follow(1);
    expect(settled.value).toBe(1);
    vi.advanceTimersByTime(50);
    settled.follow(2);
    expect(settled.value).toBeUndefined();
    vi.advanceTimersByTime(50);
    settled.follow(3);
    vi.advanceTimersByTime(199);
    expect(settled.value).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(settled.value).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

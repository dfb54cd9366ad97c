import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AtEase } from './at-ease.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('follows at once what changes now and then', () => {
  const ease = new AtEase<number>();
  for (const value of [1, 2, 3]) {
    ease.follow(value);
    expect(ease.value).toBe(value);
    vi.advanceTimersByTime(300);
  }
});

it('follows a few times a second what changes with every frame, and ends with the last', () => {
  const ease = new AtEase<number>();
  const seen = new Set<number | undefined>();
  for (let value = 0; value < 60; value += 1) {
    ease.follow(value);
    seen.add(ease.value);
    vi.advanceTimersByTime(16);
  }
  expect(seen.size).toBeGreaterThan(2);
  expect(seen.size).toBeLessThan(6);
  vi.advanceTimersByTime(250);
  expect(ease.value).toBe(59);
});

it('shows nothing once it is stopped', () => {
  const ease = new AtEase<number>();
  ease.follow(1);
  ease.follow(2);
  ease.stop();
  vi.advanceTimersByTime(500);
  expect(ease.value).toBe(1);
});

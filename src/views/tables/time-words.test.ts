import { describe, expect, it } from 'vitest';
import { absoluteTime, machineTime, relativeTime } from './time-words';

const NOW = 1_800_000_000;
const ago = (seconds: number): string => relativeTime(NOW - seconds, NOW, 'en');

describe('the time of a comment', () => {
  it('is told from when it is read, in the largest unit that fits', () => {
    expect([5, 60, 3599, 7200, 86_400, 15 * 86_400, 70 * 86_400, 800 * 86_400].map(ago)).toEqual([
      'now',
      '1 minute ago',
      '59 minutes ago',
      '2 hours ago',
      'yesterday',
      '2 weeks ago',
      '2 months ago',
      '2 years ago',
    ]);
  });

  it('takes a clock that is a little ahead for now, and one that is far ahead at its word', () => {
    expect(ago(-30)).toBe('now');
    expect(ago(-7200)).toBe('in 2 hours');
  });

  it('is told in the language of the reader', () => {
    expect(relativeTime(NOW - 7200, NOW, 'de')).toBe('vor 2 Stunden');
  });

  it('is told in full where a calendar has it', () => {
    expect(absoluteTime(NOW, 'en')).toContain('2027');
    expect(machineTime(NOW)).toBe('2027-01-15T08:00:00.000Z');
    expect(absoluteTime(Number.MAX_SAFE_INTEGER)).toBe('');
    expect(machineTime(Number.MAX_SAFE_INTEGER)).toBeUndefined();
    expect(relativeTime(Number.MAX_SAFE_INTEGER, NOW, 'en')).toMatch(/^in /);
  });
});

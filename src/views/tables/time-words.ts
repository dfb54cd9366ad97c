/** When something was said, to those who read it now. */

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
/** Seconds that a clock may be ahead before it is wrong rather than fast. */
const AHEAD = 60;
/** Browsers know no later day, in seconds. */
const LAST = 8.64e12;

/** `2 hours ago` in the reader's language; `just now` within a minute. */
export function relativeTime(time: number, now: number, locale?: string): string {
  const since = now - time;
  if (since < UNIT_LEAST && since > -AHEAD)
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  const [unit, length] = UNITS.find(([, seconds]) => Math.abs(since) >= seconds) ?? (['minute', 60] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.trunc(since / length), unit);
}
const UNIT_LEAST = 60;

/** In full; empty where no calendar has it. */
export const absoluteTime = (time: number, locale?: string): string =>
  time > LAST ? '' : new Date(time * 1000).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });

export const machineTime = (time: number): string | undefined =>
  time > LAST ? undefined : new Date(time * 1000).toISOString();

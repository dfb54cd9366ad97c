/** When a logger wrote a line, by the time in front of it. */
const DATE_AND_TIME = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?/;
const TIME = /(?:^|[[\s])(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?=[\]\s:,]|$)/;
const DAY_MS = 86_400_000;
/** Longer prefixes are no prefixes. */
const LONGEST = 512;

/** Days from 1970-01-01 on, by the Gregorian calendar; years begin in March here, so that a leap day is the last of one. */
function dayNumber(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leaps + Math.floor((153 * months + 2) / 5) + day - 719_469;
}

/** Milliseconds by the logger's own clock; only differences mean something. Undefined where no time stands. */
export function clockTime(prefix: string): number | undefined {
  const text = prefix.slice(0, LONGEST);
  const dated = DATE_AND_TIME.exec(text);
  const [, ...parts] = dated ?? TIME.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const [fraction, ...whole] = [parts.at(-1) ?? '', ...parts.slice(0, -1)];
  const numbers = whole.map(Number);
  const [hour = 0, minute = 0, second = 0] = numbers.slice(-3);
  const [year = 1970, month = 1, day = 1] = dated === null ? [] : numbers;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return dayNumber(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
}

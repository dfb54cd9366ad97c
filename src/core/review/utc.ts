const DAY = 86_400;
/** Days of 400 years: the Gregorian calendar repeats after them. */
const CYCLE = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const TO_1970 = 719_468;
const LAST_SECOND = 253_402_300_799;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * `2026-11-22 22:57 UTC`, in words that no place and no language changes.
 * @param seconds since 1970-01-01 UTC, at least 0; what lies behind the year 9999 has no such form and is told in seconds
 */
export function utcText(seconds: number): string {
  if (seconds > LAST_SECOND) return `${seconds} s after 1970`;
  const days = Math.floor(seconds / DAY) + TO_1970;
  const rest = seconds % DAY;
  const cycle = Math.floor(days / CYCLE);
  const day = days % CYCLE;
  const year = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
  const ofYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  // Years begin in March here, so that the day that some have more is the last.
  const month = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const isNextYear = month >= 10;
  const calendarYear = cycle * 400 + year + (isNextYear ? 1 : 0);
  const calendar = `${String(calendarYear).padStart(4, '0')}-${two(isNextYear ? month - 9 : month + 3)}-${two(date)}`;
  return `${calendar} ${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))} UTC`;
}

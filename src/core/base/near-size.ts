/** Sums of memory as engineers say them: `8 GiB − 513 KiB`. */
import { GiB, MiB, TiB, type Bytes } from './addr';
import { approximateSize, formatSize } from './size-text';

/** A number with more digits is not read at a glance. */
const AT_A_GLANCE = 1024;
const isShort = (text: string): boolean => Number(text.replace(/[^\d.].*$/, '')) < AT_A_GLANCE && !text.includes(',');

/**
 * The exact size where it is short, or as a round size and what is missing or over; else rounded to two decimals, with `about` in
 * front.
 */
export function nearSize(bytes: Bytes): string {
  const exact = formatSize(bytes);
  if (isShort(exact)) return exact;
  for (const unit of [TiB, GiB, MiB]) {
    const whole = Math.round(bytes / unit) * unit;
    const off = bytes - whole;
    if (whole === 0 || Math.abs(off) * 16 > unit) continue;
    const rest = formatSize(Math.abs(off));
    if (isShort(rest)) return `${formatSize(whole)} ${off < 0 ? '−' : '+'} ${rest}`;
  }
  return `about ${approximateSize(bytes).text}`;
}

/** Times of steps as one types them. The document has whole milliseconds since the machine started. */
import { err, ok, type Result } from '../../core/base/result';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const WORKS = 'What works: 250 ms, 90 s, 2 min.';
/** The document counts in 32 bits: 49 days. */
const MOST_MS = 0xffff_ffff;

/** Empty text is no time; errors are one sentence with what would work. */
export function readTime(text: string): Result<unknown, string> {
  const trimmed = text.trim();
  if (trimmed === '') return ok(undefined);
  const match = /^(\d{1,10}(?:\.\d{1,3})?)\s*([a-z]+)?$/i.exec(trimmed);
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  if (match?.[1] === undefined) return err(`“${trimmed}” is no time. ${WORKS}`);
  if (unit === undefined) return err(`“${trimmed}” has no unit of time. ${WORKS}`);
  const milliseconds = Math.round(Number(match[1]) * unit);
  return milliseconds > MOST_MS ? err(`${trimmed} is more than 49 days. ${WORKS}`) : ok(milliseconds);
}

/** In the largest unit that says it in whole numbers; seconds may have a fraction. */
export function writeTime(value: unknown): string {
  if (typeof value !== 'number') return '';
  if (value > 0 && value < 1000) return `${value} ms`;
  const unit = value > 0 && value % 3_600_000 === 0 ? 'h' : value > 0 && value % 60_000 === 0 ? 'min' : 's';
  return `${value / (UNITS[unit] ?? 1)} ${unit}`;
}

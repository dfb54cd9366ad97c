/** When steps happened, by whichever clock the log has. */
import type { Entry } from './exchanges';
import type { StepDraft } from './steps';

const MOST_MS = 0xffff_ffff;

/**
 * Milliseconds since the first thing in the log that has a time. Commands have one only where a logger wrote it; else that of the
 * first event behind them counts, before another command comes.
 */
export function stepTimes(entries: readonly Entry[], steps: readonly StepDraft[]): readonly (number | undefined)[] {
  const isLogged = entries.some((entry) => 'exchange' in entry && entry.exchange.asked.loggedMs !== undefined);
  const times = entries.map((entry): number | undefined => {
    if ('exchange' in entry) return entry.exchange.asked.loggedMs;
    return isLogged ? entry.told.loggedMs : entry.told.atMs;
  });
  const first = times.reduce<number>((least, time) => Math.min(least, time ?? Infinity), Infinity);
  let last = 0;
  return steps.map(({ entry }) => {
    let at = entry;
    while (times[at] === undefined && isEvent(entries[at + 1])) at += 1;
    const time = times[at];
    if (time === undefined) return undefined;
    last = Math.min(MOST_MS, Math.max(last, time - first));
    return last;
  });
}

const isEvent = (entry: Entry | undefined): boolean => entry !== undefined && 'told' in entry;

/** The benchmarks by name, in the order in which they run. */
import { print } from './figures';
import { benchLarge } from './large';
import { benchLatency } from './latency';
import { benchMap } from './map';
import type { Place } from './place';
import { benchPredict } from './predict';
import { benchSweep } from './sweep';
import { benchTimeline } from './timeline';

const BENCHMARKS: Readonly<Record<string, (place: Place) => boolean | Promise<boolean>>> = {
  sweep: benchSweep,
  predict: benchPredict,
  latency: benchLatency,
  map: benchMap,
  timeline: benchTimeline,
  large: benchLarge,
};

/** Runs those named, or all; the exit code is 0 unless a name is unknown or an answer was wrong. */
export async function main(names: readonly string[], place: Place): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    print(`No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
    return 2;
  }
  let right = true;
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (names.length === 0 || names.includes(name)) right = (await run(place)) && right;
  }
  return right ? 0 : 1;
}

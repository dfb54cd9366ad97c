/** What steps cost: carrying them out, a few or very many, and telling any moment of them. */
import { atOnce } from '../core/base/in-steps';
import { planOf, stageContext } from '../core/plan/compute';
import type { StageContext } from '../core/stages/stage';
import { STEP_OUTCOMES } from '../core/space/timeline';
import { recordTimeline } from '../core/timeline/record';
import type { Recording } from '../core/timeline/recording';
import { median, ms, print, quantile, cpuRuns } from './figures';
import { manySteps } from './many-steps';
import type { Place } from './place';
import { benchTimelinePage } from './timeline-page';

const FEW = 1_000;
const MANY = 100_000;
const MOMENTS = 400;

function record(context: StageContext): Recording {
  const recording = atOnce(recordTimeline(context, 1));
  if (recording === undefined) throw new Error('the layout of the benchmark does not start');
  return recording;
}

const us = (milliseconds: number): string => `${(milliseconds * 1000).toFixed(1)} µs`;

/** Each length so often that the same number of steps is carried out. */
export async function benchTimeline(place: Place): Promise<boolean> {
  const few = stageContext(manySteps(FEW));
  const many = stageContext(manySteps(MANY));
  cpuRuns(5, () => record(few));
  const perFew = median(cpuRuns(10, () => record(few))) / FEW;
  const perMany = median(cpuRuns(2, () => record(many))) / MANY;
  const ratio = perMany / perFew;
  print(
    `timeline: a step costs ${us(perFew)} among ${FEW}, ${us(perMany)} among ${MANY.toLocaleString('en')}: ratio ${ratio.toFixed(2)}`,
  );
  const recording = record(many);
  const { outcome } = recording.timeline.columns;
  const counts = STEP_OUTCOMES.map((name, index) => `${name} ${outcome.filter((each) => each === index).length}`);
  print(`timeline: ${counts.join(', ')}; ${recording.timeline.spans.from.length} stays`);
  print(`timeline: the plan beside the steps ${ms(median(cpuRuns(5, () => planOf(many, 1, recording))))}`);
  let at = 7;
  const moments = Array.from({ length: MOMENTS }, () => (at = (at * 48_271) % 0x7fff_ffff) % (MANY + 1));
  const times = moments.map((moment) => cpuRuns(1, () => recording.instant(moment))[0] ?? 0);
  print(
    `timeline: any moment of ${MANY.toLocaleString('en')}: median ${ms(median(times))}, 95th percentile ${ms(quantile(times, 0.95))}`,
  );
  const inOrder = Array.from(
    { length: MOMENTS },
    (_, index) => cpuRuns(1, () => recording.instant(50_000 + index))[0] ?? 0,
  );
  print(`timeline: one moment after the other: median ${ms(median(inOrder))}`);
  await benchTimelinePage(place, MANY);
  return true;
}

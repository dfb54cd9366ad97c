/** Layouts with steps, for tests. */
import { GiB } from '../base/addr';
import { emptyDocument } from '../document/defaults';
import type { LayoutDocument, LayoutEvent } from '../document/schema';
import { outcomeOf } from '../space/timeline';
import { planOverTime } from './plan';
import type { Recording } from './recording';

export const layoutWith = (events: readonly LayoutEvent[], more: Partial<LayoutDocument> = {}): LayoutDocument => ({
  ...emptyDocument(),
  cpu: { physBits: 46, features: [] },
  memory: { size: 4 * GiB, slots: 4, maxmem: 32 * GiB },
  ...more,
  events: [...events],
});

export const plugDimm = (id: string, size: number, more: object = {}): LayoutEvent => ({
  do: 'plug',
  device: { kind: 'pc-dimm', id, memdev: `m-${id}`, ...more },
  backend: { id: `m-${id}`, type: 'ram', size },
});

export function recorded(document: LayoutDocument) {
  const { plan, recording } = planOverTime(document, 1);
  if (recording === undefined) throw new Error(plan.verdict.error ?? 'there is no recording');
  return { plan, recording, timeline: recording.timeline, outcomes: outcomesOf(recording) };
}

const outcomesOf = ({ timeline }: Recording) =>
  Array.from({ length: timeline.steps }, (_, index) => outcomeOf(timeline, index + 1));

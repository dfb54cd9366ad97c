/** The timeline in few words, for the status line and the row under the map. */
import { bisectRight } from 'd3';
import { formatSize } from '../../core/base/size-text';
import { momentName, outcomeOf, type Timeline } from '../../core/space/timeline';
import type { Plan } from '../../core/plan/plan';
import type { Instant } from '../../core/timeline/instant';

/** `28 of 32 GiB`: the unit once where both have it. */
export function usedOf(used: number, total: number): string {
  const [some, all] = [formatSize(used), formatSize(total)];
  const [number, unit] = some.split(' ');
  return all.endsWith(` ${unit}`) ? `${number} of ${all}` : `${some} of ${all}`;
}

/** The steps that QEMU refused, in order; found once for each timeline. */
export const stepsRefused = (timeline: Timeline): readonly number[] =>
  Array.from({ length: timeline.steps }, (_, index) => index + 1).filter(
    (step) => outcomeOf(timeline, step) === 'refused',
  );

/** How many of them there are up to a moment; undefined for none. */
export function refusedText(refused: readonly number[], moment = Infinity): string | undefined {
  const count = bisectRight(refused, moment);
  if (count === 0) return undefined;
  return count === 1 ? `step t${refused[0]} refused` : `${count} steps refused`;
}

/** Slots in use in the plan on screen, of how many; undefined without any. */
export function slotsOf({ timeline, snapshots }: Plan): string | undefined {
  if (timeline === undefined || timeline.slots === 0) return undefined;
  const used = snapshots[0]?.tables?.memoryDevices.filter(({ slot }) => slot !== undefined).length ?? 0;
  return `${used} of ${timeline.slots}`;
}

/** What the row says of where we are. */
export function whereText(
  steps: number,
  moment: number | undefined,
  instant: Instant | undefined,
  starts: boolean,
): string {
  const count = `${steps} ${steps === 1 ? 'step' : 'steps'}`;
  if (steps === 0) return 'boot, then nothing';
  if (!starts) return `${count}; QEMU refuses to start, so none happens`;
  if (moment === undefined) return `boot, then ${count}`;
  return instant?.heading ?? momentName(moment);
}

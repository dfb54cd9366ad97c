import { describe, expect, it } from 'vitest';
import { GiB } from '../../../core/base/addr';
import { size } from '../../../core/base/range';
import type { Review, Thread } from '../../../core/document/review';
import type { Plan } from '../../../core/plan/plan';
import type { Region } from '../../../core/space/region';
import { fourApuPlan, hostedPlan, stagedPlan } from '../plan-for-tests';
import { RecordingPen } from '../picture/recording-pen-for-tests';
import { drawScene } from '../picture/scene';
import { sceneOf } from '../picture/scene-for-tests';
import { filePins } from './file-pins';
import { placePins } from './place-pins';
import { pinnedThreads } from './thread-ranges';

const WIDTHS = [360, 390, 528, 685, 768, 917, 1400] as const;
const plans: readonly (readonly [string, Plan])[] = [
  ['with its host', hostedPlan],
  ['with stages', stagedPlan],
  ['of four', fourApuPlan],
];
const comments = [{ id: 'c', text: 'why?' }];
const partitionOf = (plan: Plan) => {
  const [snapshot] = plan.snapshots;
  if (snapshot === undefined) throw new Error('nothing to pin to');
  return snapshot.spaces.cpu;
};
const review = (threads: Thread[]): Review => ({ threads, waivers: [] });
const at = ({ range }: Pick<Region, 'range'>) => ({ start: range.start, size: size(range) });
/** One on every range. */
const everywhere = (plan: Plan): Review =>
  review(partitionOf(plan).regions.map((region, index) => ({ id: `t${index}`, at: at(region), comments })));

const sp1 = (plan: Plan): Region => {
  const found = partitionOf(plan).regions.find(({ name }) => name === 'sp1');
  if (found === undefined) throw new Error('there is no sp1');
  return found;
};

describe('pins', () => {
  it.each(plans)('lie on no text and no text lies on them, at every width: %s', (_, plan) => {
    for (const width of WIDTHS) {
      for (const height of [420, 800]) {
        const scene = sceneOf(plan, { width, height });
        const pen = new RecordingPen();
        drawScene(pen, { ...scene, pins: filePins(everywhere(plan), partitionOf(plan)) });
        expect(pen.faults(width), `${width} px wide, ${height} px high`).toEqual([]);
      }
    }
  });

  it('stand at what is seen of their range, however close it is looked at', () => {
    const region = sp1(fourApuPlan);
    const threads = pinnedThreads(review([{ id: 'a', path: region.owner ?? '', comments }]), partitionOf(fourApuPlan));
    const whole = sceneOf(fourApuPlan);
    const [pin] = placePins(threads, whole);
    expect(pin?.y).toBeGreaterThan(whole.scale.toPixel(region.range.start));
    expect(pin?.y).toBeLessThan(whole.scale.toPixel(region.range.end));
  });

  it('are told apart where there is room, and counted together where there is none', () => {
    const partition = partitionOf(fourApuPlan);
    const { range, owner = '' } = sp1(fourApuPlan);
    const threads = pinnedThreads(
      review([
        { id: 'a', path: owner, comments },
        { id: 'b', at: { start: range.start, size: size(range) }, comments },
        { id: 'c', at: { start: 0, size: GiB }, comments },
      ]),
      partition,
    );
    expect(placePins(threads, sceneOf(fourApuPlan)).map((pin) => pin.comments)).toEqual([1, 2]);
  });

  it('are for open threads about what is there', () => {
    const { owner = '' } = sp1(fourApuPlan);
    const done = [...comments, { id: 'd', text: '', does: 'resolves' as const }];
    const partition = partitionOf(fourApuPlan);
    const ids = pinnedThreads(
      review([
        { id: 'open', path: owner, comments },
        { id: 'resolved', path: owner, comments: done },
        { id: 'gone', what: 'sp9', gone: true, at: { start: 0, size: GiB }, comments },
        { id: 'whole', comments },
        { id: 'step', path: 'events.3', comments },
        { id: 'beyond', at: { start: partition.limit, size: GiB }, comments },
        { id: 'far beyond', at: { start: Number.MAX_SAFE_INTEGER, size: Number.MAX_SAFE_INTEGER }, comments },
      ]),
      partition,
    ).map(({ thread }) => thread.id);
    expect(ids).toEqual(['open']);
  });
});

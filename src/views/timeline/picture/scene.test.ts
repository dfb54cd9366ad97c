import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../../core/document/defaults';
import type { LayoutDocument, LayoutEvent } from '../../../core/document/schema';
import type { Timeline } from '../../../core/space/timeline';
import { clockAxis, stepsAxis, stepScale, wholeSight } from '../../../draw/timeline-axis';
import { busyTimeline, dayOfResizing, timelineOf } from '../../../draw/timeline-for-tests';
import { usedStretches } from '../../../draw/timeline-stretches';
import { RecordingPen } from '../../map/picture/recording-pen-for-tests';
import { timelineFacts } from '../timeline-facts';
import { drawHead, drawMarks, drawTimeline } from './draw';
import { timelineScene, type TimelineScene } from './scene';
import { drawStrip } from './strip';

const GiB = 2 ** 30;
const WIDTHS = [360, 390, 560, 728, 1100, 2400];

const plug = (id: string): LayoutEvent => ({
  do: 'plug',
  device: { kind: 'pc-dimm', id, memdev: `${id}-memory` },
});
const layoutOf = (events: readonly LayoutEvent[]): LayoutDocument => ({ ...emptyDocument(), events: [...events] });
const dayEvents: readonly LayoutEvent[] = [
  ...[plug('dimm1'), plug('dimm2')],
  { do: 'unplug', device: 'dimm1' },
  ...[plug('dimm3'), plug('dimm4'), plug('dimm5')],
];

/** Devices of boot, of several kinds; offline memory; a request that is declined; a huge attempt. */
const mixed = timelineOf({
  steps: 6,
  window: { start: 600 * GiB, end: 696 * GiB },
  budget: 88 * GiB,
  slots: 64,
  bootRam: 512 * GiB,
  spans: [
    { from: 0, start: 600 * GiB, size: 32 * GiB, kind: 'sp-mem', origin: -1, states: [{ from: 0, state: 'unused' }] },
    {
      from: 0,
      start: 640 * GiB,
      size: 16 * GiB,
      kind: 'virtio-mem',
      origin: -2,
      states: [
        { from: 0, state: 'partly-online', plugged: 0 },
        { from: 3, state: 'partly-online', plugged: 8 * GiB, online: 8 * GiB },
      ],
    },
    { from: 1, start: 632 * GiB, size: 4 * GiB, slot: 0, states: [{ from: 1, state: 'offline' }] },
    { from: 2, to: 4, start: 636 * GiB, size: GiB, slot: 1 },
    { from: 6, to: 6, size: 4096 * GiB },
  ],
  outcomes: { 4: ['released', 3], 5: ['declined', 2], 6: ['refused', 4] },
});
const mixedEvents: readonly LayoutEvent[] = [
  plug('a-device-with-a-long-name'),
  plug('dimm2'),
  { do: 'resize', device: 'vm0', requestedSize: 8 * GiB },
  { do: 'unplug', device: 'dimm2' },
  { do: 'unplug', device: 'a-device-with-a-long-name' },
  plug('huge'),
];

function sceneOf(timeline: Timeline, layout: LayoutDocument, width: number, clock = false): TimelineScene {
  const axis = (clock ? clockAxis(timeline.columns.atMs) : undefined) ?? stepsAxis(timeline.steps);
  return timelineScene(
    { facts: timelineFacts(timeline, layout), used: usedStretches(timeline), width, height: 760, entries: 2 },
    (left, across) => stepScale(axis, wholeSight(axis), left, across),
  );
}

function drawn(scene: TimelineScene): RecordingPen {
  const pen = new RecordingPen();
  drawTimeline(pen, scene);
  drawMarks(pen, scene, () => undefined);
  return pen;
}
const words = (pen: RecordingPen) => pen.visible().map(({ text }) => text);
const day = (width: number) => sceneOf(dayOfResizing, layoutOf(dayEvents), width);

describe('the words of address by time', () => {
  it.each(WIDTHS)('touch no other, lie on no pattern and are not cut, %d px wide', (width) => {
    const scenes = [
      day(width),
      sceneOf(mixed, layoutOf(mixedEvents), width),
      sceneOf(busyTimeline(400), layoutOf([]), width),
      sceneOf(
        { ...dayOfResizing, columns: { ...dayOfResizing.columns, atMs: Float64Array.of(1, 2, 900, 901, 902, 5000) } },
        layoutOf(dayEvents),
        width,
        true,
      ),
    ];
    for (const scene of scenes) {
      expect(drawn(scene).faults(width)).toEqual([]);
      for (let moment = 0; moment <= Math.min(scene.timeline.steps, 20); moment += 1) {
        const head = new RecordingPen();
        drawHead(head, scene, moment);
        expect(head.faults(width), `at ${moment}`).toEqual([]);
      }
    }
  });

  it('tell first fit, the gap that is too small, and the budget that is used up', () => {
    expect(words(drawn(day(728)))).toEqual(
      expect.arrayContaining([
        ...['dimm1', '8 GiB', 'slot 0', '8 GiB free', 'too small for dimm3', '4 GiB free'],
        ...['4 GiB stay free: alignment room, 1 GiB per slot.', 'Addresses are left over. The budget is not.'],
        ...['requested, guest agreed, gone', 'refused by QEMU', '3/4', 'maxmem 32 GiB', '28'],
        'same 2 entries at every step: SRAT and ACPI announce DIMMs, E820 never does',
      ]),
    );
  });

  it('end before the next step where they can, since the line of what is looked at stands there', () => {
    expect(words(drawn(day(2400)))).toContain('8 GiB, slot 2');
    expect(words(drawn(day(728)))).not.toContain('8 GiB, slot 2');
  });

  it('say what the guest does not do', () => {
    const all = words(drawn(sceneOf(mixed, layoutOf(mixedEvents), 1100)));
    expect(all).toEqual(expect.arrayContaining(['requested, guest refused, stays', 'SPM', 'counts, not plugged']));
  });

  it('name every step over its column, with what it changes', () => {
    const head = new RecordingPen();
    drawHead(head, day(728), 6);
    expect(words(head)).toEqual(expect.arrayContaining(['boot', 't1', '+ 8 GiB', '− 8 GiB', 't6', '+ 4 GiB']));
  });
});

describe('a picture of very many steps', () => {
  it('is no more shapes than its pixels hold', () => {
    const busy = busyTimeline(20_000);
    const scene = sceneOf(busy, layoutOf([]), 728);
    const pen = drawn(scene);
    expect(pen.rects.length).toBeLessThan(20_000);
    expect(pen.texts.length).toBeLessThan(200);
  });
});

describe('the strip', () => {
  const strip = (timeline: Timeline, layout: LayoutDocument, width: number) => {
    const pen = new RecordingPen();
    const axis = stepsAxis(timeline.steps);
    const scale = stepScale(axis, wholeSight(axis), 10, width - 120);
    const why = 'No DIMM fits later: maxmem leaves 28 GiB for devices, and all of it is used.';
    drawStrip(pen, { facts: timelineFacts(timeline, layout), scale, width, height: 124, why, mark: () => undefined });
    return pen;
  };

  it.each([600, 1176, 2400])('has no words on each other or on a pattern, %d px wide', (width) => {
    expect(strip(dayOfResizing, layoutOf(dayEvents), width).faults(width)).toEqual([]);
    expect(strip(mixed, layoutOf(mixedEvents), width).faults(width)).toEqual([]);
    expect(strip(busyTimeline(400), layoutOf([]), width).faults(width)).toEqual([]);
  });

  it('shows equal devices of boot as one bar that says what they are', () => {
    const spans = [0, 1, 2, 3].map((nth) => ({
      ...{ from: 0, start: (66 + 128 * nth) * GiB, size: 128 * GiB, kind: 'sp-mem', origin: -1 - nth },
      states: [{ from: 0, state: 'unused' as const }],
    }));
    const apus = timelineOf({
      steps: 1,
      spans,
      window: { start: 66 * GiB, end: 582 * GiB },
      budget: 512 * GiB,
      slots: 4,
    });
    const devices = [1, 2, 3, 4].map((nth) => ({ kind: 'sp-mem' as const, id: `sp${nth}`, memdev: `hbm${nth}` }));
    const pen = strip(apus, { ...layoutOf([{ do: 'reboot' }]), devices }, 1176);
    expect(words(pen)).toEqual(
      expect.arrayContaining([
        '4 × 128 GiB, cannot be plugged or unplugged',
        'No DIMM fits later: maxmem leaves 28 GiB for devices, and all of it is used.',
        'maxmem 516 GiB, full',
      ]),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacingPicture } from '../../../app/placing-picture';
import { GiB, MiB, TiB } from '../../../core/base/addr';
import { range } from '../../../core/base/range';
import { samples } from '../../../core/document/samples';
import { computePlan } from '../../../core/plan/compute';
import type { Plan } from '../../../core/plan/plan';
import { scales } from '../../../draw/scales';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { crowdedPlan, fourApuPlan, hostedPlan, misgivenPlan, stagedPlan } from '../plan-for-tests';
import { RecordingPen } from './recording-pen-for-tests';
import { drawScene, type Scene } from './scene';
import { sceneOf, type SceneWish } from './scene-for-tests';

/** Widths that the map's picture has on screens of 360, 768, 1024, 1440 and 3840 px, alone and beside other panels. */
const WIDTHS = [360, 390, 528, 685, 728, 768, 917, 980, 1400] as const;
const plans: readonly (readonly [string, Plan])[] = samples.all.map(({ id, document }) => [
  id,
  computePlan(document, 1),
]);

function drawn(scene: Scene): RecordingPen {
  const pen = new RecordingPen();
  drawScene(pen, scene);
  return pen;
}
const draw = (wish: SceneWish = {}, more: Partial<Scene> = {}) => drawn({ ...sceneOf(fourApuPlan, wish), ...more });
const words = (pen: RecordingPen) => pen.visible().map(({ text }) => text);

const refused: PlacingPicture = {
  path: 'devices.1',
  handle: 'body',
  isNew: false,
  dropped: true,
  range: range(250 * GiB, 378 * GiB),
  from: range(194 * GiB, 322 * GiB),
  kind: 'soft-reserved',
  name: 'sp2',
  state: 'refused',
  message:
    "can't add memory device [0x3e80000000:0x2000000000], it overlaps with [0x5080000000:0x2000000000] (id: sp3)",
  nearest: range(600 * GiB, 728 * GiB),
  snap: '1 GiB',
  readout: '0x3e80000000, 128 GiB, QEMU refuses',
};

describe('the texts of the map', () => {
  it.each(plans)('never touch, are never cut and never lie on a pattern: %s', (_, plan) => {
    for (const width of WIDTHS) {
      for (const { id: kind } of scales.all) {
        for (const height of [420, 800]) {
          const scene = sceneOf(plan, { width, height, kind });
          expect(drawn(scene).faults(width), `${width} px, ${kind}`).toEqual([]);
        }
      }
    }
  });

  it('keep to that with ranges selected and hovered, ticks by the thousand, and the whole axis in sight', () => {
    for (const width of WIDTHS) {
      expect(draw({ width, select: 'sp2', hover: 'sp3' }).faults(width)).toEqual([]);
      for (const { id: kind } of scales.all) {
        expect(drawn(sceneOf(crowdedPlan, { width, kind, view: 'all' })).faults(width)).toEqual([]);
      }
    }
  });

  it('keep to that with the tables of later boot stages and what differs between them', () => {
    for (const width of WIDTHS) {
      for (const { id: kind } of scales.all) {
        expect(drawn(sceneOf(stagedPlan, { width, kind, select: 'sp2' })).faults(width), `${width} ${kind}`).toEqual(
          [],
        );
      }
    }
  });

  it('keep to that beside a host, whatever is wrong with what it backs', () => {
    for (const plan of [hostedPlan, misgivenPlan]) {
      for (const width of WIDTHS) {
        for (const { id: kind } of scales.all) {
          expect(drawn(sceneOf(plan, { width, kind, select: 'sp2' })).faults(width), `${width} ${kind}`).toEqual([]);
        }
      }
    }
  });

  it('keep to that while a range is placed, refused or not, wherever it is held', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WIDTHS),
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom('works', 'refused', 'checking'),
        fc.boolean(),
        (width, start, state, hasNearest) => {
          const { nearest, ...rest } = refused;
          const placing = { ...rest, state, range: range(start * GiB, (start + 64) * GiB) } as const;
          const pen = draw(
            { width },
            { placing: hasNearest && nearest !== undefined ? { ...placing, nearest } : placing },
          );
          expect(pen.faults(width)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keep to that beyond the limit of the CPU, where they stand on plates', () => {
    const pen = draw({}, { limit: 600 * GiB });
    expect(pen.faults(685)).toEqual([]);
    expect(words(pen)).toContain('HyperTransport');
    expect(pen.rects.some(({ style }) => style.pattern === ERROR_PATTERN)).toBe(true);
  });

  it('keep to that with marks and a brushed stretch', () => {
    const marks = [0, MiB, GiB, 66 * GiB, 67 * GiB, 300 * GiB, 301 * GiB];
    for (const width of WIDTHS) {
      const pen = draw({ width }, { marks, brush: range(100 * GiB, 340 * GiB) });
      expect(pen.faults(width)).toEqual([]);
      expect(words(pen)).toEqual(expect.arrayContaining(['A', 'G', '240 GiB']));
    }
  });
});

describe('a range that is being placed', () => {
  it('has one outline, and none where it was', () => {
    const outlines = (more: Partial<Scene>) =>
      draw({ select: 'sp2' }, { strips: [], ...more }).rects.filter(({ style }) => style.strokeWidth === 2.5).length;
    expect(outlines({})).toBe(1);
    expect(outlines({ placing: refused })).toBe(1);
  });

  it('has its address set in groups beside it, and the step at the handle that is held', () => {
    const pen = draw({}, { placing: refused });
    expect(words(pen)).toEqual(expect.arrayContaining(['0x3e80000000', '128 GiB', 'QEMU refuses', 'step 1 GiB']));
    const stepAt = (handle: PlacingPicture['handle']) =>
      draw({}, { placing: { ...refused, handle } }).texts.find(({ text }) => text === 'step 1 GiB')?.top ?? 0;
    expect(stepAt('end')).toBeGreaterThan(stepAt('start'));
  });

  it("leaves the nearest place in sight under QEMU's sentence", () => {
    const nearest = range(300 * GiB, 428 * GiB);
    const scene = { ...sceneOf(fourApuPlan), placing: { ...refused, nearest } };
    const pen = drawn(scene);
    const message = pen.rects.findLast(({ style }) => style.fill === 'badt');
    expect(message?.top).toBeGreaterThan(scene.scale.toPixel(nearest.end));
  });
});

describe('between the tables of two boot stages', () => {
  const scene = sceneOf(stagedPlan, { select: 'sp2' });

  it('only what differs is told: a join with consequences in words, entries that came and went as counts', () => {
    expect(words(drawn(scene))).toEqual(expect.arrayContaining(['+6', '+1', '4→1', '−1']));
  });

  it('the selected bytes are outlined where they are an entry, and bracketed where they are a part of one', () => {
    const [, ovmf] = scene.columns.strips;
    const brackets = drawn(scene).lines.filter((points) => points.length === 8 && points[2] === (ovmf?.left ?? 0) - 4);
    expect(brackets).toHaveLength(1);
  });
});

describe('the map draws', () => {
  it('both ends of what is selected in bold, and its handles only where it can be dragged', () => {
    const bold = draw({ select: 'sp2' }).texts.filter(({ font }) => font === 'hexStrong');
    expect(bold.map(({ text }) => text)).toEqual(['0x3080000000', '0x507fffffff']);
    const pills = (pen: RecordingPen) =>
      pen.rects.filter(({ style }) => style.fill === 'acc' && style.stroke === 'acci');
    expect(pills(draw({ select: 'sp2' }))).toHaveLength(2);
    expect(pills(draw({ select: 'sp2' }, { grips: [] }))).toHaveLength(0);
  });

  it('the bands of selection and hover to the outer margins', () => {
    const bands = draw({ select: 'sp2', hover: 'sp3' }).rects.filter(({ style }) => style.fill === 'acct');
    expect(bands.map(({ left, right, style }) => [left, right, style.alpha])).toEqual([
      [0, 685, 0.5],
      [0, 685, undefined],
    ]);
  });

  it('a problem at 9 px at least, however few bytes overlap', () => {
    const scene = sceneOf(fourApuPlan);
    const strips = scene.strips.map((strip) => ({ ...strip, overlaps: [range(4 * GiB, 4 * GiB + 1)] }));
    const marks = drawn({ ...scene, strips }).rects.filter(({ style }) => style.pattern === ERROR_PATTERN);
    expect(marks.length).toBeGreaterThan(0);
    for (const { top, bottom } of marks) expect(bottom - top).toBeGreaterThanOrEqual(9);
  });

  it('the words of a range that begins above the picture where they are seen', () => {
    const pen = draw({ view: { at: 250 * GiB, pixel: 0, zoom: 40 } });
    const [name] = pen.visible().filter(({ text }) => text === 'sp2');
    expect(name?.top).toBeGreaterThanOrEqual(0);
    expect(name?.bottom).toBeLessThan(640);
  });

  it('the ring of the keyboard two pixels away from its range', () => {
    const scene = sceneOf(fourApuPlan);
    const item = scene.items[2];
    const pen = drawn({ ...scene, focus: item?.key });
    const ring = pen.rects.at(-1);
    expect(ring?.style.strokeWidth).toBe(2);
    expect(ring?.top).toBe((item?.top ?? 0) - 4);
  });

  it("QEMU's sentence whole, and the nearest place that works", () => {
    for (const width of WIDTHS) {
      const said = words(draw({ width }, { placing: refused }))
        .join(' ')
        .replaceAll(/\s+/g, '');
      expect(said).toContain((refused.message ?? '').replaceAll(/\s+/g, ''));
      expect(said).toContain('nearestthatworks');
    }
  });

  it('no more than what is in sight of ten thousand ranges', () => {
    const pen = drawn(sceneOf(crowdedPlan, { kind: 'equal', view: { at: TiB, pixel: 300, zoom: 1 } }));
    expect(pen.rects.length + pen.lines.length).toBeLessThan(600);
  });
});

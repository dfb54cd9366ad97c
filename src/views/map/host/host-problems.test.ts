import { expect, test } from 'vitest';
import { range } from '../../../core/base/range';
import type { Diagnostic } from '../../../core/lint/diagnostic';
import type { Pen, RectStyle } from '../../../draw/pen';
import type { ViewScale } from '../../../draw/view-scale';
import { problemSigns } from '../problem-signs';
import { drawHostProblems, hostProblems, hostSigns, problemsAt } from './host-problems';

const GiB = 2 ** 30;
const found = (more: Partial<Diagnostic>): Diagnostic => ({
  ...{ code: 'table/overlap', severity: 'error', what: 'Both claim it.', where: '', why: '', works: '' },
  ...{ path: 'host.ranges.1', range: range(10 * GiB, 18 * GiB) },
  ...more,
});
const LANE = { left: 100, width: 118 };

/** So many px for a GiB. */
const scaleOf = (perGib: number): ViewScale => ({ toPixel: (at: number) => (at / GiB) * perGib }) as ViewScale;

interface Drawn {
  readonly bars: readonly { readonly top: number; readonly height: number; readonly style: RectStyle }[];
  readonly lines: number;
}

function drawn(diagnostics: readonly Diagnostic[], perGib: number, height = 600): Drawn {
  const bars: { top: number; height: number; style: RectStyle }[] = [];
  let lines = 0;
  const pen = {
    rect: (_x: number, top: number, width: number, tall: number, style: RectStyle) => {
      if (width < 10) bars.push({ top, height: tall, style });
    },
    line: () => void (lines += 1),
  } as unknown as Pen;
  const scale = scaleOf(perGib);
  const picture = { problems: hostProblems(diagnostics), signs: hostSigns(diagnostics, scale), scale };
  drawHostProblems(pen, picture, LANE, { width: 728, height });
  return { bars, lines };
}

test.each([1e-6, 0.001, 0.1, 1, 10, 30])('an overlap has a mark of 9 px at least, at %d px for a GiB', (perGib) => {
  const { bars, lines } = drawn([found({})], perGib);
  expect(bars).toHaveLength(2);
  for (const { height, style } of bars) {
    expect(height).toBeCloseTo(Math.max(9, 8 * perGib));
    expect(style.fill).toBe('bad');
  }
  expect(lines).toBeGreaterThan(0);
});

test('what is out of sight, what is the guest’s, and what is only worth knowing has none', () => {
  expect(drawn([found({})], 100).bars).toEqual([]);
  expect(drawn([found({ path: 'devices.1' }), found({ severity: 'info' })], 10)).toEqual({ bars: [], lines: 0 });
  expect(problemSigns([found({})], scaleOf(10))).toEqual([]);
});

test('errors lie above warnings, and who points at a mark hears all that is wrong there', () => {
  const both = [found({}), found({ severity: 'warning', what: 'It stands twice.' })];
  expect(hostProblems(both).map(({ severity }) => severity)).toEqual(['warning', 'error']);
  const scale = scaleOf(10);
  const picture = { problems: hostProblems(both), signs: hostSigns(both, scale), scale };
  expect(problemsAt(picture, LANE, 232, 140)).toEqual(['Both claim it.', 'It stands twice.']);
  expect(problemsAt(picture, LANE, 220, 105)).toEqual(['It stands twice.', 'Both claim it.']);
  expect(problemsAt(picture, LANE, 150, 140)).toEqual([]);
});

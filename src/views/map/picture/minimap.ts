/** The whole space at a glance: kinds as bars, folds, the selection, problems, and a frame around what is in sight. */
import type { Range } from '../../../core/base/range';
import type { MinimapBar } from '../../../draw/minimap';
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../../draw/pen';
import { lookOf } from '../../../ui/kinds';

export interface MinimapScene {
  readonly width: number;
  readonly height: number;
  /** In px of the minimap's own picture. */
  readonly bars: readonly MinimapBar[];
  readonly seen: Range;
  readonly selected: readonly Range[];
  readonly problems: readonly { readonly range: Range; readonly severity: 'error' | 'warning' }[];
  /** What the axis ends with: `256 TiB`. */
  readonly lastText: string;
  /** Px of the minimap's own picture. */
  toPixel(address: number): number;
  /** Where the axis ends, in px. */
  readonly bottom: number;
}

export const MINIMAP_BAR = 12;
const FOLD: LineStyle = { stroke: 'ink3', dash: [1.5, 3] };
const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 1.5 };
const WINDOW: RectStyle = { stroke: 'ink', strokeWidth: 1.6, radius: 3 };
const PROBLEM: Readonly<Record<'error' | 'warning', RectStyle>> = {
  error: { fill: 'bad' },
  warning: { fill: 'warn', stroke: 'warn-mark', strokeWidth: 0.5 },
};
const LAST: TextStyle = { font: 'narrow', ink: 'ink3', anchor: 'middle' };
const barStyles = new Map<string, RectStyle>();

function barStyle(kind: string): RectStyle {
  let style = barStyles.get(kind);
  if (style === undefined) {
    style = { fill: `${lookOf(kind).family}-p` };
    barStyles.set(kind, style);
  }
  return style;
}

export function drawMinimap(pen: Pen, scene: MinimapScene): void {
  const { width, toPixel, bottom } = scene;
  const left = Math.round((width - MINIMAP_BAR) / 2);
  for (const bar of scene.bars) {
    if (bar.isFold) {
      const middle = bar.top + bar.height / 2;
      pen.line([left, middle, left + MINIMAP_BAR, middle], FOLD);
    } else if (bar.kind !== 'hole') {
      pen.rect(left, bar.top, MINIMAP_BAR, Math.max(1, bar.height - (bar.height > 4 ? 1 : 0)), barStyle(bar.kind));
    }
  }
  for (const { start, end } of scene.selected) {
    const top = toPixel(start);
    pen.rect(left - 3, top, MINIMAP_BAR + 6, Math.max(3, toPixel(end) - top), SELECTED);
  }
  for (const { range, severity } of scene.problems) {
    const middle = (toPixel(range.start) + toPixel(range.end)) / 2;
    pen.rect(left + MINIMAP_BAR + 3, middle - 2, 4, 4, PROBLEM[severity]);
  }
  const from = toPixel(scene.seen.start);
  pen.rect(left - 5, from - 4, MINIMAP_BAR + 10, toPixel(scene.seen.end) - from + 8, WINDOW);
  pen.text(scene.lastText, width / 2, bottom + 20, LAST);
}

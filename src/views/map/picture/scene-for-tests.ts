/** The scene of a plan as the map would fill it, without a workspace. For tests. */
import { overlaps, range, type Range } from '../../../core/base/range';
import type { Plan } from '../../../core/plan/plan';
import { fitAll, homeView, viewScale, type AxisView, type ViewScale } from '../../../draw/axis-view';
import type { ScaleKind } from '../../../draw/address-scale';
import { laneItems } from '../../../draw/boxes';
import { mapColumns } from '../../../draw/columns';
import { addressLabels, gridLines, type GridLine } from '../../../draw/labels';
import { axisPieces } from '../../../draw/pieces';
import { scales } from '../../../draw/scales';
import { stripPicture, stripsOf } from '../strips';
import { causesOf, gapText } from '../words';
import type { Mark, Scene } from './scene';

const WINDOW_LINES = ['516 GiB window', '512 GiB used', 'nothing left', '4 GiB to align slots'];

export interface SceneWish {
  readonly width?: number;
  readonly height?: number;
  readonly kind?: ScaleKind;
  readonly view?: AxisView | 'all';
  /** Name of the selected and of the hovered region. */
  readonly select?: string;
  readonly hover?: string;
}

/** As far as the axis is not folded at its end. */
function gridsOf({ base, seen }: ViewScale): readonly GridLine[] {
  const end = base.segments.at(-1)?.range.start ?? seen.end;
  return seen.start >= end ? [] : gridLines(range(seen.start, Math.min(seen.end, end))).slice(1);
}

export function sceneOf(plan: Plan, wish: SceneWish = {}): Scene {
  const { width = 685, height = 640, kind = 'compressed' } = wish;
  const snapshot = plan.snapshots[0];
  const entry = scales.find(kind);
  if (snapshot === undefined || entry === undefined) throw new Error('nothing to draw');
  const partition = snapshot.spaces.cpu;
  const pieces = axisPieces(partition, { foldGaps: entry.foldGaps });
  const base = entry.build(pieces, height - 20);
  const view = wish.view === 'all' ? fitAll(base, height) : (wish.view ?? homeView(base));
  const scale = viewScale(base, view, height);
  const named = (name: string | undefined): readonly Range[] =>
    name === undefined ? [] : partition.regions.filter((each) => each.name === name).map(({ range }) => range);
  const selected = named(wish.select);
  const hovered = named(wish.hover);
  const markOf = (bytes: Range): Mark | undefined =>
    selected.some((each) => overlaps(each, bytes))
      ? 'selected'
      : hovered.some((each) => overlaps(each, bytes))
        ? 'hovered'
        : undefined;
  const strips = stripsOf(snapshot).map((strip) => stripPicture(strip, scale, ({ range }) => markOf(range)));
  const columns = mapColumns(width, strips.length);
  const style = { width: columns.lane.width, causeOf: causesOf(snapshot), gapText: gapText(partition.limit) };
  const items = laneItems(pieces, scale, style);
  const isSeen = (address: number) => scale.toPixel(address) >= -30 && scale.toPixel(address) <= height + 30;
  return {
    width,
    height,
    scale,
    columns,
    items,
    labels: addressLabels(items.map(({ range }) => range.start).filter(isSeen), scale, selected),
    grid: kind === 'linear' ? gridsOf(scale) : [],
    strips,
    selected,
    hovered,
    grips: selected.flatMap(({ start, end }) => [start, end]),
    marks: [],
    ...(plan.window === undefined ? {} : { window: { range: plan.window.range, lines: WINDOW_LINES } }),
    signs: [],
    ...(plan.limit < scale.window.end ? { limit: plan.limit } : {}),
    markOf: (item) => (item.kind === 'hole' ? undefined : markOf(item.range)),
  };
}

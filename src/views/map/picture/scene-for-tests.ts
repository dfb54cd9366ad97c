/** The scene of a plan as the map would fill it, without a workspace. For tests. */
import { overlaps, type Range } from '../../../core/base/range';
import type { Plan } from '../../../core/plan/plan';
import type { ScaleKind } from '../../../draw/address-scale';
import { homeView, type AxisView } from '../../../draw/axis-view';
import { addressLabels } from '../../../draw/labels';
import { stripPicture, stripsOf } from '../strips';
import { rangeMark } from '../target';
import { causesOf } from '../words';
import * as placingPen from './placing';
import type { Mark, Scene } from './scene';
import { wholeScene } from './whole-scene';

export interface SceneWish {
  readonly width?: number;
  readonly height?: number;
  readonly kind?: ScaleKind;
  readonly view?: AxisView | 'all';
  /** Name of the selected and of the hovered region. */
  readonly select?: string;
  readonly hover?: string;
}

const WINDOW_LINES = ['516 GiB window', '512 GiB used', 'nothing left', '4 GiB to align slots'];

export function sceneOf(plan: Plan, wish: SceneWish = {}): Scene {
  const { width = 685, height = 640, kind = 'compressed', view } = wish;
  const snapshot = plan.snapshots[0];
  if (snapshot === undefined) throw new Error('nothing to draw');
  const { regions } = snapshot.spaces.cpu;
  const named = (name: string | undefined): readonly Range[] =>
    regions.flatMap((each) => (each.name === name ? [each.range] : []));
  const selected = named(wish.select);
  const hovered = named(wish.hover);
  const markOf = (bytes: Range): Mark | undefined => {
    if (selected.some((each) => overlaps(each, bytes))) return 'selected';
    return hovered.some((each) => overlaps(each, bytes)) ? 'hovered' : undefined;
  };
  const scene = wholeScene({
    ...{ plan, snapshot, width, height, kind, unfolded: new Set(), causeOf: causesOf(snapshot) },
    host: { unfolded: new Set() },
    window: plan.window === undefined ? undefined : { range: plan.window.range, lines: WINDOW_LINES },
    ...(view === 'all' ? {} : { viewOf: (base) => view ?? homeView(base) }),
  });
  return {
    ...scene,
    labels: addressLabels(
      scene.items.map(({ range }) => range.start),
      scene.scale,
      selected,
    ),
    strips: stripsOf(snapshot, plan.snapshots.slice(1)).map((strip) =>
      stripPicture(strip, scene.scale, ({ range }) => rangeMark(range, { selected, hovered })),
    ),
    placingPen,
    selected,
    hovered,
    grips: selected.flatMap(({ start, end }) => [start, end]),
    markOf: (item) => (item.kind === 'hole' ? undefined : markOf(item.range)),
  };
}

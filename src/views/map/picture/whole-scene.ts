/** A plan as one picture, for paper and files: nothing selected, nothing in the way. */
import type { Range } from '../../../core/base/range';
import type { Review } from '../../../core/document/review';
import type { Plan, Snapshot } from '../../../core/plan/plan';
import type { Region } from '../../../core/space/region';
import type { AddressScale, ScaleKind } from '../../../draw/address-scale';
import { fitAll, PAD, viewScale, type AxisView, type ViewScale } from '../../../draw/axis-view';
import { laneItems } from '../../../draw/boxes';
import { mapColumns } from '../../../draw/columns';
import { hostColumns } from '../../../draw/host-columns';
import { addressLabels, gridLines, type GridLine } from '../../../draw/labels';
import { axisPieces } from '../../../draw/pieces';
import { scales } from '../../../draw/scales';
import { wholeHost } from '../host/whole-host';
import { filePins } from '../pins/file-pins';
import { problemSigns } from '../problem-signs';
import { stripPicture, stripsOf } from '../strips';
import { gapText } from '../words';
import type { Scene } from './scene';

export interface WholeWish {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** In px; the axis is fitted into it. */
  readonly width: number;
  readonly height: number;
  readonly kind: ScaleKind;
  readonly unfolded: ReadonlySet<number>;
  readonly window: Scene['window'];
  /** What of the axis; all of it without. */
  readonly viewOf?: (base: AddressScale, height: number) => AxisView;
  causeOf(region: Region): string | undefined;
  /** What reviewers said. */
  readonly review?: Review | undefined;
  /** Folds of the host's axis; without it the host is left out. */
  readonly host?: { readonly unfolded: ReadonlySet<number> } | undefined;
}

/** Lines of a linear axis as far as it is not folded at its end; the first would lie on the axis's own edge. */
function gridOf({ base, seen, window, kind }: ViewScale): readonly GridLine[] {
  const last = base.segments.at(-1)?.range;
  if (kind !== 'linear' || last === undefined || seen.start >= last.start) return [];
  const shown: Range = { start: seen.start, end: seen.end < last.start ? seen.end : last.start };
  return gridLines(shown).filter(({ address }) => address > window.start);
}

export function wholeScene(wish: WholeWish): Scene {
  const { plan, snapshot, width, height, kind, unfolded, causeOf } = wish;
  const entry = scales.find(kind) ?? scales.all[0];
  if (entry === undefined) throw new Error('the table of scales is empty');
  const { cpu } = snapshot.spaces;
  const pieces = axisPieces(cpu, { foldGaps: entry.foldGaps, unfolded });
  const strips = stripsOf(snapshot, plan.snapshots.slice(1));
  const host = wish.host === undefined ? undefined : plan.host;
  const room = height - 2 * PAD;
  const beside =
    host === undefined
      ? undefined
      : wholeHost({
          ...{ view: host, entry, guest: pieces, room, diagnostics: plan.diagnostics },
          unfolded: wish.host?.unfolded ?? new Set(),
        });
  const alone = entry.build(pieces, room, beside?.lane);
  const base = beside === undefined ? alone : { ...alone, sheet: [{ height: alone.height, foot: 0 }, beside.extent] };
  const scale = viewScale(base, (wish.viewOf ?? fitAll)(base, height), height);
  const columns = beside === undefined ? mapColumns(width, strips.length) : hostColumns(width, strips.length, 'both');
  const items = laneItems(pieces, scale, { width: columns.lane.width, causeOf, gapText: gapText(cpu.limit) });
  return {
    width,
    height,
    scale,
    columns,
    items,
    labels: addressLabels(
      items.map(({ range }) => range.start),
      scale,
    ),
    grid: gridOf(scale),
    strips: strips.map((strip) => stripPicture(strip, scale, () => undefined)),
    selected: [],
    hovered: [],
    grips: [],
    marks: [],
    window: wish.window,
    signs: problemSigns(plan.diagnostics, scale),
    pins: wish.review === undefined ? undefined : filePins(wish.review, cpu),
    limit: plan.limit < scale.window.end ? plan.limit : undefined,
    beside: beside?.layer({ scale, columns, guest: cpu }),
    markOf: () => undefined,
  };
}

/** Which ribbons are drawn, in which order, and how. */
import { overlaps, size, type Range } from '../../../core/base/range';
import type { HostView, Ribbon } from '../../../core/host/view';
import { regionAt, type Partition } from '../../../core/space/partition';
import type { RegionKind } from '../../../core/space/region';
import type { Span } from '../../../draw/columns';
import { bandOf, type Band } from '../../../draw/ribbons';
import type { ViewScale } from '../../../draw/view-scale';
import type { Mark } from '../picture/scene';
import { isError } from './host-words';

/** A ribbon as it is drawn. */
export interface RibbonShape {
  readonly band: Band;
  /** Absent where the place on the host is not pinned. */
  readonly ribbon?: Ribbon;
  readonly guest: Range;
  readonly kind: RegionKind;
  readonly mark: Mark | undefined;
  readonly isBad: boolean;
  readonly warns: boolean;
}

export interface RibbonWish {
  readonly view: HostView;
  readonly guest: Partition;
  readonly scales: { readonly host: ViewScale; readonly guest: ViewScale };
  readonly span: Span;
  readonly height: number;
  /** Bytes of the guest. */
  readonly selected: readonly Range[];
  readonly hovered: readonly Range[];
}

const RANK: Readonly<Record<Mark, number>> = { hovered: 1, selected: 2 };

/** Where guest RAM that is pinned nowhere may come from: the host RAM that has most of it left, and is as low or as high as it. */
function sourceOf(guest: Range, { space, ribbons }: HostView): Range | undefined {
  const ram = space.regions.filter(({ kind }) => kind === 'ram').map(({ range }) => range);
  const free = ram.filter((range) => !ribbons.some(({ host }) => overlaps(host, range)));
  const fitting = free.filter((range) => size(range) >= size(guest));
  return fitting.find((range) => overlaps(range, guest)) ?? fitting[0] ?? free[0] ?? ram[0];
}

/** Largest first, what is pointed at next, what is selected last, so that small and lit ones are seen. */
export function ribbonShapes(wish: RibbonWish): readonly RibbonShape[] {
  const { view, guest, scales, span, height, selected, hovered } = wish;
  if (span.width <= 0) return [];
  const markOf = (range: Range): Mark | undefined => {
    if (selected.some((each) => overlaps(each, range))) return 'selected';
    return hovered.some((each) => overlaps(each, range)) ? 'hovered' : undefined;
  };
  const shapes: RibbonShape[] = [];
  for (const ribbon of view.ribbons) {
    const band = bandOf(ribbon, scales, span, height);
    if (band === undefined) continue;
    const isBad = ribbon.problems.some(isError);
    shapes.push({
      ...{ band, ribbon, guest: ribbon.guest, mark: markOf(ribbon.guest), isBad },
      kind: regionAt(guest, ribbon.guest.start)?.kind ?? 'unknown',
      warns: !isBad && ribbon.problems.length > 0,
    });
  }
  for (const { guest: range } of view.unpinned) {
    const kind = regionAt(guest, range.start)?.kind ?? 'unknown';
    const host = kind === 'ram' || kind === 'dimm' ? sourceOf(range, view) : undefined;
    const band = host === undefined ? undefined : bandOf({ host, guest: range }, scales, span, height);
    if (band !== undefined) shapes.push({ band, guest: range, kind, mark: markOf(range), isBad: false, warns: false });
  }
  const rank = ({ mark }: RibbonShape): number => (mark === undefined ? 0 : RANK[mark]);
  return shapes.sort((a, b) => rank(a) - rank(b) || b.band.height - a.band.height);
}

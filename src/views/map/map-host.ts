import { NOT_FETCHED } from '../../app/not-fetched';
import type { Handle } from '../../app/placing.svelte';
import { addr } from '../../core/base/addr';
import { contains } from '../../core/base/range';
import type { Region } from '../../core/space/region';
import type { LaneItem } from '../../draw/boxes';
import { itemAt } from '../../draw/hit-test';
import type { StageChange } from '../../draw/stage-gap';
import { stripBoxes } from '../../draw/strip';
import { brushRange } from './brush-range';
import { EdgeDrift } from './edge-drift';
import type { DragInput, GestureHost, Purpose } from './gestures';
import { Glide } from './glide';
import type * as Menus from './map-menu';
import type { MapMenu } from './map-menu';
import type { MapState } from './map-state.svelte';
import { scrollThumb, THUMB_REACH } from './scroll-thumb';
import type { StripEntry } from './strips';
import type { Hint } from './picture/hint';
import { changeText } from './strips';
import { regionTarget } from './target';

/** Px above and below an edge that take hold of it; and within which a dragged edge sticks to another. */
const GRIP = 6;
const FINGER_GRIP = 16;
const STICKS = 6;
/** Px beside lane and strips that still count as on them. */
const REACH = 4;

/** Differences between two strips at a point. */
interface GapFound {
  /** Of the right one of the strips. */
  readonly index: number;
  readonly y: number;
  readonly changes: readonly StageChange[];
}

const hintOf = ({ y, changes }: GapFound, x: number): Hint => ({ x, y, lines: changes.map(changeText) });

/** What gestures do to the map. */
export class MapHost implements GestureHost {
  readonly #state: MapState;
  readonly #hasThumb: () => boolean;
  readonly #onmenu: (menu: MapMenu) => void;
  readonly #glide = new Glide((px) => this.panBy(px));
  #gripped = 0;
  #brushFrom: number | undefined;
  /** The revision that was clicked last. */
  #clickedIn: number | undefined;
  readonly #drift = new EdgeDrift((px) => this.panBy(px));

  /** @param hasThumb whether a scroll thumb is drawn */
  constructor(state: MapState, hasThumb: () => boolean, onmenu: (menu: MapMenu) => void) {
    this.#state = state;
    this.#hasThumb = hasThumb;
    this.#onmenu = onmenu;
  }

  aim(): void {
    // The guest's part of the map is one.
  }

  purposeAt(x: number, y: number, isFinger: boolean): Purpose {
    const { width, axis } = this.#state;
    if (this.#hasThumb() && x >= width - THUMB_REACH && scrollThumb(axis.scale) !== undefined) return 'grip';
    if (!isFinger && this.#isRuler(x)) return 'brush';
    const grab = this.#grabAt(x, y, isFinger);
    return grab === undefined || (isFinger && grab.handle === 'body') ? 'pan' : 'take';
  }

  panBy(px: number): boolean {
    return this.#state.axis.panBy(px);
  }

  zoomAt(y: number, factor: number): void {
    this.#state.axis.zoomAt(y, factor);
  }

  glide(velocity: number): void {
    this.#glide.start(velocity);
  }

  hover(x: number, y: number, isFinger: boolean): void {
    const { axis, columns, workspace } = this.#state;
    const { scale } = axis;
    if (y < scale.top || y > scale.bottom) {
      this.leave();
      return;
    }
    const address = scale.toAddress(y);
    workspace.pointer.address = address;
    this.#state.pointer = isFinger ? undefined : y;
    if (this.#state.pins?.hover(x, y) === true) return;
    const isOver = x >= columns.lane.left - REACH && x <= columns.right + REACH;
    const gap = this.#gapAt(x, y);
    this.#state.hint = gap === undefined ? undefined : hintOf(gap, this.#gapMiddle(gap));
    const entry = this.#entryAt(x, y);
    const region = isOver && gap === undefined ? this.#regionAt(y, address) : undefined;
    const target = gap?.changes[0] ?? entry ?? (region?.kind === 'hole' ? undefined : region);
    if (target === undefined) workspace.selection.hover();
    else if (workspace.selection.hovered?.range !== target.range) workspace.selection.hover(regionTarget(target));
  }

  /** The shape of the mouse pointer at a point. */
  cursorAt(x: number, y: number, isBusy: boolean): string {
    const { placing } = this.#state.workspace;
    if (isBusy && placing.moving) return placing.handle === 'body' ? 'grabbing' : 'ns-resize';
    if (!isBusy && this.#state.pins?.has(x, y) === true) return 'pointer';
    const purpose = this.purposeAt(x, y, false);
    if (purpose === 'brush') return 'row-resize';
    if (purpose === 'grip') return 'default';
    if (purpose === 'take') return this.#grabAt(x, y)?.handle === 'body' ? 'grab' : 'ns-resize';
    if (this.#entryAt(x, y) !== undefined) return 'pointer';
    const item = this.#itemAt(x, y);
    return isBusy || item === undefined || item.form === 'gap' ? 'default' : 'pointer';
  }

  leave(): void {
    const { workspace } = this.#state;
    workspace.pointer.address = undefined;
    this.#state.pointer = undefined;
    this.#state.hint = undefined;
    workspace.selection.hover();
  }

  click(x: number, y: number): boolean {
    this.#clickedIn = this.#state.workspace.history.revision;
    if (this.#state.pins?.open(x, y) === true) return false;
    const { placing } = this.#state.workspace;
    const nearest = placing.picture?.nearest;
    if (nearest !== undefined && this.#itemAt(x, y) !== undefined) {
      if (contains(nearest, this.#state.axis.scale.toAddress(y))) {
        placing.accept();
        return true;
      }
    }
    const gap = this.#gapAt(x, y);
    const [change] = gap?.changes ?? [];
    this.#state.hint = gap === undefined ? undefined : hintOf(gap, this.#gapMiddle(gap));
    if (change !== undefined) {
      this.#state.workspace.selection.select({ range: change.range });
      this.#state.say(gap?.changes.map(changeText).join('. ') ?? '');
      return false;
    }
    const entry = this.#entryAt(x, y);
    if (entry !== undefined) {
      this.#state.workspace.selection.select(regionTarget(entry));
      return false;
    }
    const item = this.#itemAt(x, y);
    return item !== undefined && this.#state.act(item) === 'moved';
  }

  doubleClick(x: number, y: number): void {
    // What moved under the pointer between two clicks, as when the first one led to its removal, was clicked once.
    if (this.#state.workspace.history.revision !== this.#clickedIn) {
      this.click(x, y);
      return;
    }
    const range = this.#entryAt(x, y)?.range ?? this.#itemAt(x, y)?.range;
    if (range !== undefined) this.#state.axis.fit(range);
  }

  menu(x: number, y: number): void {
    const item = itemAt(this.#state.settledItems, y);
    if (item === undefined) return;
    if (item.form !== 'gap' && item.form !== 'fold' && item.form !== 'group') this.#state.act(item);
    const at = this.#state.axis.scale.toAddress(y);
    this.#open(({ itemMenu }) => itemMenu(this.#state, item, at, x, y));
  }

  /** Opens a menu. It, and what can be done with what is selected, may still be on their way. */
  #open(make: (menus: typeof Menus) => MapMenu): void {
    const { workspace } = this.#state;
    const opened = Promise.all([import('./map-menu'), workspace.fetchCommands()]).then(
      ([menus]) => this.#onmenu(make(menus)),
      () => workspace.notices.add(NOT_FETCHED),
    );
    void workspace.errands.run(opened);
  }

  grip(_x: number, y: number, isStart: boolean): void {
    const thumb = scrollThumb(this.#state.axis.scale);
    if (thumb === undefined) return;
    // Pressed beside the thumb, its middle jumps under the pointer.
    if (isStart) this.#gripped = y >= thumb.top && y <= thumb.top + thumb.height ? y - thumb.top : thumb.height / 2;
    this.panBy((y - this.#gripped - thumb.top) * thumb.ratio);
  }

  brush(from: number, to: number, fine: boolean): void {
    const { axis } = this.#state;
    this.#brushFrom ??= axis.scale.toAddress(from);
    this.#state.pointer = undefined;
    const draw = (): void => {
      const start = axis.scale.toPixel(this.#brushFrom ?? 0);
      this.#state.brush = brushRange(axis.scale, this.#state.settledItems, start, to, fine);
      this.#state.workspace.pointer.address = axis.scale.toAddress(to);
    };
    draw();
    this.#drift.follow(to, this.#state.height, draw);
  }

  brushed(x: number, y: number): void {
    const { brush } = this.#state;
    this.#endDrag();
    if (brush === undefined) return;
    this.#open(({ brushMenu }) => brushMenu(this.#state, brush, x, y));
  }

  take(x: number, y: number, isFinger: boolean): boolean {
    const grab = this.#grabAt(x, y, isFinger);
    if (grab === undefined) return false;
    this.#state.pointer = undefined;
    this.#state.workspace.selection.hover();
    return this.#state.workspace.placing.begin(grab.region, grab.handle, this.#state.axis.scale.toAddress(y));
  }

  carry({ y, fine }: DragInput): void {
    const { axis, workspace } = this.#state;
    const move = (): void => {
      const at = axis.scale.toAddress(y);
      workspace.pointer.address = at;
      workspace.placing.moveTo(at, fine, this.reachAt(y));
    };
    move();
    this.#drift.follow(y, this.#state.height, move);
  }

  /** Bytes within which a dragged edge sticks to another. */
  reachAt(y: number): number {
    const { scale } = this.#state.axis;
    return scale.toAddress(y + STICKS) - scale.toAddress(y);
  }

  drop(): void {
    this.#endDrag();
    this.#state.workspace.placing.drop();
  }

  abandon(): void {
    this.#endDrag();
    this.#state.brush = undefined;
    if (this.#state.workspace.placing.moving) this.#state.workspace.placing.cancel();
  }

  /** What of a range can be taken hold of at a point: the edges of what is selected first, since their handles are to be seen. */
  #grabAt(x: number, y: number, isFinger = false): { readonly region: Region; readonly handle: Handle } | undefined {
    const { selectedRegions, axis, workspace } = this.#state;
    const item = this.#itemAt(x, y);
    if (item === undefined) return undefined;
    for (const region of selectedRegions) {
      const handles = workspace.placing.handlesOf(region);
      const top = axis.target.toPixel(region.range.start);
      const bottom = axis.target.toPixel(region.range.end);
      const reach = Math.min(isFinger ? FINGER_GRIP : GRIP, Math.max(2, (bottom - top) / 3));
      for (const [handle, edge] of [
        ['end', bottom],
        ['start', top],
      ] as const) {
        if (handles.includes(handle) && Math.abs(y - edge) <= reach) return { region, handle };
      }
    }
    const region = item.count === 1 ? item.regions[0] : undefined;
    return region !== undefined && workspace.placing.handlesOf(region).includes('body')
      ? { region, handle: 'body' }
      : undefined;
  }

  /** The addresses stand at the left of the lane, or at its right where the host is at the left. */
  #isRuler(x: number): boolean {
    const { columns } = this.#state;
    const { left, width } = columns.lane;
    if (columns.host === undefined) return x < left - REACH;
    return x > left + width + REACH && x < columns.stripsFrom - REACH;
  }

  #endDrag(): void {
    this.#drift.stop();
    this.#brushFrom = undefined;
  }

  #itemAt(x: number, y: number): LaneItem | undefined {
    const { lane } = this.#state.columns;
    const isOver = x >= lane.left - REACH && x <= lane.left + lane.width + REACH;
    return isOver ? itemAt(this.#state.settledItems, y) : undefined;
  }

  #regionAt(y: number, address: number): Region | undefined {
    const item = itemAt(this.#state.settledItems, y);
    return item?.regions.find(({ range }) => contains(range, addr(address))) ?? item?.regions[0];
  }

  /** The ring or word in a gap between two strips at a point. */
  #gapAt(x: number, y: number): GapFound | undefined {
    const { columns, stripPictures } = this.#state;
    const index = columns.strips.findIndex(({ left }, at) => {
      const before = columns.strips[at - 1];
      return before !== undefined && x >= before.left + before.width && x < left;
    });
    const picture = stripPictures[index];
    if (picture === undefined) return undefined;
    const word = picture.words.find((each) => Math.abs(each.y - y) <= each.height / 2 + 2);
    const mark = word ?? picture.rings.find((ring) => Math.abs(ring.y - y) <= GRIP);
    return mark === undefined ? undefined : { index, y: mark.y, changes: mark.changes };
  }

  #gapMiddle({ index }: GapFound): number {
    const { strips } = this.#state.columns;
    const [before, after] = [strips[index - 1], strips[index]];
    return before === undefined || after === undefined ? 0 : (before.left + before.width + after.left) / 2;
  }

  #entryAt(x: number, y: number): StripEntry | undefined {
    const { columns, strips, axis } = this.#state;
    const index = columns.strips.findIndex(({ left, width }) => x >= left - REACH && x <= left + width + REACH);
    const strip = strips[index];
    if (strip === undefined) return undefined;
    return stripBoxes(strip.entries, axis.target).find(({ top, height }) => y >= top && y < top + height)?.entry;
  }
}

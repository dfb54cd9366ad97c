import type { Range } from '../../../core/base/range';
import type { LaneItem } from '../../../draw/boxes';
import { itemAt } from '../../../draw/hit-test';
import { isOnBand } from '../../../draw/ribbons';
import { brushRange } from '../brush-range';
import type { DragInput, GestureHost, Purpose } from '../gestures';
import { Glide } from '../glide';
import { pieceOf } from './host-piece';
import type { HostSide } from './host-side.svelte';
import { problemsAt } from './host-problems';
import { ribbonLines } from './host-words';
import type { RibbonShape } from './ribbon-shapes';

const REACH = 4;

/** What gestures do at the left of the guest's lane. */
export class HostPointers implements GestureHost {
  readonly #side: HostSide;
  readonly #glide = new Glide((px) => this.panBy(px));
  #brushFrom: number | undefined;

  constructor(side: HostSide) {
    this.#side = side;
  }

  /** Whether a point belongs to the host's side. */
  has(x: number): boolean {
    const { host, lane } = this.#side.map.columns;
    return host !== undefined && x < lane.left - REACH;
  }

  aim(): void {
    // All of this side is one.
  }

  purposeAt(x: number, y: number, isFinger: boolean): Purpose {
    const { host } = this.#side.map.columns;
    if (host === undefined || isFinger) return 'pan';
    if (x < host.lane.left - REACH) return 'brush';
    return this.#pieceAt(x, y) === undefined ? 'pan' : 'take';
  }

  cursorAt(x: number, y: number, isBusy: boolean): string {
    if (this.#side.drag.picture !== undefined) return 'grabbing';
    const purpose = this.purposeAt(x, y, false);
    if (purpose === 'brush') return 'row-resize';
    if (purpose === 'take') return 'grab';
    const isHit = this.#itemAt(x, y)?.form === 'fold' || this.#ribbonAt(x, y) !== undefined;
    return isHit && !isBusy ? 'pointer' : 'default';
  }

  panBy(px: number): boolean {
    return this.#side.axis.panBy(px);
  }

  zoomAt(y: number, factor: number): void {
    this.#side.axis.zoomAt(y, factor);
  }

  glide(velocity: number): void {
    this.#glide.start(velocity);
  }

  hover(x: number, y: number, isFinger: boolean): void {
    const { map, axis, view, drag } = this.#side;
    const { selection, pointer } = map.workspace;
    drag.prepare();
    pointer.address = undefined;
    map.pointer = undefined;
    const item = this.#itemAt(x, y);
    const isInside = y >= axis.scale.top && y <= axis.scale.bottom;
    this.#side.pointer = isFinger || !isInside || this.#isBeside(x) ? undefined : y;
    const shape = this.#ribbonAt(x, y);
    const ribbon = shape?.ribbon;
    const lines = [
      ...this.#problemsAt(x, y),
      ...(ribbon === undefined ? [] : ribbonLines(ribbon, view, map.partition)),
    ];
    map.hint = lines.length === 0 ? undefined : { x, y, lines };
    const owner = item?.count === 1 ? item.regions[0]?.owner : undefined;
    if (owner !== undefined && item?.kind !== 'hole') {
      if (selection.hovered?.path !== owner || selection.hovered.range !== undefined) selection.hover({ path: owner });
    } else if (shape !== undefined) {
      if (selection.hovered?.range !== shape.guest) selection.hover({ range: shape.guest });
    } else {
      selection.hover();
    }
  }

  #problemsAt(x: number, y: number): readonly string[] {
    const { map, problems, signs, axis } = this.#side;
    const { host } = map.columns;
    return host === undefined ? [] : problemsAt({ problems, signs, scale: axis.scale }, host.lane, x, y);
  }

  leave(): void {
    this.#side.pointer = undefined;
    this.#side.map.hint = undefined;
    this.#side.map.workspace.selection.hover();
  }

  click(x: number, y: number): boolean {
    const { map } = this.#side;
    const item = this.#itemAt(x, y);
    if (item !== undefined) return this.#side.act(item) === 'moved';
    const shape = this.#ribbonAt(x, y);
    if (shape !== undefined) {
      const path = shape.ribbon?.owner;
      map.workspace.selection.select({ range: shape.guest, ...(path === undefined ? {} : { path }) });
    }
    this.#side.brush = undefined;
    return false;
  }

  doubleClick(x: number, y: number): void {
    const range = this.#itemAt(x, y)?.range;
    if (range !== undefined) this.#side.axis.fit(range);
  }

  menu(x: number, y: number): void {
    const { map, brush, axis } = this.#side;
    const at = axis.scale.toAddress(y);
    if (brush !== undefined && at >= brush.start && at < brush.end) {
      this.#openBrushMenu(brush, x, y);
      return;
    }
    const item = itemAt(this.#side.settledItems, y);
    if (item === undefined) return;
    if (item.form === 'range') this.#side.act(item);
    const { drag } = this.#side;
    drag.with(({ placing, menu }) => map.onmenu(menu.hostItemMenu(this.#side, placing, item, at, x, y)));
  }

  grip(): void {
    // The scroll thumb is at the other side.
  }

  brush(from: number, to: number, fine: boolean): void {
    const { axis } = this.#side;
    this.#brushFrom ??= axis.scale.toAddress(from);
    this.#side.pointer = undefined;
    const start = axis.scale.toPixel(this.#brushFrom);
    this.#side.brush = brushRange(axis.scale, this.#side.settledItems, start, to, fine);
  }

  brushed(x: number, y: number): void {
    this.#brushFrom = undefined;
    const { brush } = this.#side;
    if (brush !== undefined) this.#openBrushMenu(brush, x, y);
  }

  take(x: number, y: number): boolean {
    const range = this.#pieceAt(x, y);
    const piece = range === undefined ? undefined : pieceOf(this.#side, range);
    if (piece === undefined) return false;
    this.leave();
    this.#side.drag.begin(piece);
    return true;
  }

  carry({ x, y, fine, shift }: DragInput): void {
    this.#side.drag.moveTo(x, y, fine, shift);
  }

  drop(): void {
    this.#side.drag.drop();
  }

  abandon(): void {
    this.#brushFrom = undefined;
    this.#side.brush = undefined;
    this.#side.drag.cancel();
  }

  #openBrushMenu(brush: Range, x: number, y: number): void {
    const { drag, map } = this.#side;
    drag.with(({ placing, menu }) => map.onmenu(menu.hostBrushMenu(this.#side, placing, brush, x, y)));
  }

  /** What can be taken at a point: what is brushed, else all of the range there. */
  #pieceAt(x: number, y: number): Range | undefined {
    const item = this.#itemAt(x, y);
    if (item === undefined) return undefined;
    const { brush, axis } = this.#side;
    const at = axis.scale.toAddress(y);
    if (brush !== undefined && at >= brush.start && at < brush.end) return brush;
    return item.count === 1 && pieceOf(this.#side, item.range) !== undefined ? item.range : undefined;
  }

  #isBeside(x: number): boolean {
    const { host } = this.#side.map.columns;
    return host === undefined || x < host.lane.left - REACH || x > host.lane.left + host.lane.width + REACH;
  }

  #itemAt(x: number, y: number): LaneItem | undefined {
    return this.#isBeside(x) ? undefined : itemAt(this.#side.settledItems, y);
  }

  #ribbonAt(x: number, y: number): RibbonShape | undefined {
    return this.#side.ribbons.findLast(({ band }) => isOnBand(band, x, y));
  }
}

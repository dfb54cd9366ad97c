import type { Pointer } from '../../app/pointer.svelte';
import type { Selection } from '../../app/selection.svelte';
import { contains } from '../../core/base/range';
import type { AddressScale } from '../../draw/address-scale';
import type { LaneItem } from '../../draw/boxes';
import type { MapColumns } from '../../draw/columns';
import { itemAt } from '../../draw/hit-test';
import { regionTarget } from './target';

/** What the pointer is over, from what is drawn. */
export interface Drawn {
  readonly scale: AddressScale;
  readonly items: readonly LaneItem[];
  readonly columns: MapColumns;
}

/** Px beside lane and strips that still count as on them. */
const REACH = 4;

/** Follows the pointer over the map: its address for the status line, the hairline, and the range that lights up. */
export class MapPointer {
  readonly #drawn: () => Drawn;
  readonly #pointer: Pointer;
  readonly #selection: Selection;
  #at = $state.raw<number>();

  constructor(drawn: () => Drawn, pointer: Pointer, selection: Selection) {
    this.#drawn = drawn;
    this.#pointer = pointer;
    this.#selection = selection;
  }

  /** Where the hairline is, in px of the axis; none under a finger or outside. */
  get at(): number | undefined {
    return this.#at;
  }

  /** @param x, y px in the map, from its left edge and the top of the axis */
  move(x: number, y: number, isFinger: boolean): void {
    const { scale, items, columns } = this.#drawn();
    if (y < 0 || y > scale.height) {
      this.leave();
      return;
    }
    const address = scale.toAddress(y);
    this.#pointer.address = address;
    this.#at = isFinger ? undefined : y;
    const isOver = x >= columns.lane.left - REACH && x <= columns.right + REACH;
    const item = isOver ? itemAt(items, y) : undefined;
    const region = item?.regions.find((each) => contains(each.range, address)) ?? item?.regions[0];
    if (region === undefined || region.kind === 'hole') this.#selection.hover();
    else if (this.#selection.hovered?.range !== region.range) this.#selection.hover(regionTarget(region));
  }

  leave(): void {
    this.#pointer.address = undefined;
    this.#at = undefined;
    this.#selection.hover();
  }
}

import type { DragInput, GestureHost, Purpose } from './gestures';

/** A part of the map that has gestures of its own. */
export interface GestureSide extends GestureHost {
  has(x: number): boolean;
  cursorAt(x: number, y: number, isBusy: boolean): string;
}

/** Passes each gesture on to the part of the map where it began. */
export class SidedHost implements GestureHost {
  readonly #main: Omit<GestureSide, 'has'>;
  readonly #other: () => GestureSide | undefined;
  #now: Omit<GestureSide, 'has'>;
  #hovered: Omit<GestureSide, 'has'>;

  constructor(main: Omit<GestureSide, 'has'>, other: () => GestureSide | undefined) {
    this.#main = main;
    this.#other = other;
    this.#now = main;
    this.#hovered = main;
  }

  aim(x: number): void {
    this.#now = this.#at(x);
  }

  purposeAt(x: number, y: number, isFinger: boolean): Purpose {
    return this.#at(x).purposeAt(x, y, isFinger);
  }

  cursorAt(x: number, y: number, isBusy: boolean): string {
    return (isBusy ? this.#now : this.#at(x)).cursorAt(x, y, isBusy);
  }

  panBy(px: number): boolean {
    return this.#now.panBy(px);
  }

  glide(velocity: number): void {
    this.#now.glide(velocity);
  }

  zoomAt(y: number, factor: number): void {
    this.#now.zoomAt(y, factor);
  }

  hover(x: number, y: number, isFinger: boolean): void {
    const side = this.#at(x);
    if (side !== this.#hovered) this.#hovered.leave();
    this.#hovered = side;
    side.hover(x, y, isFinger);
  }

  leave(): void {
    this.#hovered.leave();
  }

  click(x: number, y: number): boolean {
    return this.#at(x).click(x, y);
  }

  doubleClick(x: number, y: number): void {
    this.#at(x).doubleClick(x, y);
  }

  menu(x: number, y: number): void {
    this.#at(x).menu(x, y);
  }

  grip(x: number, y: number, isStart: boolean): void {
    this.#now.grip(x, y, isStart);
  }

  brush(from: number, to: number, fine: boolean): void {
    this.#now.brush(from, to, fine);
  }

  brushed(x: number, y: number): void {
    this.#now.brushed(x, y);
  }

  take(x: number, y: number, isFinger: boolean): boolean {
    return this.#now.take(x, y, isFinger);
  }

  carry(input: DragInput): void {
    this.#now.carry(input);
  }

  drop(): void {
    this.#now.drop();
  }

  abandon(): void {
    this.#now.abandon();
  }

  #at(x: number): Omit<GestureSide, 'has'> {
    const other = this.#other();
    return other?.has(x) === true ? other : this.#main;
  }
}

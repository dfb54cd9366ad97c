/**
 * What fingers, mouse and pen mean on the map. Knows nothing of the picture: it asks the host what lies at a point, and tells it
 * what to do. Points are px from the top left of the map.
 */

export interface PointerInput {
  readonly id: number;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  /** As in DOM events: 0 main, 1 middle, 2 secondary. */
  readonly button: number;
  readonly shift: boolean;
  /** Alt: finer than the snap in force. */
  readonly fine: boolean;
  /** In milliseconds. */
  readonly time: number;
}

export interface WheelInput {
  readonly x: number;
  readonly y: number;
  readonly deltaX: number;
  readonly deltaY: number;
  /** As in DOM events: 0 px, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Ctrl or Cmd, which trackpads also say of a pinch. */
  readonly zooms: boolean;
  readonly shift: boolean;
}

/** Where something that is dragged is now. */
export type DragInput = Pick<PointerInput, 'x' | 'y' | 'shift' | 'fine'>;

/** What a drag that starts at a point does. `grip`: moves the scroll thumb or the minimap's window, at once and without a threshold. */
export type Purpose = 'brush' | 'take' | 'pan' | 'grip';

export interface GestureHost {
  /** What follows is about the part of the map at `x`. */
  aim(x: number): void;
  /** @param isFinger fingers pan where a mouse takes hold of the body of a range */
  purposeAt(x: number, y: number, isFinger: boolean): Purpose;
  /** Moves what is in sight towards higher addresses; false if there is no more that way. */
  panBy(px: number): boolean;
  /** Goes on panning for a while, at so many px a millisecond. */
  glide(velocity: number): void;
  zoomAt(y: number, factor: number): void;
  hover(x: number, y: number, isFinger: boolean): void;
  leave(): void;
  /** @returns whether the picture moved away under the pointer, so that a second click would mean something else */
  click(x: number, y: number): boolean;
  doubleClick(x: number, y: number): void;
  menu(x: number, y: number): void;
  grip(x: number, y: number, isStart: boolean): void;
  brush(from: number, to: number, fine: boolean): void;
  brushed(x: number, y: number): void;
  /** Takes hold of what lies at a point; false if it can not be moved. */
  take(x: number, y: number, isFinger: boolean): boolean;
  carry(input: DragInput): void;
  drop(): void;
  /** Ends whatever is going on without effect. */
  abandon(): void;
}

/** A press becomes a drag from here on, in px. */
const DRAG_FROM = 4;
/** A finger that rests this long asks for the menu, in ms. */
const LONG_PRESS = 500;
/** Two clicks are one double-click within this time and distance, in ms and px. */
const DOUBLE_CLICK = { time: 400, reach: 6 } as const;
/** Px of a line and of a page that a wheel turns. */
const LINE = 16;
const PAGE = 400;
/** Doublings of the zoom for one px of a wheel, and the most for one turn. */
const ZOOM_PER_PX = 0.01;
const MOST_ZOOM = 0.5;
/** Slower fingers, in px a millisecond, leave the map where it is. */
const GLIDE_FROM = 0.05;
/** How much of the speed of a finger is that of its last move; the rest is older. */
const NEWEST = 0.6;

type Mode = Purpose | 'press' | 'pinch' | 'none';

export class Gestures {
  readonly #host: GestureHost;
  readonly #fingers = new Map<number, PointerInput>();
  #mode: Mode = 'none';
  #start: PointerInput | undefined;
  #last: PointerInput | undefined;
  #velocity = 0;
  #longPress: ReturnType<typeof setTimeout> | undefined;
  #clicked: { readonly x: number; readonly y: number; readonly time: number } | undefined;

  constructor(host: GestureHost) {
    this.#host = host;
  }

  /** Something is being dragged, pinched or about to be. */
  get busy(): boolean {
    return this.#mode !== 'none';
  }

  down(input: PointerInput): void {
    this.#host.glide(0);
    if (!this.busy) this.#host.aim(input.x);
    if (input.type === 'touch') {
      this.#fingers.set(input.id, input);
      if (this.#fingers.size === 2) this.#startPinch();
      if (this.#fingers.size > 1) return;
    }
    if (input.button > 1) return;
    this.#start = input;
    this.#last = input;
    this.#velocity = 0;
    this.#mode = 'press';
    if (input.button === 1) return;
    if (this.#host.purposeAt(input.x, input.y, input.type === 'touch') === 'grip') {
      this.#mode = 'grip';
      this.#host.grip(input.x, input.y, true);
    } else if (input.type === 'touch') {
      this.#longPress = setTimeout(() => {
        this.#end();
        this.#host.menu(input.x, input.y);
      }, LONG_PRESS);
    }
  }

  move(input: PointerInput): void {
    if (this.#fingers.has(input.id)) {
      if (this.#mode === 'pinch') this.#pinch(input);
      this.#fingers.set(input.id, input);
      if (this.#mode === 'pinch') return;
    }
    const { host, start, last } = { host: this.#host, start: this.#start, last: this.#last };
    if (this.#mode === 'none' || start === undefined || last === undefined) {
      if (input.type !== 'touch') host.hover(input.x, input.y, false);
      return;
    }
    if (input.id !== start.id) return;
    if (this.#mode === 'press') {
      if (Math.hypot(input.x - start.x, input.y - start.y) < DRAG_FROM) return;
      this.#startDrag(start);
    }
    this.#drag(input, start, last);
    this.#last = input;
  }

  up(input: PointerInput): void {
    this.#fingers.delete(input.id);
    if (this.#mode === 'pinch') {
      this.#end();
      return;
    }
    if (input.id !== this.#start?.id) return;
    const mode = this.#mode;
    const isLively = input.time - (this.#last?.time ?? 0) < 100 && Math.abs(this.#velocity) > GLIDE_FROM;
    this.#end();
    if (mode === 'press' && input.button === 0) this.#click(input);
    else if (mode === 'brush') this.#host.brushed(input.x, input.y);
    else if (mode === 'take') this.#host.drop();
    else if (mode === 'pan' && input.type === 'touch' && isLively) this.#host.glide(this.#velocity);
  }

  /** The browser took the pointer away, or Esc was pressed. */
  cancel(): void {
    this.#fingers.clear();
    const wasBusy = this.busy;
    this.#end();
    if (wasBusy) this.#host.abandon();
  }

  leave(): void {
    if (!this.busy) this.#host.leave();
  }

  /** @returns whether the map takes the turn; else it is the page's */
  wheel({ x, y, deltaX, deltaY, deltaMode, zooms, shift }: WheelInput): boolean {
    const unit = deltaMode === 1 ? LINE : deltaMode === 2 ? PAGE : 1;
    const down = deltaY * unit;
    this.#host.glide(0);
    if (!this.busy) this.#host.aim(x);
    if (zooms) {
      const doublings = Math.min(Math.max(-down * ZOOM_PER_PX, -MOST_ZOOM), MOST_ZOOM);
      this.#host.zoomAt(y, 2 ** doublings);
      return true;
    }
    // With Shift, browsers turn the wheel's direction, or they do not.
    if (shift) {
      this.#host.panBy(down === 0 ? deltaX * unit : down);
      return true;
    }
    return down !== 0 && this.#host.panBy(down);
  }

  #startDrag(start: PointerInput): void {
    clearTimeout(this.#longPress);
    const isFinger = start.type === 'touch';
    const purpose = start.shift || start.button === 1 ? 'pan' : this.#host.purposeAt(start.x, start.y, isFinger);
    this.#mode = purpose === 'take' && !this.#host.take(start.x, start.y, isFinger) ? 'pan' : purpose;
  }

  #drag(input: PointerInput, start: PointerInput, last: PointerInput): void {
    switch (this.#mode) {
      case 'pan': {
        const by = last.y - input.y;
        this.#host.panBy(by);
        const speed = by / Math.max(1, input.time - last.time);
        this.#velocity = NEWEST * speed + (1 - NEWEST) * this.#velocity;
        break;
      }
      case 'brush':
        this.#host.brush(start.y, input.y, input.fine);
        break;
      case 'take':
        this.#host.carry(input);
        break;
      case 'grip':
        this.#host.grip(input.x, input.y, false);
        break;
      case 'press':
      case 'pinch':
      case 'none':
        break;
    }
  }

  #startPinch(): void {
    const mode = this.#mode;
    this.#end();
    if (mode === 'brush' || mode === 'take') this.#host.abandon();
    this.#mode = 'pinch';
  }

  /** Two fingers zoom by their distance and pan by their middle. */
  #pinch(moved: PointerInput): void {
    const before = [...this.#fingers.values()].slice(0, 2);
    const [a, b] = before;
    const [c, d] = before.map((each) => (each.id === moved.id ? moved : each));
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const wide = (one: PointerInput, other: PointerInput) => Math.hypot(one.x - other.x, one.y - other.y);
    this.#host.panBy((a.y + b.y - c.y - d.y) / 2);
    this.#host.zoomAt((c.y + d.y) / 2, Math.max(1, wide(c, d)) / Math.max(1, wide(a, b)));
  }

  #click({ x, y, time }: PointerInput): void {
    const before = this.#clicked;
    const isDouble =
      before !== undefined &&
      time - before.time <= DOUBLE_CLICK.time &&
      Math.hypot(x - before.x, y - before.y) <= DOUBLE_CLICK.reach;
    this.#clicked = undefined;
    if (isDouble) this.#host.doubleClick(x, y);
    else if (!this.#host.click(x, y)) this.#clicked = { x, y, time };
  }

  #end(): void {
    clearTimeout(this.#longPress);
    this.#mode = 'none';
    this.#start = undefined;
    this.#last = undefined;
  }
}

/** What reviewers said, on the map: fetched when there first is a thread. */
import { overlaps } from '../../../core/base/range';
import type { Thread } from '../../../core/document/review';
import type { LaneItem } from '../../../draw/boxes';
import type { MapState } from '../map-state.svelte';
import type { ScenePins } from '../picture/scene';
import { drawPins } from './draw-pins';
import { PIN, placePins, type Pin } from './place-pins';
import { pinnedThreads, type PinnedThread } from './thread-ranges';

/** A thread as a menu offers it. */
interface OfferedThread {
  readonly id: string;
  /** How it begins. */
  readonly title: string;
  readonly comments: number;
}

/** Px about a sign that still count as on it. */
const REACH = 4;
const TITLE = 60;
/** Threads that are told under the pointer. */
const MOST_LINES = 6;

const counted = (comments: number): string => (comments === 1 ? '1 comment' : `${comments} comments`);
const cut = (text: string): string => (text.length > TITLE ? `${text.slice(0, TITLE - 1).trimEnd()}…` : text);
const beginning = ({ comments }: Thread): string => {
  const [first] = comments;
  return cut((first?.text ?? '').replace(/\s+/g, ' '));
};

export class Pins {
  readonly #map: MapState;
  readonly #threads: readonly PinnedThread[];
  /** For the picture: another one whenever there is something else to draw. */
  readonly layer: ScenePins;

  constructor(map: MapState) {
    this.#map = map;
    this.#threads = $derived(pinnedThreads(map.workspace.shown.current.review, map.partition));
    this.layer = $derived.by(() => {
      const threads = this.#threads;
      return { draw: (pen, scene) => drawPins(pen, placePins(threads, scene), (pin) => this.#isLit(pin)) };
    });
  }

  /** Shows under the pointer what a sign is for; false where there is none. */
  hover(x: number, y: number): boolean {
    const pin = this.#at(x, y);
    if (pin === undefined) return false;
    const { workspace } = this.#map;
    const told = pin.threads.slice(0, MOST_LINES).map(({ thread }) => {
      const { what } = thread;
      return `${what === undefined || what === '' ? '' : `${cut(what)}: `}${beginning(thread)}`;
    });
    const more = pin.threads.length - told.length;
    const lines = [counted(pin.comments), ...told, ...(more > 0 ? [`and ${more} more threads`] : [])];
    this.#map.hint = { x: pin.x, y: pin.y, lines };
    const [first] = pin.threads;
    if (first !== undefined && workspace.selection.hovered?.range !== first.range) {
      const { path } = first.thread;
      workspace.selection.hover({ range: first.range, ...(path === undefined ? {} : { path }) });
    }
    return true;
  }

  /** Opens the thread of a sign; false where there is none. */
  open(x: number, y: number): boolean {
    const [first] = this.#at(x, y)?.threads ?? [];
    if (first === undefined) return false;
    this.#map.workspace.reviewing.open(first.thread.id);
    return true;
  }

  has(x: number, y: number): boolean {
    return this.#at(x, y) !== undefined;
  }

  /** Open threads about a range, or about a part of it. */
  threadsAt(item: LaneItem): readonly OfferedThread[] {
    return this.#about(item).map(({ thread }) => ({
      id: thread.id,
      title: beginning(thread),
      comments: thread.comments.length,
    }));
  }

  /** `2 comments`, for those who hear what a range is; undefined where there are none. */
  wordsAt(item: LaneItem): string | undefined {
    const comments = this.#about(item).reduce((sum, { thread }) => sum + thread.comments.length, 0);
    return comments === 0 ? undefined : counted(comments);
  }

  #about(item: LaneItem): readonly PinnedThread[] {
    return this.#threads.filter(({ range, thread: { path } }) =>
      path === undefined ? overlaps(range, item.range) : range.start >= item.range.start && range.end <= item.range.end,
    );
  }

  #isLit({ threads }: Pin): boolean {
    const { selection } = this.#map.workspace;
    return threads.some(({ thread: { path }, range }) => selection.mark(path, range) !== undefined);
  }

  #at(x: number, y: number): Pin | undefined {
    const wide = PIN.width / 2 + REACH;
    const tall = PIN.height / 2 + REACH;
    const { scene } = this.#map;
    if (Math.abs(x - scene.columns.stripsFrom) > 3 * PIN.width) return undefined;
    return placePins(this.#threads, scene).find((pin) => Math.abs(pin.x - x) <= wide && Math.abs(pin.y - y) <= tall);
  }
}

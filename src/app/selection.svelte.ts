import { overlaps, type Range } from '../core/base/range';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { isOfHost } from '../core/space/of-host';
import type { DocPath } from '../core/space/region';
import { followedPath, followedTarget } from './selection-follow';

/** What is selected or under the pointer: a place in the document, bytes of the address space, or both. */
export interface Target {
  readonly path?: DocPath;
  readonly range?: Range;
}

/** The one selection and the one hover that all views and panels share. */
export class Selection {
  #selected = $state.raw<Target>();
  #hovered = $state.raw<Target>();

  get selected(): Target | undefined {
    return this.#selected;
  }

  get hovered(): Target | undefined {
    return this.#hovered;
  }

  /** Selects a target, or nothing. */
  select(target?: Target): void {
    this.#selected = target;
  }

  /** Keeps to what is selected when the document changes; what was removed is no longer selected. */
  followDocument(before: LayoutDocument, after: LayoutDocument): void {
    const { path } = this.#selected ?? {};
    if (this.#selected === undefined || path === undefined) return;
    const next = followedPath(path, before, after);
    if (next !== path) this.#selected = next === undefined ? undefined : { ...this.#selected, path: next };
  }

  /** Keeps to the bytes of what is selected when it lies elsewhere in the next plan. */
  followPlan(before: Plan | undefined, after: Plan): void {
    if (this.#selected !== undefined) this.#selected = followedTarget(this.#selected, before, after);
  }

  /** Lights a target, or nothing. */
  hover(target?: Target): void {
    this.#hovered = target;
  }

  /** How to draw something that stands for this path, these bytes, or both. Selected wins over hovered. */
  mark(path?: DocPath, range?: Range): 'selected' | 'hovered' | undefined {
    const shown = { ...(path === undefined ? {} : { path }), ...(range === undefined ? {} : { range }) };
    if (this.#selected !== undefined && sameThing(this.#selected, shown)) return 'selected';
    if (this.#hovered !== undefined && sameThing(this.#hovered, shown)) return 'hovered';
    return undefined;
  }
}

export { isOfHost };

/**
 * Bytes decide where both sides have them, since one field can stand for several ranges (RAM below and above 4 GiB); otherwise
 * the places do, where a field and the entity that holds it are the same thing.
 */
export function sameThing(a: Target, b: Target): boolean {
  if (a.range !== undefined && b.range !== undefined) return isOfHost(a) === isOfHost(b) && overlaps(a.range, b.range);
  if (a.path === undefined || b.path === undefined) return false;
  return a.path === b.path || a.path.startsWith(`${b.path}.`) || b.path.startsWith(`${a.path}.`);
}

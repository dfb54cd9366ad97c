import { overlaps, type Range } from '../core/base/range';
import type { DocPath } from '../core/space/region';

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

/**
 * Bytes decide where both sides have them, since one field can stand for several ranges (RAM below and above 4 GiB); otherwise
 * the places do, where a field and the entity that holds it are the same thing.
 */
export function sameThing(a: Target, b: Target): boolean {
  if (a.range !== undefined && b.range !== undefined) return overlaps(a.range, b.range);
  if (a.path === undefined || b.path === undefined) return false;
  return a.path === b.path || a.path.startsWith(`${b.path}.`) || b.path.startsWith(`${a.path}.`);
}

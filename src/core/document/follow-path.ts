/** Where things of one document are in a later one. */
import type { DocPath } from '../space/region';
import { segments, type Edit } from './edit';
import { listMatching, type Matching, type Tracked } from './list-matching';
import type { LayoutDocument } from './schema';

/** A path as edits have changed it so far. */
interface Trail {
  readonly parts: readonly string[];
  /** How many of the parts it is known to have; behind them, something was made anew. */
  readonly known: number;
  /** The part whose thing was put there as a whole. */
  readonly replaced?: number;
}

interface Step {
  readonly edit: Edit;
  readonly at: readonly string[];
}

const isPosition = (part: string | undefined): boolean => part !== undefined && /^\d+$/.test(part);

function trailAfter(trail: Trail, { edit, at }: Step): Trail {
  const { parts, known } = trail;
  const last = at.length - 1;
  if (last >= known || at.slice(0, last).some((part, index) => part !== parts[index])) return trail;
  const isListed = isPosition(at[last]) || at[last] === '-';
  if (edit.op === 'set' || !isListed) {
    if (at[last] !== parts[last] || (!isListed && at.length === parts.length)) return trail;
    return { ...trail, known: at.length, ...(isListed ? { replaced: last } : {}) };
  }
  const [index, from] = [Number(parts[last]), at[last] === '-' ? Infinity : Number(at[last])];
  const moved = (to: number): Trail => (to === index ? trail : { ...trail, parts: parts.with(last, String(to)) });
  if (edit.op === 'insert') return moved(index + (from <= index ? 1 : 0));
  if (from === index) return edit.op === 'remove' ? { ...trail, known: last } : moved(edit.to);
  const closed = index - (from < index ? 1 : 0);
  return moved(closed + (edit.op === 'move' && edit.to <= closed ? 1 : 0));
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/**
 * Makes what finds paths of one document in a later one: undefined for what is not there any more. It never leads to another thing.
 * @param edits those that made `after`, in turn; without them names and contents alone tell
 */
export function pathFollower(
  before: LayoutDocument,
  after: LayoutDocument,
  edits: readonly Edit[] = [],
): (path: DocPath) => DocPath | undefined {
  const steps = edits.map((edit): Step => ({ edit, at: segments(edit.path) }));
  const made = new Map<unknown, { readonly next: unknown; readonly matching: Matching }>();
  const matchingOf = (old: readonly unknown[], next: readonly unknown[]): Matching => {
    const found = made.get(old);
    if (found?.next === next) return found.matching;
    const matching = listMatching(old, next);
    made.set(old, { next, matching });
    return matching;
  };
  return (path) => {
    const parts = segments(path);
    const start: Trail = { parts, known: edits.length === 0 ? 0 : parts.length };
    const { parts: led, known, replaced } = steps.reduce(trailAfter, start);
    let [old, next, isLed]: [unknown, unknown, boolean] = [before, after, true];
    const found: string[] = [];
    for (const [depth, part] of parts.entries()) {
      if (old === next) return [...found, ...parts.slice(depth)].join('.');
      let key = part;
      if (Array.isArray(old) && isPosition(part)) {
        const tracked: Tracked | undefined =
          isLed && depth < known ? { index: Number(led[depth]), isReplaced: replaced === depth } : undefined;
        const index: number | undefined = Array.isArray(next)
          ? matchingOf(old, next)(Number(part), tracked)
          : undefined;
        if (index === undefined) return undefined;
        isLed &&= index === tracked?.index;
        key = String(index);
      }
      [old, next] = [own(old, part), own(next, key)];
      found.push(key);
    }
    return found.join('.');
  };
}

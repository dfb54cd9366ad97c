/** Steps of the timeline: those at the beginning and at the end that are the same stay, what is between is told. */
import { stepTitle } from '../document/step-title';
import type { LayoutDocument, LayoutEvent } from '../document/schema';
import { isSame, type Change } from './change';

/** Steps that are not what they were: their places, and the lists in which they stand without their equal ends. */
interface OtherSteps {
  readonly places: readonly number[];
  readonly was: readonly LayoutEvent[];
  readonly is: readonly LayoutEvent[];
}

export const stepChanges = (before: LayoutDocument, after: LayoutDocument): readonly Change[] =>
  firstStepChanges(before, after, Infinity).changes;

/** How many there are, and the first `most` of them in words. */
export function firstStepChanges(
  before: LayoutDocument,
  after: LayoutDocument,
  most: number,
): { readonly count: number; readonly changes: readonly Change[] } {
  const { places, was, is } = otherSteps(before, after);
  const changes = places.slice(0, most).map((index): Change => {
    const [old, fresh] = [was[index], is[index]];
    const what = `t${index + 1}`;
    const about = { group: 'steps', what, path: `events.${index}` } as const;
    const oldTitle = old === undefined ? undefined : stepTitle(before, old);
    const title = fresh === undefined ? undefined : stepTitle(after, fresh);
    if (oldTitle === undefined) return { ...about, kind: 'added', after: title ?? '' };
    if (title === undefined) return { ...about, kind: 'removed', before: oldTitle };
    const words = title === oldTitle ? `${title}, with other details` : title;
    return { ...about, kind: 'changed', before: oldTitle, after: words };
  });
  return { count: places.length, changes };
}

function otherSteps({ events: was }: LayoutDocument, { events: is }: LayoutDocument): OtherSteps {
  if (was === is) return { places: [], was, is };
  const shorter = Math.min(was.length, is.length);
  let first = 0;
  while (first < shorter && isSame(was[first], is[first])) first += 1;
  let last = 0;
  while (last < shorter - first && isSame(was[was.length - 1 - last], is[is.length - 1 - last])) last += 1;
  const [wasEnd, isEnd] = [was.length - last, is.length - last];
  const places: number[] = [];
  for (let index = first; index < Math.max(wasEnd, isEnd); index += 1) {
    if (index >= wasEnd || index >= isEnd || !isSame(was[index], is[index])) places.push(index);
  }
  return { places, was: was.slice(0, wasEnd), is: is.slice(0, isEnd) };
}

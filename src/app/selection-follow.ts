/** Keeps a selection on what was selected while edits move it: in the layout's lists, and in the address space. */
import type { Range } from '../core/base/range';
import { valueAt } from '../core/document/edit';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region } from '../core/space/region';
import { regionsOf } from './plan-regions';
import type { Target } from './selection.svelte';

const isIndex = (part: string): boolean => /^\d+$/.test(part);

/**
 * Where the thing at a path of one document is in the next: documents share what an edit leaves alone, so an item that moved in its
 * list is still the same object. Undefined if it was removed.
 */
export function followedPath(path: DocPath, before: LayoutDocument, after: LayoutDocument): DocPath | undefined {
  const parts = path.split('.');
  const at = parts.findIndex(isIndex);
  if (at < 0) return path;
  const listPath = parts.slice(0, at).join('.');
  const [old, next] = [valueAt(before, listPath), valueAt(after, listPath)];
  const index = Number(parts[at]);
  const item: unknown = Array.isArray(old) ? old[index] : undefined;
  // What is not there yet is selected by whoever adds it.
  if (!Array.isArray(old) || item === undefined) return path;
  if (!Array.isArray(next)) return undefined;
  if (next[index] === item) return path;
  const moved = next.indexOf(item);
  if (moved >= 0) return [...parts.slice(0, at), moved, ...parts.slice(at + 1)].join('.');
  const wasEdited = index < next.length && !old.includes(next[index]);
  return wasEdited ? path : undefined;
}

const sameRange = (a: Range, b: Range): boolean => a.start === b.start && a.end === b.end;

/** The selected bytes in the next plan: of what the path owns there, the range of the same name, else the nearest one. */
function followedRange(path: DocPath, old: Range, before: Plan | undefined, after: Plan): Range | undefined {
  const owned = regionsOf(after).filter(({ owner }) => owner === path);
  const same = owned.find(({ range }) => sameRange(range, old));
  if (same !== undefined) return same.range;
  const was = regionsOf(before).find(({ owner, range }) => owner !== undefined && sameRange(range, old));
  // Only a whole range goes where its owner goes; a part of one was chosen for its bytes.
  if (was === undefined) return old;
  const named = owned.filter(({ name }) => name === was.name);
  const distance = ({ range }: Region): number => Math.abs(range.start - old.start);
  return (named.length > 0 ? named : owned).toSorted((a, b) => distance(a) - distance(b))[0]?.range;
}

/** The target on the next plan; the very same object where nothing changes. */
export function followedTarget(target: Target, before: Plan | undefined, after: Plan): Target {
  const { path, range: old } = target;
  if (path === undefined || old === undefined) return target;
  const next = followedRange(path, old, before, after);
  if (next !== undefined && sameRange(next, old)) return target;
  return next === undefined ? { path } : { path, range: next };
}

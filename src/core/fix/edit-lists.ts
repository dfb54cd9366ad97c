/** Edits as a list: what a path meant before them, and the list without one of them. */
import type { Edit } from '../document/edit';
import type { DocPath } from '../space/region';

/** `devices.3` of `devices.3.addr` as list and position; nothing for a path through no list. */
function position(path: DocPath): { readonly list: string; readonly index: number; readonly rest: string } | undefined {
  const match = /^(.*?)\.(\d+)(\..*)?$/.exec(path);
  return match === null ? undefined : { list: match[1] ?? '', index: Number(match[2]), rest: match[3] ?? '' };
}

/**
 * The path as it was before an item was taken out of its list in front of it, or put in there. An item that was put in itself had no
 * place before.
 */
function moved(path: DocPath, edit: Edit): DocPath {
  if (edit.op !== 'remove' && edit.op !== 'insert') return path;
  const changed = position(edit.path);
  const here = position(path);
  if (changed === undefined || here === undefined || changed.rest !== '' || changed.list !== here.list) return path;
  const isBehind = edit.op === 'remove' ? here.index >= changed.index : here.index > changed.index;
  const by = edit.op === 'remove' ? 1 : -1;
  return isBehind ? `${here.list}.${here.index + by}${here.rest}` : path;
}

/** Where something lay before the edits that lies at `path` after them. */
export const pathBefore = (path: DocPath, edits: readonly Edit[]): DocPath => edits.reduceRight(moved, path);

/** The edits that are left when some in their middle are not carried out: what those removed keeps its place for the rest, and what they put in has none. */
export function withoutEdits(all: readonly Edit[], from: number, count: number): readonly Edit[] {
  const dropped = all.slice(from, from + count).toReversed();
  const rest = all.slice(from + count).map((edit): Edit => ({ ...edit, path: dropped.reduce(moved, edit.path) }));
  return [...all.slice(0, from), ...rest];
}

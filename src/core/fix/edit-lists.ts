/** Edits as a list: what a path meant before them, and the list without one of them. */
import type { Edit } from '../document/edit';
import type { DocPath } from '../space/region';

/** `devices.3` of `devices.3.addr` as list and position; nothing for a path through no list. */
function position(path: DocPath): { readonly list: string; readonly index: number; readonly rest: string } | undefined {
  const match = /^(.*?)\.(\d+)(\..*)?$/.exec(path);
  return match === null ? undefined : { list: match[1] ?? '', index: Number(match[2]), rest: match[3] ?? '' };
}

/** The path with its place in the removed item's list shifted, if it lies behind that. */
function moved(path: DocPath, edit: Edit, by: number): DocPath {
  if (edit.op !== 'remove') return path;
  const gone = position(edit.path);
  const here = position(path);
  if (gone === undefined || here === undefined || gone.rest !== '' || gone.list !== here.list) return path;
  return here.index < gone.index ? path : `${here.list}.${here.index + by}${here.rest}`;
}

/** Where something lay before the edits that lies at `path` after them. */
export const pathBefore = (path: DocPath, edits: readonly Edit[]): DocPath =>
  edits.reduceRight((at, edit) => moved(at, edit, 1), path);

/** The edits that are left when some in their middle are not carried out: what those removed keeps its place for the rest. */
export function withoutEdits(all: readonly Edit[], from: number, count: number): readonly Edit[] {
  const dropped = all.slice(from, from + count).toReversed();
  const rest = all
    .slice(from + count)
    .map((edit): Edit => ({ ...edit, path: dropped.reduce((path, gone) => moved(path, gone, 1), edit.path) }));
  return [...all.slice(0, from), ...rest];
}

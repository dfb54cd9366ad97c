/** A translation as a change of the layout on screen: one click, one undo step. */
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';

const PARTS = [
  'dialect',
  'machine',
  'memory',
  'backends',
  'nodes',
  'devices',
] as const satisfies readonly (keyof LayoutDocument)[];

/** Edits that make the one layout of the other, which differs from it in its dialect and its memory alone. */
export const editsBetween = (from: LayoutDocument, to: LayoutDocument): readonly Edit[] =>
  PARTS.flatMap((path): readonly Edit[] => (from[path] === to[path] ? [] : [{ op: 'set', path, value: to[path] }]));

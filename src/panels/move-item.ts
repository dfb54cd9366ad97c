import type { Change } from '../app/device-edits';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';
import { entityAt } from './document-path';

/** Swaps an item with the one shown before or after it, which may be further away in the list. */
export function moveItem(
  rows: readonly DocPath[],
  path: DocPath,
  by: 1 | -1,
  document: LayoutDocument,
): Change | undefined {
  const place = entityAt(document, path);
  const target = rows[rows.indexOf(path) + by];
  if (place?.index === undefined || target === undefined || !rows.includes(path)) return undefined;
  const other = entityAt(document, target);
  if (other?.kind !== place.kind || other.index === undefined) return undefined;
  return { edits: [{ op: 'move', path, to: other.index }], select: target };
}

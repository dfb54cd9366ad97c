import type { LayoutDocument } from '../../core/document/schema';
import { pathLabel as labelOf } from '../../core/rows/path-label';
import type { DocPath } from '../../core/space/region';
import { lookOfE820 } from '../../ui/kinds';

export const pathLabel = (document: LayoutDocument, path: DocPath): string =>
  labelOf(document, path, (type) => lookOfE820(type).title);

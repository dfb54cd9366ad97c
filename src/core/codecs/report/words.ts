/** Words that several sections of a report use. */
import { PERSISTENT, RAM, RESERVED, SOFT_RESERVED, typeWords } from '../../base/e820';
import type { LayoutDocument } from '../../document/schema';
import { pathLabel } from '../../rows/path-label';
import type { DocPath } from '../../space/region';

/** As the page's table of kinds calls them. */
const TITLES: Readonly<Record<number, string>> = {
  [RAM]: 'RAM',
  [RESERVED]: 'reserved',
  3: 'ACPI data',
  4: 'ACPI NVS',
  5: 'unusable',
  [PERSISTENT]: 'persistent memory',
  [SOFT_RESERVED]: 'soft reserved',
};

/** What memory of an E820 type is called: `RAM`, `soft reserved`. */
export const typeTitle = (type: number): string => TITLES[type] ?? 'unknown type';

export const labelOf = (document: LayoutDocument, path: DocPath | undefined): string =>
  path === undefined ? '' : pathLabel(document, path, typeTitle);

export const wordsOf = ({ words, type }: { readonly words?: string; readonly type: number }): string =>
  words ?? typeWords(type);

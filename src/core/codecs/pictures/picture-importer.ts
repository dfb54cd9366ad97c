/** Pictures and reports that carry the layout that they show. */
import { err } from '../../base/result';
import type { Importer } from '../format';
import { LONGEST_LAYOUT } from '../layout-json';
import { tooLong } from '../text-place';
import { readLayoutText } from './layout-inside';
import { isPng } from './png-chunks';
import { layoutInPng } from './png-layout';
import { LAYOUT_NAMESPACE, layoutInMarkup } from './svg-metadata';

/** A picture around the longest layout; a report has one picture. */
const LONGEST_PICTURE = LONGEST_LAYOUT + 16 * 2 ** 20;
/** Characters before the first element: a declaration, a comment of the program that saved it. */
const PROLOGUE = 4096;

export const picture: Importer = {
  id: 'picture',
  title: 'Picture or report of physmap (SVG, PNG, HTML)',
  does: 'Takes the place of the layout.',
  example: `<svg xmlns="http://www.w3.org/2000/svg"><metadata><physmap:layout xmlns:physmap="${LAYOUT_NAMESPACE}">{"format":1,"machine":{"type":"q35"}}</physmap:layout></metadata></svg>`,

  isLayout: true,
  longest: LONGEST_PICTURE,

  sniff(text) {
    const start = /<(svg|html)\b/i.exec(text.slice(0, PROLOGUE))?.[1]?.toLowerCase();
    if (start === undefined) return 0;
    if (text.includes(LAYOUT_NAMESPACE)) return 0.99;
    // Of no use, but what it is can be said.
    return start === 'svg' ? 0.6 : 0;
  },

  read(text) {
    if (text.length > LONGEST_PICTURE) return err(tooLong(text, LONGEST_PICTURE));
    const layout = layoutInMarkup(text);
    return layout.ok ? readLayoutText(layout.value) : layout;
  },

  binary: {
    sniff: (bytes) => (isPng(bytes) ? 0.99 : 0),
    read(bytes) {
      const layout = layoutInPng(bytes);
      return layout.ok ? readLayoutText(layout.value) : layout;
    },
  },
};

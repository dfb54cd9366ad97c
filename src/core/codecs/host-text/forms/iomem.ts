/** `/proc/iomem`: a tree by indentation. Names stay as printed. */
import { ADDR_LIMIT } from '../../../base/addr';
import { hex, inclusive } from '../address';
import type { LineForm } from '../line-form';

const LINE = /^([ \t]*)([0-9a-f]{1,16})-([0-9a-f]{1,16}) : (\S.*)$/i;
/** Four digits throughout are `/proc/ioports`. */
const PORT_DIGITS = 4;
const DEEPEST = 64;
const LONGEST_NAME = 200;

export const iomem: LineForm = {
  id: 'iomem',
  hint: / : /,
  title: 'lines of /proc/iomem',
  source: '/proc/iomem',
  read({ text, number }, facts) {
    const match = LINE.exec(text);
    if (match === null) return false;
    const [, indent = '', first = '', last = '', name = ''] = match;
    if (first.length === PORT_DIGITS && last.length === PORT_DIGITS) return false;
    const start = hex(first);
    if (start >= ADDR_LIMIT) return false;
    const levels = indent.replaceAll('\t', '  ').length / 2;
    const span = inclusive(first, last);
    facts.keep(facts.resources, {
      line: number,
      start,
      ...(span === undefined ? {} : { span }),
      name: (span === undefined ? `${name.slice(0, LONGEST_NAME)} (unreadable range: ${first}-${last})` : name).slice(
        0,
        256,
      ),
      depth: Math.min(DEEPEST, Math.floor(levels)),
    });
    return true;
  },
};

/** What the kernel changes in its table afterwards, in order (e820__range_update, e820__range_remove). */
import { exclusive, inclusive, type Span } from '../address';
import { typeOf } from '../e820-words';
import type { LineForm } from '../line-form';

const NEW = /^ *e820: (update|remove) \[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\](?: +(\S.{0,120}))?$/i;
/** Before Linux 3.5; the second address is the one behind the last. */
const OLD = /^ *e820 (update|remove) range: ([0-9a-f]{1,16}) - ([0-9a-f]{1,16})(?: (\(.{1,120}))?$/i;

const word = (text: string): string => text.trim().replace(/^\((.*)\)$/, '$1');

interface Types {
  readonly from?: number;
  readonly to?: number;
}

/** `usable ==> reserved` of an update, `usable` or nothing of a removal; undefined if it is neither. */
function typesOf(deed: string, text: string | undefined): Types | undefined {
  const [before = '', after, more] = (text ?? '').split('==>');
  if (more !== undefined || (after === undefined) !== (deed.toLowerCase() === 'remove')) return undefined;
  if (after === undefined && before.trim() === '') return {};
  const from = typeOf(word(before));
  if (from === undefined) return undefined;
  if (after === undefined) return { from };
  const to = typeOf(word(after));
  return to === undefined ? undefined : { from, to };
}

export const e820Edits: LineForm = {
  id: 'e820-edit',
  hint: /e820/,
  title: 'edits of the kernel (e820: update, remove)',

  read({ text, number }, facts) {
    const now = NEW.exec(text);
    const match = now ?? OLD.exec(text);
    if (match === null) return false;
    const [, deed = '', first = '', last = '', types] = match;
    const span: Span | undefined = now === null ? exclusive(first, last) : inclusive(first, last);
    const read = typesOf(deed, types);
    if (span === undefined || read === undefined) return false;
    facts.keep(facts.edits, { ...span, ...read, line: number });
    return true;
  },
};

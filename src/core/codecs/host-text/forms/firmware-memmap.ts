/** `/sys/firmware/memmap`, as `grep -r . /sys/firmware/memmap` or `tail -n +1 /sys/firmware/memmap/*\/*` print it. */
import { typeOf } from '../e820-words';
import type { Facts } from '../facts';
import type { LineForm } from '../line-form';

const GREP = /^ *(?:\/?(?:\S*\/)?firmware\/memmap\/|\.\/|)(\d{1,6})\/(start|end|type):(.{1,60})$/;
const TAIL = /^==> (?:\S*\/)?(\d{1,6})\/(start|end|type) <==$/;

function take(facts: Facts, line: number, entry: number, field: string, value: string): boolean {
  const known = facts.memmap.get(entry) ?? { line };
  if (field === 'type') {
    const type = typeOf(value);
    if (type === undefined) return false;
    facts.memmap.set(entry, { ...known, type });
    return true;
  }
  const digits = /^0x([0-9a-f]{1,24})$/i.exec(value.trim())?.[1];
  if (digits === undefined) return false;
  facts.memmap.set(entry, { ...known, [field === 'start' ? 'start' : 'last']: digits });
  return true;
}

export const firmwareMemmap: LineForm = {
  id: 'firmware-memmap',
  hint: /\/(?:start|end|type)\b/,
  title: 'lines of /sys/firmware/memmap',
  source: '/sys/firmware/memmap',
  read({ text, number }, facts) {
    const { tailed } = facts;
    facts.tailed = undefined;
    if (tailed !== undefined && take(facts, number, tailed.entry, tailed.field, text)) return true;
    const [, entry = '', field = '', value = ''] = GREP.exec(text) ?? [];
    if (entry !== '') return take(facts, number, Number(entry), field, value);
    const [, of = '', name = ''] = TAIL.exec(text) ?? [];
    if (of === '') return false;
    facts.tailed = { entry: Number(of), field: name };
    return true;
  },
};

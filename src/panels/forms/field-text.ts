/** Field values to and from the text of an input. Reading never throws and never rounds. */
import { err, ok, type Result } from '../../core/base/result';
import { formatAddress, formatSize, parseAddress, parseSize } from '../../core/base/size-text';
import type { FieldInput } from './field';

interface CpuRange {
  readonly first: number;
  readonly last: number;
}

type Read = (text: string) => Result<unknown, string>;

const size: Read = (text) => {
  const read = parseSize(text);
  return read.ok ? read : err(sentence(read.error.message, read.error.works));
};

const address: Read = (text) => {
  const read = parseAddress(text);
  return read.ok ? read : err(sentence(read.error.message, read.error.works));
};

const count: Read = (text) =>
  /^-?\d{1,15}$/.test(text) || /^0x[0-9a-f]{1,12}$/i.test(text)
    ? ok(Number(text))
    : err(sentence(`“${text}” is no whole number.`, 'digits, as in 4'));

const words: Read = (text) =>
  ok(
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );

/** `key=value,key=value` as QEMU has it, a comma inside a value doubled. */
const pairs: Read = (text) => {
  const record: Record<string, string> = {};
  for (const pair of text.replaceAll(',,', '\0').split(',')) {
    const item = pair.replaceAll('\0', ',').trim();
    if (item === '') continue;
    const at = item.indexOf('=');
    if (at < 1) return err(sentence(`“${item}” has no value.`, `${item}=on`));
    Object.defineProperty(record, item.slice(0, at), { value: item.slice(at + 1), enumerable: true });
  }
  return ok(record);
};

const cpuRanges: Read = (text) => {
  const ranges: CpuRange[] = [];
  for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (match === null) return err(sentence(`“${part}” is no CPU range.`, '0-7, 12'));
    const first = Number(match[1]);
    ranges.push({ first, last: match[2] === undefined ? first : Number(match[2]) });
  }
  return ok(ranges);
};

const READERS: Readonly<Record<FieldInput, Read>> = {
  identifier: ok,
  backend: ok,
  device: ok,
  text: ok,
  'long-text': ok,
  'host-memory': ok,
  boolean: (text) => ok(text === 'on'),
  choice: ok,
  node: count,
  slot: count,
  count,
  address,
  size,
  words,
  pairs,
  'cpu-ranges': cpuRanges,
};

/**
 * The value that a text means. Empty text is `undefined`, which removes the field, so that QEMU's default holds again; lists become
 * empty. Errors are one sentence with what would work.
 */
export function readField(input: FieldInput, text: string, required: boolean): Result<unknown, string> {
  const trimmed = text.trim();
  if (trimmed !== '') return READERS[input](trimmed);
  if (input === 'words') return ok([]);
  return required ? err('A value is needed here; the last one stays in force.') : ok(undefined);
}

/** The text of a value, as the field shows it when nobody is typing. */
export function writeField(input: FieldInput, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (input) {
    case 'size':
      return isSize(value) ? formatSize(value) : String(value);
    case 'address':
      return isSize(value) ? formatAddress(value) : String(value);
    case 'boolean':
      return value === true ? 'on' : 'off';
    case 'words':
      return Array.isArray(value) ? value.join(', ') : '';
    case 'pairs':
      return Object.entries(value)
        .map(([key, text]) => `${key}=${String(text).replaceAll(',', ',,')}`)
        .join(',');
    case 'cpu-ranges':
      return (value as readonly CpuRange[])
        .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))
        .join(', ');
    default:
      return String(value);
  }
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const sentence = (what: string, works: string): string => `${what} What works: ${works}.`.replace(/\.\.$/, '.');

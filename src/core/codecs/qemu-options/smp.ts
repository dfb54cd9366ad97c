/** `-smp` and `-machine smp.…`. */
import { parseKeyvalInto, type KeyvalObject } from '../../options/keyval';
import { parseSigned } from '../../options/number';
import type { OptionReader } from './draft';
import { quotedPart } from './typed-option';
import { exactNumber, extraOf } from './values';

const KEYS = ['cpus', 'maxcpus', 'sockets', 'dies', 'modules', 'cores', 'threads'] as const;
type SmpFields = { [K in (typeof KEYS)[number]]?: number } & { extra?: Record<string, string> };

export const readSmp: OptionReader = (draft, option) => {
  const words = parseKeyvalInto(draft.smp, option.text, 'cpus');
  if (words === undefined) return undefined;
  const part = quotedPart(option.text, words);
  return {
    option,
    ...(part === undefined ? {} : { part }),
    text: words,
    works: 'Pairs of key=number: 8,sockets=2,cores=4.',
  };
};

export interface SmpTaken {
  readonly smp: SmpFields;
  /** The key whose value is no number. */
  readonly malformed?: string;
}

export function takeSmp(tree: KeyvalObject): SmpTaken {
  const smp: SmpFields = {};
  const extra = new Map<string, string>();
  for (const [key, value] of tree) {
    if (typeof value !== 'string') continue;
    const known = KEYS.find((each) => each === key);
    const number = known === undefined ? undefined : parseSigned(value);
    if (number?.ok === false) return { smp, malformed: key };
    const count = number === undefined ? undefined : exactNumber(number.value, 0xffff_ffff);
    if (known !== undefined && count?.is === 'value') smp[known] = count.value;
    else extra.set(key, value);
  }
  return { smp: { ...smp, ...extraOf(extra) } };
}

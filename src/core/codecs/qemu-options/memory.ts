/** `-m` and `-machine memory.…`. */
import type { KeyvalObject } from '../../options/keyval';
import { readMemoryOption, type MemoryKeys } from '../../qemu/memory';
import type { OptionReader } from './draft';
import { quotedPart, partOf } from './typed-option';
import { countValue, sizeValue } from './values';

const WORKS = 'A decimal number with an optional suffix K, M, G, T, P or E: 4G. For slots, a plain number.';

export const readM: OptionReader = (draft, option) => {
  const words = readMemoryOption(draft.memory, option.text);
  if (words === undefined) return undefined;
  const key = /parameter '(\w+)'/i.exec(words)?.[1] ?? '';
  const part = partOf(option.text, key, 'size') ?? quotedPart(option.text, words);
  return { option, ...(part === undefined ? {} : { part }), text: words, works: WORKS };
};

interface MemoryFields {
  size?: number;
  slots?: number;
  maxmem?: number;
}

/** What a document holds of it, and what it cannot, as pairs of `-machine`. */
export interface MemoryTaken {
  readonly memory: MemoryFields;
  readonly kept: ReadonlyMap<string, string>;
  /** The `memory.…` key that QEMU cannot read, and what it expects there. */
  readonly malformed?: { readonly key: string; readonly expected: string };
}

const isDigit = (character: string): boolean => /^\d$/.test(character);

/** A bare number of `-m` counts MiB; a size of 0 there leaves what `-machine` says. */
function ramText(keys: MemoryKeys, machine: string | undefined): string | undefined {
  const { size } = keys;
  if (size === undefined) return machine;
  const read = sizeValue(size);
  if (read.is === 'value' && read.value === 0) return machine ?? '0';
  return isDigit(size.slice(-1)) ? `${size}M` : size;
}

export function takeMemory(machine: KeyvalObject, keys: MemoryKeys): MemoryTaken {
  const text = (key: string): string | undefined => {
    const value = machine.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const given = [
    ['size', 'size', ramText(keys, text('size')), sizeValue],
    ['slots', 'slots', keys.slots ?? text('slots'), countValue],
    ['maxmem', 'max-size', keys.maxmem ?? text('max-size'), sizeValue],
  ] as const;
  const memory: MemoryFields = {};
  const kept = new Map<string, string>();
  for (const [field, key, value, read] of given) {
    if (value === undefined) continue;
    const taken = read(value);
    if (taken.is === 'malformed') {
      return { memory, kept, malformed: { key: `memory.${key}`, expected: key === 'slots' ? 'integer' : 'size' } };
    }
    if (taken.is === 'value') memory[field] = taken.value;
    else kept.set(`memory.${key}`, value);
  }
  for (const [key, value] of machine) {
    if (!given.some(([, known]) => known === key) && typeof value === 'string') kept.set(`memory.${key}`, value);
  }
  return { memory, kept };
}

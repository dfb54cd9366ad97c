/** `-m`, and `-machine memory.…`, which says the same. */
import { err, ok, type Result } from '../base/result';
import { alignUp64, parseUnsigned } from '../options/number';
import type { KeyvalObject } from '../options/keyval';
import { inPropertyOrder } from '../options/property-order';
import { lastValue, parseQemuOpts } from '../options/qemu-opts';
import { parseSize } from '../options/size';
import { invalidParameter, optionNumberText, optionSizeText } from '../options/texts';
import type { MemoryOptions } from './machine';

/** `-m` as far as it was given; several add up key by key. */
export interface MemoryKeys {
  size?: string;
  slots?: string;
  maxmem?: string;
}

const DEFAULT_RAM = 128n * 2n ** 20n;
const GRANULE = 8192n;

/** Adds one `-m` to what the earlier ones said; gives QEMU's words if it cannot be read. */
export function readMemoryOption(keys: MemoryKeys, text: string): string | undefined {
  const { id, pairs } = parseQemuOpts(text, 'size');
  if (id !== undefined) return invalidParameter('id');
  for (const { key, value } of pairs) {
    if (key === 'size' || key === 'maxmem') {
      const size = parseSize(value);
      if (!size.ok) return optionSizeText(key, value, size.error);
    } else if (key === 'slots') {
      const slots = parseUnsigned(value);
      if (!slots.ok) return optionNumberText(key, value, slots.error);
    } else return invalidParameter(key);
  }
  for (const key of ['size', 'slots', 'maxmem'] as const) {
    const value = lastValue(pairs, key);
    if (value !== undefined) keys[key] = value;
  }
  return undefined;
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9' && character.length === 1;

/** The machine's `memory` property: what `-machine` says, under what `-m` says. A bare `-m` number is MiB. */
export function mergeMemory(machine: KeyvalObject, keys: MemoryKeys): string | undefined {
  const old = machine.get('memory');
  if (old !== undefined && !(old instanceof Map)) return "Parameter 'memory' used inconsistently";
  const memory: KeyvalObject = old ?? new Map();
  machine.set('memory', memory);
  const size = keys.size === undefined ? undefined : parseSize(keys.size);
  if (keys.size !== undefined && size?.ok === true && size.value !== 0n) {
    memory.set('size', isDigit(keys.size.slice(-1)) ? `${keys.size}M` : keys.size);
  }
  if (keys.maxmem !== undefined) memory.set('max-size', keys.maxmem);
  if (keys.slots !== undefined) memory.set('slots', keys.slots);
  return undefined;
}

interface MemoryValues {
  size?: bigint;
  maxSize?: bigint;
  slots?: bigint;
}

function readValues(memory: KeyvalObject): Result<MemoryValues, string> {
  const values: MemoryValues = {};
  for (const key of ['size', 'max-size', 'slots'] as const) {
    const text = memory.get(key);
    if (text === undefined) continue;
    if (typeof text !== 'string') return err(`Parameters 'memory.${key}.*' are unexpected`);
    const value = key === 'slots' ? parseUnsigned(text) : parseSize(text);
    if (!value.ok) return err(`Parameter 'memory.${key}' expects ${key === 'slots' ? 'integer' : 'size'}`);
    values[key === 'max-size' ? 'maxSize' : key] = value.value;
  }
  const known = new Set(['size', 'max-size', 'slots']);
  const unknown = inPropertyOrder(memory.keys()).find((key) => !known.has(key));
  return unknown === undefined ? ok(values) : err(`Parameter 'memory.${unknown}' is unexpected`);
}

/** What the memory options come to, even where QEMU refuses them. */
export interface MemoryOutcome {
  readonly memory: MemoryOptions;
  /** `size` was given, so a memory backend does not decide it. */
  readonly sizeGiven: boolean;
  readonly refused?: { readonly code: string; readonly text: string };
}

export const defaultMemory: MemoryOutcome = {
  memory: { ram: DEFAULT_RAM, maxram: DEFAULT_RAM, slots: 0n },
  sizeGiven: false,
};

/** Sets the machine's memory (machine_set_mem; spec section 1). RAM is rounded up to 8 KiB, `maxmem` is not. */
export function readMemory(property: KeyvalObject): MemoryOutcome {
  const values = readValues(property);
  if (!values.ok) return { ...defaultMemory, refused: { code: 'memory/syntax', text: values.error } };
  const { size, maxSize, slots } = values.value;
  const ram = alignUp64(size ?? DEFAULT_RAM, GRANULE);
  const refused = refusalOf(ram, maxSize, slots);
  const maxram = maxSize === undefined || maxSize < ram ? ram : maxSize;
  return {
    memory: { ram, maxram, slots: slots ?? 0n },
    sizeGiven: size !== undefined && size !== 0n,
    ...(refused === undefined ? {} : { refused }),
  };
}

function refusalOf(
  ram: bigint,
  maxSize: bigint | undefined,
  slots: bigint | undefined,
): { readonly code: string; readonly text: string } | undefined {
  const hex = (value: bigint): string => `0x${value.toString(16)}`;
  if (maxSize === undefined) {
    return slots === undefined
      ? undefined
      : { code: 'memory/slots-without-maxmem', text: 'slots specified but no max-size' };
  }
  if (maxSize < ram) {
    return {
      code: 'memory/maxmem-below-size',
      text: `invalid value of maxmem: maximum memory size (${hex(maxSize)}) must be at least the initial memory size (${hex(ram)})`,
    };
  }
  if (maxSize === ram && slots !== undefined && slots !== 0n) {
    return {
      code: 'memory/slots-without-room',
      text: `invalid value of maxmem: memory slots were specified but maximum memory size (${hex(maxSize)}) is equal to the initial memory size (${hex(ram)})`,
    };
  }
  return undefined;
}

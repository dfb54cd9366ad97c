/** `memmap=` and `mem=` (Linux arch/x86/kernel/e820.c, parse_memmap_one and parse_memopt). */

import { ACPI_DATA, LEGACY_PERSISTENT, RAM, RESERVED } from '../base/e820';
import { readNumber, readSize, U64 } from './numbers';
import type { ParameterEffect } from './parameters';
import type { TableChange } from './table-change';

/** What the character between size and start makes of the range. */
const ADDED_TYPES: Readonly<Record<string, number>> = {
  '@': RAM,
  '#': ACPI_DATA,
  $: RESERVED,
  '!': LEGACY_PERSISTENT,
};

const aboveSize = (text: string, size: bigint): TableChange => ({
  do: 'remove',
  text,
  start: size,
  size: U64 - 1n - size,
  type: RAM,
});

/** One or more ranges with commas between them. */
export function readMemmap(value: string): ParameterEffect {
  const effects = value.split(',').map(readRange);
  const stops = effects.find((effect) => effect.stops !== undefined)?.stops;
  return {
    changes: effects.flatMap(({ changes = [] }) => changes),
    remarks: effects.flatMap(({ remarks = [] }) => remarks),
    ...(effects.some(({ userDefined }) => userDefined === true) ? { userDefined: true } : {}),
    ...(stops === undefined ? {} : { stops }),
  };
}

function readRange(item: string): ParameterEffect {
  const text = `memmap=${item}`;
  if (item.startsWith('exactmap')) return { changes: [{ do: 'clear', text }], userDefined: true };
  const { value: size, length } = readSize(item);
  if (length === 0) return { remarks: [`“${item}” is not a size: it has no effect.`] };
  const sign = item.charAt(length);
  const rest = item.slice(length + 1);
  if (sign === '%') return readConversion(text, size, rest);
  const type = ADDED_TYPES[sign];
  if (type === undefined) {
    return { changes: [aboveSize(text, size)], userDefined: true, ...leftOver(item.slice(length)) };
  }
  const start = readSize(rest);
  return { ...added(text, start.value, size, type), ...leftOver(rest.slice(start.length)) };
}

const leftOver = (rest: string): ParameterEffect =>
  rest === '' ? {} : { remarks: [`Linux reads as far as “${rest}” and reports the parameter as malformed.`] };

/** `size%start[-from][+to]`: converts, adds or removes. */
function readConversion(text: string, size: bigint, afterSign: string): ParameterEffect {
  const start = readSize(afterSign);
  let rest = afterSign.slice(start.length);
  const typeAfter = (sign: string): number => {
    if (!rest.startsWith(sign)) return 0;
    const { value, length } = readNumber(rest.slice(1));
    rest = rest.slice(1 + length);
    return Number(value % 2n ** 32n);
  };
  const from = typeAfter('-');
  const to = typeAfter('+');
  if (rest !== '') return { userDefined: true, remarks: [`“${rest}” is not understood: ${text} has no effect.`] };
  const span = { text, start: start.value, size };
  if (from > 0 && to > 0) {
    if (from === to)
      return { userDefined: true, stops: `${text} converts a type to itself, at which Linux stops (BUG_ON).` };
    return { changes: [{ do: 'retype', ...span, from, to }], userDefined: true };
  }
  if (to > 0) return added(text, start.value, size, to);
  return { changes: [{ do: 'remove', ...span, ...(from > 0 ? { type: from } : {}) }], userDefined: true };
}

function added(text: string, start: bigint, size: bigint, type: number): ParameterEffect {
  if (start + size >= U64) {
    return {
      userDefined: true,
      stops: `${text} ends beyond 2^64, at which Linux stops: Invalid user supplied memory map.`,
    };
  }
  return { changes: [{ do: 'add', text, start, size, type }], userDefined: true };
}

/** `mem=SIZE`: no RAM above, and no more is taken while the kernel boots. */
export function readMem(value: string): ParameterEffect {
  if (value === 'nopentium') return { remarks: ['mem=nopentium is for 32-bit kernels.'] };
  const { value: size } = readSize(value);
  if (size === 0n) return { userDefined: true, remarks: ['It is not a size above zero: it has no effect.'] };
  return { changes: [aboveSize(`mem=${value}`, size)], userDefined: true, memoryLimit: size };
}

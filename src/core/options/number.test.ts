import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignUp64, parseBoolean, parseSigned, parseUnsigned } from './number';

const unsigned = (text: string): bigint | string => {
  const value = parseUnsigned(text);
  return value.ok ? value.value : value.error;
};

describe('an integer', () => {
  it.each([
    ['8', 8n],
    ['010', 8n],
    ['0x10', 16n],
    ['0b10', 2n],
    ['+2', 2n],
    ['\t2', 2n],
    ['-1', 2n ** 64n - 1n],
    ['0', 0n],
    ['-0', 0n],
  ])('%j is read', (text, value) => {
    expect(unsigned(text)).toBe(value);
  });

  it.each(['', ' ', '1K', '08', '1.5', '0x', '2 ', '--2', '+'])('%j is malformed', (text) => {
    expect(unsigned(text)).toBe('malformed');
  });

  it('is out of range beyond 64 bits, and beyond 63 when it has a sign', () => {
    expect(unsigned('18446744073709551616')).toBe('range');
    expect(parseSigned('9223372036854775808')).toEqual({ ok: false, error: 'range' });
    expect(parseSigned('-9223372036854775808')).toEqual({ ok: true, value: -(2n ** 63n) });
  });

  it('never throws, however long the text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseUnsigned(text).ok === 'boolean'));
    expect(unsigned('9'.repeat(100_000))).toBe('range');
    expect(unsigned(`${'0'.repeat(100_000)}7`)).toBe(7n);
  });
});

it('a boolean is on or off in four spellings, lower case only', () => {
  expect(['on', 'yes', 'true', 'y'].map(parseBoolean)).toEqual([true, true, true, true]);
  expect(['off', 'no', 'false', 'n'].map(parseBoolean)).toEqual([false, false, false, false]);
  expect(['1', '0', 'ON', '', 'auto'].every((text) => parseBoolean(text) === undefined)).toBe(true);
});

it('rounding up wraps at 64 bits', () => {
  expect(alignUp64(2n ** 64n - 1n, 4096n)).toBe(0n);
  expect(alignUp64(8192n, 4096n)).toBe(8192n);
});

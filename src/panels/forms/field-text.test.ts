import { describe, expect, test } from 'vitest';
import { readField, writeField } from './field-text';

const value = (input: Parameters<typeof readField>[0], text: string, required = false): unknown => {
  const read = readField(input, text, required);
  return read.ok ? read.value : read.error;
};

describe('reading a field', () => {
  test.each(['128G', '128GiB', '128 GiB', '0x2000000000', '137438953472'])('%s is 128 GiB', (text) => {
    expect(value('size', text)).toBe(128 * 2 ** 30);
  });

  test('an address takes underscores and units', () => {
    expect(value('address', '0x30_8000_0000')).toBe(0x30_8000_0000);
    expect(value('address', '194G')).toBe(194 * 2 ** 30);
  });

  test('an empty field gives the default back, unless there is none', () => {
    expect(value('size', '  ')).toBeUndefined();
    expect(value('size', '', true)).toMatch(/A value is needed/);
    expect(value('words', '')).toEqual([]);
  });

  test('what cannot be read is said with what would work', () => {
    expect(value('size', '12x')).toMatch(/What works:/);
    expect(value('count', 'four')).toBe('“four” is no whole number. What works: digits, as in 4.');
    expect(value('cpu-ranges', '0-7, x')).toMatch(/“x” is no CPU range\. What works: 0-7, 12\./);
    expect(value('pairs', 'share')).toMatch(/“share” has no value\. What works: share=on\./);
  });

  test('pairs keep doubled commas as commas, and take any key', () => {
    expect(value('pairs', 'a=1,,2,b=x=y')).toEqual({ a: '1,2', b: 'x=y' });
    expect(Object.keys(value('pairs', '__proto__=1') as object)).toEqual(['__proto__']);
  });

  test('CPU ranges take single numbers', () => {
    expect(value('cpu-ranges', '0-7, 12')).toEqual([
      { first: 0, last: 7 },
      { first: 12, last: 12 },
    ]);
  });
});

describe('writing a field', () => {
  test.each([
    ['size', 128 * 2 ** 30, '128 GiB'],
    ['address', 0x30_8000_0000, '0x3080000000'],
    ['boolean', false, 'off'],
    ['words', ['+avx', 'x=y'], '+avx, x=y'],
    ['pairs', { a: '1,2', b: 'c' }, 'a=1,,2,b=c'],
    [
      'cpu-ranges',
      [
        { first: 0, last: 7 },
        { first: 9, last: 9 },
      ],
      '0-7, 9',
    ],
    ['count', 4, '4'],
    ['size', undefined, ''],
  ] as const)('%s %j is written %s', (input, given, text) => {
    expect(writeField(input, given)).toBe(text);
  });
});

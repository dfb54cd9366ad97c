import { expect, it } from 'vitest';
import { jsonText } from './json-text';

it('writes integers beyond 2^53 digit by digit', () => {
  expect(jsonText({ addr: 18_446_744_073_709_551_615n, size: 0 })).toBe('{"addr":18446744073709551615,"size":0}');
});

it('writes what JSON.stringify writes otherwise, and leaves out undefined members', () => {
  const value = { a: [1, 'x"\n', null, true, [], {}], b: undefined, c: { d: -1.5 } };
  expect(jsonText(value)).toBe(JSON.stringify(value));
});

it('keeps a list of scalars on one line when indented', () => {
  expect(jsonText({ e820: [['0x0', '0x1000', 1]], x: [] }, 2)).toBe(
    '{\n  "e820": [\n    ["0x0", "0x1000", 1]\n  ],\n  "x": []\n}',
  );
});

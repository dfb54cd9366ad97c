import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonObject } from './json';

const refusal = (text: string): string => {
  const value = parseJson(text);
  return value.ok ? '' : value.error;
};

describe('JSON', () => {
  it('keeps integers exact to 64 bits', () => {
    expect(parseJson('18446744073709551615')).toEqual({ ok: true, value: 2n ** 64n - 1n });
    expect(parseJson('-9223372036854775808')).toEqual({ ok: true, value: -(2n ** 63n) });
    expect(parseJson('18446744073709551616')).toEqual({ ok: true, value: { fraction: 2 ** 64 } });
    expect(parseJson('1e3')).toEqual({ ok: true, value: { fraction: 1000 } });
  });

  it('takes single quotes and escapes', () => {
    expect(parseJsonObject(`{'a': "x\\u00e9\\n"}`)).toEqual({ ok: true, value: new Map([['a', 'xé\n']]) });
  });

  it.each([
    ['{', '1:2: JSON parse error, premature end of input'],
    ['{"a" 1}', "1:6: JSON parse error, expecting ':'"],
    ['{"a":1,}', '1:8: JSON parse error, expecting key'],
    ['{"a":tru}', "1:6: JSON parse error, invalid keyword 'tru'"],
    ['{\n"a":\n  @}', "3:3: JSON parse error, stray '@'"],
    ['{"a":"x', `1:6: JSON parse error, stray '"x'`],
    ['{"a":[1 2]}', "1:9: JSON parse error, expected ',' or ']'"],
    ['{"a":1,"a":2}', '1:12: JSON parse error, duplicate key'],
    ['{"a":1 "b":2}', "1:8: JSON parse error, expected ',' or '}'"],
    ['{"a":01}', "1:6: JSON parse error, stray '01'"],
    ['{"a":-}', "1:6: JSON parse error, stray '-}'"],
    ['{"a":1.}', "1:6: JSON parse error, stray '1.}'"],
    ['{"a":1x}', "1:8: JSON parse error, expected ',' or '}'"],
    ['{"a":"\\q"}', '1:6: JSON parse error, invalid escape sequence in string'],
    ['{"a":"\\u12zz"}', '1:6: JSON parse error, \\u12zz is not a valid Unicode character'],
    ['{"a":1}x', 'Expecting at most one JSON value'],
    ['', 'Expecting a JSON value'],
  ])('%j is refused in QEMU’s words', (text, words) => {
    expect(refusal(text)).toBe(words);
  });

  it('stops at 1024 levels', () => {
    expect(refusal('['.repeat(100_000))).toBe('JSON nesting depth limit exceeded');
  });

  it('reads whatever JSON.stringify writes, and never throws', () => {
    fc.assert(fc.property(fc.json(), (text) => parseJson(text).ok || /\\u[dD][89a-fA-F]/.test(text)));
    fc.assert(fc.property(fc.string(), (text) => typeof parseJson(text).ok === 'boolean'));
  });
});

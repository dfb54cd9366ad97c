import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyval, parseKeyvalInto, type KeyvalObject, type KeyvalValue } from './keyval';
import { lastValue, parseQemuOpts } from './qemu-opts';

const plain = (value: KeyvalValue): unknown => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
};

const read = (text: string): unknown => {
  const parsed = parseKeyval(text, 'type');
  return parsed.ok ? plain(parsed.value) : parsed.error;
};

describe('-machine', () => {
  it('takes a bare first value, dotted keys and lists', () => {
    expect(read('q35,cxl=on,cxl-fmw.0.targets.0=a,cxl-fmw.0.size=1G')).toEqual({
      type: 'q35',
      cxl: 'on',
      'cxl-fmw': [{ targets: ['a'], size: '1G' }],
    });
  });

  it('takes two commas for one, except in the bare value', () => {
    expect(read('q35,x-oem-id=a,,b')).toEqual({ type: 'q35', 'x-oem-id': 'a,b' });
    expect(read('q35,,cxl=on')).toBe("Invalid parameter ''");
  });

  it.each([
    ['q35,cxl', "Expected '=' after parameter 'cxl'"],
    ['q35,1x=2', "Invalid parameter '1x'"],
    ['q35,cxl-fmw.1.size=1G', "Parameter 'cxl-fmw.0' missing"],
    ['q35,a.0=1,a.b=2', "Parameters 'a.*' used inconsistently"],
    ['q35,a=1,a.b=2', "Parameters 'a.*' used inconsistently"],
    [`q35,${'k'.repeat(128)}=1`, `Parameter '${'k'.repeat(128)}' is too long`],
  ])('%s is refused', (text, refusal) => {
    expect(read(text)).toBe(refusal);
  });

  it('adds up over several options, but cannot go on with a list', () => {
    const machine: KeyvalObject = new Map();
    expect(parseKeyvalInto(machine, 'q35,memory.size=1G,a.0=x', 'type')).toBeUndefined();
    expect(parseKeyvalInto(machine, 'pc,memory.slots=2', 'type')).toBeUndefined();
    expect(plain(machine)).toEqual({ type: 'pc', memory: { size: '1G', slots: '2' }, a: ['x'] });
    expect(parseKeyvalInto(machine, 'a.1=y', 'type')).toBe("Parameters 'a.*' used inconsistently");
  });

  it('never throws, and never makes more list elements than keys', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof read(text) !== 'undefined'));
    expect(read('a.2147483647=1')).toBe("Parameter 'a.0' missing");
    expect(read(`${'a.'.repeat(200_000)}a=1`)).toMatch(/ is too long$/);
    const many = Array.from({ length: 130_000 }, (_, index) => `a.${index}=x`).join(',');
    expect(read(many)).toMatchObject({ a: { length: 130_000 } });
  });
});

describe('-numa, -device and the like', () => {
  it('take flags, negated flags and repeated keys', () => {
    const { id, pairs } = parseQemuOpts('node,id=x,cpus=0-1,cpus=3,nofoo,bar', 'type');
    expect(id).toBe('x');
    expect(pairs.map(({ key, value }) => `${key}=${value}`)).toEqual([
      'type=node',
      'cpus=0-1',
      'cpus=3',
      'foo=off',
      'bar=on',
    ]);
    expect(lastValue(pairs, 'cpus')).toBe('3');
  });

  it('take two commas for one', () => {
    expect(parseQemuOpts('a,,b,c=d,,e', 'driver').pairs.map(({ value }) => value)).toEqual(['a,b', 'd,e']);
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string(), (text) => parseQemuOpts(text, 'type').pairs.length <= text.length + 1));
  });
});

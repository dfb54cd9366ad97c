import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDR_LIMIT, addr, advance, alignDown, alignUp, GiB, PiB } from './addr';

const anyAddress = fc.maxSafeNat().map((n) => n % ADDR_LIMIT);
const anyAlignment = fc.nat(40).map((power) => 2 ** power);

describe('addr', () => {
  it('takes every address up to the exclusive end of the widest space', () => {
    expect(addr(0)).toBe(0);
    expect(addr(ADDR_LIMIT)).toBe(4 * PiB);
  });

  it.each([-1, 0.5, ADDR_LIMIT + 1, Number.NaN, Number.POSITIVE_INFINITY])('throws on %d', (value) => {
    expect(() => addr(value)).toThrow(RangeError);
  });

  it('throws where a sum leaves the widest space', () => {
    expect(() => advance(addr(ADDR_LIMIT), 1)).toThrow(RangeError);
    expect(advance(addr(GiB), GiB)).toBe(2 * GiB);
  });
});

describe('alignment', () => {
  it('keeps what is aligned and otherwise moves by less than one step', () => {
    fc.assert(
      fc.property(anyAddress, anyAlignment, (at, to) => {
        const up = alignUp(addr(at), to);
        const down = alignDown(addr(at), to);
        expect(up % to).toBe(0);
        expect(down % to).toBe(0);
        expect(up - at).toBeLessThan(to);
        expect(at - down).toBeLessThan(to);
        expect(up - down).toBe(at % to === 0 ? 0 : to);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { addr } from '../core/base/addr';
import { Marks } from './marks.svelte';

describe('marks', () => {
  it('have one that moves and as many as are kept, rising', () => {
    const marks = new Marks();
    marks.put(addr(0x3000));
    marks.put(addr(0x2000));
    expect(marks.all).toEqual([0x2000]);
    marks.keep(addr(0x2000));
    marks.put(addr(0x1000));
    expect(marks.all).toEqual([0x1000, 0x2000]);
    expect(marks.moving).toBe(0x1000);
  });

  it('are taken away by keeping the same address again, or all at once', () => {
    const marks = new Marks();
    marks.keep(addr(0x2000));
    marks.keep(addr(0x2000));
    expect(marks.all).toEqual([]);
    marks.keep(addr(0x2000));
    marks.put(addr(0x4000));
    marks.clear();
    expect(marks.all).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { keepEqual } from './keep-equal';

const plan = (size: number) => ({
  rows: [
    { start: 0, why: { rule: 'a', steps: ['one'] } },
    { start: size, why: { rule: 'b', steps: ['two'] } },
  ],
  bytes: new Uint8Array([1, 2, 3]),
  limit: 64,
});

describe('keeping what is equal', () => {
  it('gives the old object when nothing differs', () => {
    const before = plan(1);
    expect(keepEqual(before, plan(1))).toBe(before);
  });

  it('gives the new value with the old parts where one differs', () => {
    const before = plan(1);
    const after = keepEqual(before, plan(2));
    expect(after).toEqual(plan(2));
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows[1]?.why).toBe(before.rows[1]?.why);
    expect(after.bytes).toBe(before.bytes);
    expect(before).toEqual(plan(1));
  });

  it('gives the new object itself where it has the old parts already', () => {
    const before = plan(1);
    const [first, second] = before.rows;
    const after = { ...before, rows: [first, { ...second, start: 2 }] };
    expect(keepEqual(before, after)).toBe(after);
  });

  it.each([
    [[1, 2], [1]],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ b: undefined }, { c: undefined }],
    [{ 0: 1 }, [1]],
    [[1], { 0: 1 }],
    [new Uint8Array([1]), new Uint8Array([2])],
    [new Uint8Array([1, 2]), new Uint8Array([1])],
    [undefined, { a: 1 }],
    [{ a: 1 }, undefined],
    [null, []],
    [0, -0],
  ])('tells %o from %o', (before, after) => {
    expect(keepEqual(before, after)).toStrictEqual(after);
  });

  it('takes a plan of any kind as it is when there was none before', () => {
    const first = plan(1);
    expect(keepEqual(undefined, first)).toBe(first);
  });
});

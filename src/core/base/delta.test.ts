import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, deltaOf, isMadeFrom } from './delta';

const plan = (size: number) => ({
  rows: [
    { start: 0, why: { rule: 'a', steps: ['one'] } },
    { start: size, why: { rule: 'b', steps: ['two'] } },
  ],
  bytes: new Uint8Array([1, 2, 3]),
  limit: 64,
});

/** As it arrives on another thread. */
const sent = (before: unknown, after: unknown): unknown => structuredClone(deltaOf(before, after));
const arrived = (before: unknown, after: unknown): unknown => applyDelta(before, sent(before, after) as unknown[]);

const key = fc.constantFrom('a', 'b', 'c', '0', '1');
const leaf = fc.oneof(
  fc.constantFrom(0, -0, 1, 'x', 'y', true, null, undefined),
  fc.constantFrom([1], [2], [1, 2]).map((bytes) => new Uint8Array(bytes)),
);
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('the difference of two values', () => {
  it('makes the one of the other, whatever they are, and the next of what came of that', () => {
    fc.assert(
      fc.property(anything, anything, anything, (first, second, third) => {
        const after = arrived(first, second);
        expect(after).toStrictEqual(second);
        expect(applyDelta(after, deltaOf(second, third))).toStrictEqual(third);
      }),
      { numRuns: 1000 },
    );
  });

  it('is nothing where they say the same, and what it made of them is the same object', () => {
    const before = plan(1);
    expect(deltaOf(before, plan(1))).toEqual([]);
    expect(arrived(before, plan(1))).toBe(before);
  });

  it('leaves what did not change the same object', () => {
    const before = plan(1);
    const after = arrived(before, plan(2)) as ReturnType<typeof plan>;
    expect(after).toEqual(plan(2));
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows[1]?.why).toBe(before.rows[1]?.why);
    expect(after.bytes).toBe(before.bytes);
    expect(before).toEqual(plan(1));
    expect(isMadeFrom(after, before)).toBe(true);
    expect(isMadeFrom(after, plan(1))).toBe(false);
  });

  it('says once what stands in two places', () => {
    const shared = (size: number) => {
      const { rows } = plan(size);
      return { first: rows, second: rows };
    };
    const after = arrived(shared(1), shared(2)) as ReturnType<typeof shared>;
    expect(after).toEqual(shared(2));
    expect(after.second).toBe(after.first);
    expect(deltaOf(shared(1), shared(2)).length).toBeLessThan(2 * deltaOf(plan(1), plan(2)).length);
  });

  it('takes a field of any name for a field', () => {
    const odd = (value: number): unknown => JSON.parse(`{"a": {"__proto__": {"b": ${value}}}}`);
    expect(JSON.stringify(arrived(odd(1), odd(2)))).toBe(JSON.stringify(odd(2)));
  });

  it('gives a first value whole', () => {
    expect(arrived(undefined, plan(1))).toEqual(plan(1));
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayeredMap } from './layered-map';

const key = fc.integer({ min: 0, max: 8 });
const change = fc.oneof(
  fc.record({ set: key, value: fc.integer() }),
  fc.record({ delete: key }),
  fc.record({ copy: fc.boolean() }),
);

test('what is set, taken out and copied is what maps that are copied whole have', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const kept: [LayeredMap<number, number>, Map<number, number>][] = [[new LayeredMap([[1, 1]]), new Map([[1, 1]])]];
      let at = 0;
      for (const each of changes) {
        const [layered, whole] = kept[at] ?? [new LayeredMap<number, number>(), new Map<number, number>()];
        if ('set' in each) {
          layered.set(each.set, each.value);
          whole.set(each.set, each.value);
        } else if ('delete' in each) {
          expect(layered.delete(each.delete)).toBe(whole.delete(each.delete));
        } else {
          kept.push([layered.copy(), new Map(whole)]);
          at = each.copy ? kept.length - 1 : at;
        }
      }
      for (const [layered, whole] of kept) {
        for (let each = 0; each <= 8; each += 1) {
          expect([layered.get(each), layered.has(each)]).toEqual([whole.get(each), whole.has(each)]);
        }
      }
    }),
  );
});

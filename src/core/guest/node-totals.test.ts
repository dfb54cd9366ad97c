import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlacedRun } from './blocks';
import { NodeTotals } from './node-totals';

const place = fc.constantFrom('Normal' as const, 'Movable' as const, 'offline' as const);
/** Each owner has sixteen blocks of its own. */
const change = fc.record({
  owner: fc.nat(5),
  runs: fc.uniqueArray(fc.record({ at: fc.nat(3), place }), { selector: ({ at }) => at, maxLength: 4 }),
});

const runsOf = ({ owner, runs }: { owner: number; runs: readonly { at: number; place: PlacedRun['place'] }[] }) =>
  runs
    .map(({ at, place: where }): PlacedRun => ({
      first: 16 * owner + 4 * at,
      end: 16 * owner + 4 * at + 4,
      place: where,
    }))
    .sort((a, b) => a.first - b.first);

test('what is kept up to date is what one finds by looking at all', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const atBoot = new Map([[0, { first: 2, end: 5 }]]);
      const totals = new NodeTotals(atBoot);
      const all = new Map<number, readonly PlacedRun[]>();
      for (const each of changes) {
        const runs = runsOf(each);
        totals.change(0, all.get(each.owner) ?? [], runs);
        all.set(each.owner, runs);
        const fresh = new NodeTotals(atBoot);
        for (const one of all.values()) fresh.change(0, [], one);
        expect(totals.spans(0, () => all.values())).toEqual(fresh.spans(0, () => all.values()));
        expect([totals.normal, totals.hasOnline(0)]).toEqual([fresh.normal, fresh.hasOnline(0)]);
        expect(totals.copy().spans(0, () => [])).toEqual(totals.spans(0, () => all.values()));
      }
    }),
  );
});

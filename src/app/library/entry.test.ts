import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { properName, readEntry, titleOf, VERSIONS_KEPT, withVersion, type Entry, type Version } from './entry';

const version = (number: number, over: Partial<Version> = {}): Version => ({
  ...{ number, at: number, kind: 'saved', title: 'Build host', bytes: 1 },
  ...over,
});
const entry = (versions: readonly Version[]): Entry => ({ id: 'a', created: 1, versions });
const numbers = ({ versions }: Entry): readonly number[] => versions.map((each) => each.number);

describe('an entry of the library', () => {
  it('makes room for a version: what was kept unasked goes first, the oldest first', () => {
    const full = entry(
      Array.from({ length: VERSIONS_KEPT }, (_, index) => version(index + 1, index % 2 === 1 ? { kind: 'kept' } : {})),
    );
    const grown = withVersion(full, version(VERSIONS_KEPT + 1));
    expect(grown.thinned).toEqual([2]);
    expect(grown.entry.versions).toHaveLength(VERSIONS_KEPT);
  });

  it('keeps every version that has a name, and the newest', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ named: fc.boolean(), kept: fc.boolean() }), { maxLength: 150 }), (made) => {
        let current = entry([version(1)]);
        made.forEach(({ named, kept }, index) => {
          const name = named ? { name: `v${index}` } : {};
          current = withVersion(current, version(index + 2, { kind: kept ? 'kept' : 'saved', ...name })).entry;
        });
        const named = made.flatMap((each, index) => (each.named ? [index + 2] : []));
        expect(numbers(current)).toEqual(expect.arrayContaining(named));
        expect(numbers(current).at(-1)).toBe(made.length + 1);
        expect(current.versions.length).toBeLessThanOrEqual(Math.max(VERSIONS_KEPT, named.length + 1));
      }),
      { numRuns: 100 },
    );
  });

  it('is read with what a newer version of physmap has added, and not read when it is none', () => {
    const stored = { ...entry([version(1)]), colour: 'red' };
    expect(readEntry(stored)).toEqual(stored);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => readEntry(value) === undefined),
      { numRuns: 200 },
    );
  });

  it('is called as somebody called it, else as the newest version is titled', () => {
    expect(titleOf(entry([version(1, { title: 'old' }), version(2, { title: 'new' })]))).toBe('new');
    expect(titleOf({ ...entry([version(1)]), name: 'mine' })).toBe('mine');
    expect(titleOf(entry([version(1, { title: '' })]))).toBe('Untitled layout');
    expect(properName('  two\n lines ')).toBe('two lines');
    expect(properName(' ')).toBeUndefined();
  });
});

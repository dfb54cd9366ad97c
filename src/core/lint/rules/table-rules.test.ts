import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { range } from '../../base/range';
import { importText } from '../../codecs/importers';
import { hostPresets } from '../../document/hosts/index';
import { layout } from '../../document/layout-builder';
import { samples } from '../../document/samples/index';
import type { HostRange, LayoutDocument } from '../../document/schema';
import { commitEdits } from '../../document/validate';
import { computePlan } from '../../plan/compute';
import type { E820Entry } from '../../plan/plan';
import type { Diagnostic } from '../diagnostic';
import type { LintContext } from '../rule';
import { lintRules } from './index';
import { clashesOf } from './table-sweep';

const GiB = 2 ** 30;
const SOFT = 0xefff_ffff;
const on = (ranges: readonly HostRange[]): LayoutDocument => ({
  ...layout().build(),
  host: { ranges: [...ranges], nodes: [], resources: [], dax: [] },
});
const ofTables = (document: LayoutDocument): readonly Diagnostic[] =>
  computePlan(document, 0).diagnostics.filter(({ code }) => code.startsWith('table/'));

describe('tables of real machines give no finding', () => {
  const folder = join(import.meta.dirname, '../../../fixtures/host-texts');
  const texts = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

  test.each(texts)('%s', (_name, text) => {
    const read = importText(text);
    if (read.ok) expect(ofTables(read.value.document)).toEqual([]);
  });

  test.each(samples.all)('$id, but for the one that it is there to show', ({ document, shows }) => {
    expect(ofTables(document).map(({ code }) => code)).toEqual(shows === undefined ? [] : [shows]);
  });

  test.each(hostPresets.all.map(({ id, host }) => [id, host] as const))('%s', (_id, host) => {
    expect(ofTables({ ...layout().build(), host })).toEqual([]);
  });
});

describe('the story of the table that lies', () => {
  const story = on([
    { start: 4 * GiB, size: 14 * GiB, type: 1, title: 'boot', node: 0 },
    { start: 10 * GiB, size: 8 * GiB, type: SOFT, node: 1 },
  ]);
  const [overlap, ...others] = ofTables(story);

  test('has one error in four parts, on bytes of the host', () => {
    expect(others).toEqual([]);
    expect(overlap).toMatchObject({
      code: 'table/overlap',
      severity: 'error',
      what: 'Both entries claim 0x280000000-0x47fffffff (8 GiB) with different types.',
      where: 'Host E820, entries 1 and 2: 0x100000000-0x47fffffff usable and 0x280000000-0x47fffffff soft reserved.',
      works: 'Split: 0x100000000-0x27fffffff usable and 0x280000000-0x47fffffff soft reserved, 40 bytes for these two.',
      path: 'host.ranges.1',
      range: range(10 * GiB, 18 * GiB),
    });
  });

  test('is mended by Split, which keeps names and nodes', () => {
    const committed = commitEdits(story, overlap?.fixes?.[0]?.edits ?? []);
    expect(committed.ok && committed.value.host.ranges).toEqual([
      { start: 4 * GiB, size: 6 * GiB, type: 1, title: 'boot', node: 0 },
      { start: 10 * GiB, size: 8 * GiB, type: SOFT, node: 1 },
    ]);
  });

  test('of a range within another one three entries come', () => {
    const within = on([
      { start: 0, size: 4 * GiB, type: 1, node: 0 },
      { start: GiB, size: GiB, type: 2 },
    ]);
    const [found] = ofTables(within);
    expect(found?.works).toContain('60 bytes for these three');
    const committed = commitEdits(within, found?.fixes?.[0]?.edits ?? []);
    expect(committed.ok && committed.value.host.ranges).toEqual([
      { start: 0, size: GiB, type: 1, node: 0 },
      { start: 2 * GiB, size: 2 * GiB, type: 1, node: 0 },
      { start: GiB, size: GiB, type: 2 },
    ]);
  });
});

const why = { rule: 'test', steps: [] };
const entry = (start: number, end: number, type: number): E820Entry => ({
  ...{ range: range(start, end), type, cause: 'ram', why },
  owner: 'memory.size',
});

/** What rules find when QEMU and firmware write these tables. */
function ofGuest(...tables: readonly (readonly E820Entry[])[]): readonly Diagnostic[] {
  const document = layout().build();
  const plan = computePlan(document, 0);
  const snapshots = tables.map((e820, index) => ({ ...plan.snapshots[index], e820 }));
  const context = { document, boot: plan.boot, plan: { ...plan, snapshots } } as unknown as LintContext;
  const rules = lintRules.all.filter(({ id }) => id.startsWith('table/'));
  return rules.flatMap((rule) => rule.check(context));
}

describe('a table of the guest', () => {
  const lying = [entry(0, 2 * GiB, 1), entry(GiB, 2 * GiB, SOFT), entry(4 * GiB, 5 * GiB, 1)];

  test('is judged by the same rules, without a fix, on bytes of the guest', () => {
    const [found, ...more] = ofGuest(lying);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      code: 'table/overlap',
      where: 'etc/e820, entries 1 and 2: 0x0-0x7fffffff usable and 0x40000000-0x7fffffff soft reserved.',
      path: 'memory.size',
      range: range(GiB, 2 * GiB),
    });
    expect(found?.fixes).toBeUndefined();
  });

  test('is told once of what firmware only hands on', () => {
    expect(ofGuest(lying, lying)).toHaveLength(1);
    expect(ofGuest(lying, [...lying, entry(4 * GiB, 5 * GiB, 2)])).toHaveLength(2);
  });
});

const anyEntry = fc.record({ start: fc.nat(40), size: fc.nat(12), type: fc.constantFrom(1, 2, 3) });

test('every byte that two different entries claim is in a clash, and no other byte', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 10 }), (entries) => {
      const seen = new Set<string>();
      const listed = entries
        .map((each, index) => ({ ...each, place: index + 1 }))
        .filter(({ start, size, type }) => {
          const numbers = `${start} ${size} ${type}`;
          return !seen.has(numbers) && seen.add(numbers);
        });
      const { ofTypes, ofOneType } = clashesOf(listed);
      for (let at = 0; at < 60; at += 1) {
        const here = listed.filter(({ start, size }) => start <= at && at < start + size);
        const isIn = (clashes: typeof ofTypes): boolean => clashes.some(({ start, end }) => start <= at && at < end);
        const types = new Set(here.map(({ type }) => type));
        expect(isIn(ofTypes)).toBe(types.size > 1);
        if (types.size <= 1) expect(isIn(ofOneType)).toBe(here.length > 1);
      }
    }),
    { numRuns: 500 },
  );
});

test('as many entries as a layout can have, all at one place, take no time', () => {
  const nested = Array.from({ length: 4096 }, (_, index) => ({
    ...{ start: index, size: 2 ** 40 - 2 * index, type: index % 2 === 0 ? 1 : index, place: index + 1 },
  }));
  const start = process.cpuUsage();
  expect(clashesOf(nested).ofTypes).toHaveLength(50);
  expect(clashesOf(nested.map((each) => ({ ...each, type: 1 }))).ofOneType).toHaveLength(50);
  expect(process.cpuUsage(start).user).toBeLessThan(0.2e6);
});

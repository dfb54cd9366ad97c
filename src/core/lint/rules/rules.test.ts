import { describe, expect, test } from 'vitest';
import type { LayoutDocument } from '../../document/schema';
import { commitEdits } from '../../document/validate';
import { fourApu } from '../../document/samples/four-apu';
import { planOverTime } from '../../timeline/plan';
import type { Plan } from '../../plan/plan';
import type { Diagnostic } from '../diagnostic';
import { ruleExamples } from './examples';
import { lintRules } from './index';

const findings = (plan: Plan, rule: string): readonly Diagnostic[] =>
  plan.diagnostics.filter(({ code }) => code === rule || code.startsWith(`${rule}/`));
const errors = (plan: Plan): number => plan.diagnostics.filter(({ severity }) => severity === 'error').length;
const warningsOfQemu = (plan: Plan): readonly string[] => plan.verdict.warnings;

function fixed(document: LayoutDocument, fix: NonNullable<Diagnostic['fixes']>[number]): LayoutDocument {
  const committed = commitEdits(document, fix.edits);
  if (!committed.ok) throw new Error(`${fix.title}: ${JSON.stringify(committed.error)}`);
  return committed.value;
}

test('every rule has examples of both kinds', () => {
  expect(ruleExamples.map(({ rule }) => rule).sort()).toEqual(lintRules.all.map(({ id }) => id).sort());
  for (const { found, fine } of ruleExamples) {
    expect(Object.keys(found)).not.toEqual([]);
    expect(Object.keys(fine)).not.toEqual([]);
  }
});

describe.each(ruleExamples)('$rule', ({ rule, found, fine, withoutFix = [] }) => {
  test.each(Object.entries(fine))('finds nothing: %s', (_title, document) => {
    expect(findings(planOverTime(document, 0).plan, rule)).toEqual([]);
  });

  test.each(Object.entries(found))('finds: %s', (title, document) => {
    const plan = planOverTime(document, 0).plan;
    const [first] = findings(plan, rule);
    for (const part of [first?.what, first?.where, first?.why, first?.works]) {
      expect(part).toMatch(/^[\p{L}\d].*[.!?]$/u);
      expect(part).not.toMatch(/undefined|NaN|\[object/);
    }
    expect((first?.fixes ?? []).length > 0).toBe(!withoutFix.includes(title));
    for (const fix of first?.fixes ?? []) {
      const after = planOverTime(fixed(document, fix), 0).plan;
      const same = findings(after, rule).filter(({ what }) => what === first?.what);
      expect(same, fix.title).toEqual([]);
      expect(after.verdict.starts, `${fix.title}: ${after.verdict.error ?? ''}`).toBe(plan.verdict.starts);
      expect(errors(after), fix.title).toBeLessThanOrEqual(errors(plan));
      // What a patch warned of, a QEMU without the patch does not.
      const isOtherQemu = fix.edits.some(({ path }) => path === 'dialect');
      expect(warningsOfQemu(after), fix.title).toEqual(isOtherQemu ? [] : warningsOfQemu(plan));
    }
  });
});

describe('four neighbouring SPM devices under OVMF', () => {
  const plan = planOverTime(fourApu.document, 0).plan;
  const [merged] = findings(plan, 'linux/spm-merged');

  test('have one finding, with two remedies', () => {
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['linux/spm-merged', 'qemu/spm-not-migrated']);
    expect(merged).toMatchObject({
      severity: 'warning',
      what: 'Linux will put sp2, sp3 and sp4 on node 1, not on nodes 2, 3 and 4.',
      path: 'devices.1',
    });
    expect(merged?.why).toBe(
      'sp1, sp2, sp3 and sp4 touch, OVMF joins them, and without an HMAT the kernel makes one dax0.0 of what is one entry, on the node of its first byte.',
    );
    expect(merged?.fixes?.map(({ title }) => title)).toEqual(['Add an HMAT', 'Leave 1 GiB between them']);
  });

  test.each(merged?.fixes ?? [])('have a dax device on each node once they $title', (fix) => {
    const after = planOverTime(fixed(fourApu.document, fix), 0).plan;
    expect(after.verdict).toMatchObject({ starts: true, warnings: [] });
    expect(after.linux?.dax.map(({ parts }) => parts.map(({ node }) => node))).toEqual([[1], [2], [3], [4]]);
    expect(after.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('keep maxmem where slots leave room for the gaps', () => {
    const gap = merged?.fixes?.[1];
    expect(gap?.edits).toEqual([
      { op: 'set', path: 'devices.1.addr', value: 0x30_c000_0000 },
      { op: 'set', path: 'devices.2.addr', value: 0x51_0000_0000 },
      { op: 'set', path: 'devices.3.addr', value: 0x71_4000_0000 },
    ]);
  });
});

test('a CXL window between 2 GiB blocks loses what the stories say', () => {
  const example = ruleExamples.find(({ rule }) => rule === 'host/stranded')?.found['a CXL window between blocks'];
  const [stranded] = example === undefined ? [] : findings(planOverTime(example, 0).plan, 'host/stranded');
  expect(stranded).toMatchObject({
    what: '768 MiB in front and 1,792 MiB behind cannot be given to the host’s kernel: 240 of 242.5 GiB of CXL Window 0 can.',
    where: 'Host 0xc050000000-0xfcefffffff (242.5 GiB): 120 blocks of 2 GiB, 1.03 % lost.',
    works: 'Blocks of 256 MiB: then nothing is lost.',
  });
});

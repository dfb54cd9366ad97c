import { describe, expect, test } from 'vitest';
import { GiB } from '../../base/addr';
import { layout } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import { samples } from '../../document/samples/index';
import { overlapV1 } from '../../document/samples/overlap-v1';
import { commitEdits } from '../../document/validate';
import { computePlan } from '../../plan/compute';
import type { Diagnostic } from '../diagnostic';

const found = (document: LayoutDocument, code: string): Diagnostic | undefined =>
  computePlan(document, 0).diagnostics.find((each) => each.code === code);

describe('the move to 1 TiB', () => {
  const guest = (maxmem: string, slots = 0): LayoutDocument =>
    layout().cpu('EPYC', { physBits: 48 }).ram('64G', { slots, maxmem }).build();

  test('names maxmem, and the largest that avoids it: 978 GiB less 1 GiB a slot', () => {
    expect(found(guest('978G'), 'machine/moved-to-1-tib')).toBeUndefined();
    const moved = found(guest('979G'), 'machine/moved-to-1-tib');
    expect(moved?.what).toBe('RAM above 4 GiB and all behind it move to 1 TiB because of maxmem, 979 GiB.');
    expect(moved?.works).toContain('Maxmem of 978 GiB');
    expect(moved?.fixes?.[0]?.edits).toEqual([{ op: 'set', path: 'memory.maxmem', value: 978 * GiB }]);
    const slotted = found(guest('979G', 4), 'machine/moved-to-1-tib');
    expect(slotted?.fixes?.map(({ title }) => title)).toContain('Set maxmem to 974 GiB');
    expect(found(guest('976G', 3), 'machine/moved-to-1-tib')?.fixes?.map(({ title }) => title)).toContain(
      'Set slots to 2',
    );
  });

  test('names the hole, not the RAM size', () => {
    const document = layout()
      .machine({ pciHole64Size: 8 * 2 ** 40 })
      .cpu('EPYC', { physBits: 48 })
      .ram('4G')
      .build();
    expect(found(document, 'machine/moved-to-1-tib')?.what).toContain('because of the 64-bit PCI hole, 8 TiB');
  });
});

test('a hole of 1 PiB needs 51 bits, past 48-bit paging', () => {
  const document = layout()
    .machine({ pciHole64Size: 2 ** 50 })
    .cpu('Skylake-Server', { physBits: 52 })
    .ram('4G')
    .build();
  expect(found(document, 'machine/beyond-48-bits')?.what).toBe('The layout needs 51 address bits: past 48-bit paging.');
});

test('the hosts of a fleet: which can, which cannot, by how much, and the largest hole for all', () => {
  const document: LayoutDocument = {
    ...layout()
      .machine({ pciHole64Size: 8 * 2 ** 40 })
      .cpu('Skylake-Server', { physBits: 44 })
      .ram('4G')
      .build(),
    fleet: [{ physBits: 39 }, { physBits: 46, title: 'a7' }, { physBits: 48 }],
  };
  expect(found(document, 'fleet/too-narrow')).toMatchObject({
    what: '1 of 3 hosts cannot run this guest: it needs 44 address bits.',
    where: 'Cannot: 39 bits, 5 too few. Can: 46 bits (a7) and 48 bits.',
    fixes: [{ edits: [{ op: 'set', path: 'machine.pciHole64Size', value: 506 * GiB }] }],
  });
});

describe('the layouts to start from', () => {
  test.each(samples.all.map(({ title, document, shows }) => [title, document, shows] as const))(
    '%s has no error at boot, or shows one on purpose',
    (_, document, shows) => {
      const errors = computePlan(document, 0).diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code }) => code)).toEqual(shows === undefined ? [] : [shows]);
    },
  );

  test('memory without CPUs is nothing to nag about', () => {
    const codes = samples.all.flatMap(({ document }) => computePlan(document, 0).diagnostics.map(({ code }) => code));
    expect(codes.filter((code) => code.startsWith('numa/'))).toEqual([]);
  });
});

describe('the first posted spm=on', () => {
  const overlap = found(overlapV1.document, 'table/overlap');

  test('names both entries, and how to mend it', () => {
    expect(overlap).toMatchObject({
      what: 'Both entries claim 0x280000000-0x47fffffff (8 GiB) with different types.',
      fixes: [{ title: 'Carve it out, as version 2 does' }, { title: 'Make it an sp-mem device' }],
    });
  });

  test.each([
    ['Carve it out, as version 2 does', ['0x100000000 1', '0x280000000 4026531839']],
    ['Make it an sp-mem device', ['0x100000000 1', '0x280000000 4026531839']],
  ])('%s', (title, high) => {
    const fix = overlap?.fixes?.find((each) => each.title === title);
    const after = commitEdits(overlapV1.document, fix?.edits ?? []);
    if (!after.ok) throw new Error('not a layout');
    const plan = computePlan(after.value, 0);
    expect(plan.verdict.starts).toBe(true);
    const rows = plan.snapshots[0]?.e820?.map(({ range, type }) => `0x${range.start.toString(16)} ${type}`);
    expect(rows?.slice(2)).toEqual(high);
  });

  test('changes nothing under SeaBIOS, and nobody knows what OVMF makes of it', () => {
    expect(found(overlapV1.document, 'firmware/spm-lost')?.what).toBe(
      'With SeaBIOS 1.17.0, the RAM of node 1 is ordinary RAM.',
    );
    const underOvmf = { ...overlapV1.document, boot: { firmware: 'ovmf', kernel: '7.2' } };
    expect(computePlan(underOvmf, 0).snapshots[1]?.sure).toBe('unknown');
  });
});

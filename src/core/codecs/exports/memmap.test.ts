import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SOFT_RESERVED } from '../../base/e820';
import { layout } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import { memmapParameters, softReservedRanges, withoutSpm } from './memmap';
import { planOf, twoStacks, written } from './layouts-for-tests';

const PARAMETERS = 'memmap=128G%0x1080000000+0xefffffff memmap=128G%0x3080000000+0xefffffff';

/** What the kernel has as soft reserved in the end, pieces that touch as one. */
function softReservedInLinux(document: LayoutDocument): readonly string[] {
  const { linux } = planOf(document);
  const pieces = (linux?.final ?? []).filter(({ type }) => type === SOFT_RESERVED).map(({ range }) => range);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of pieces.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && last.end === start) last.end = end;
    else joined.push({ start, end });
  }
  return joined.map(({ start, end }) => `${start.toString(16)}-${end.toString(16)}`);
}

const booted = (document: LayoutDocument, append: string, firmware: string): LayoutDocument => ({
  ...document,
  boot: { firmware, kernel: '7.2', append },
});

describe('kernel parameters', () => {
  test('are one for each soft-reserved range', () => {
    expect(memmapParameters(softReservedRanges(planOf(twoStacks)))).toBe(PARAMETERS);
    expect(written('memmap', twoStacks).split('\n')[2]).toBe(PARAMETERS);
  });

  test('mend a firmware that does not name the memory', () => {
    expect(softReservedInLinux(booted(twoStacks, '', 'seabios'))).toEqual([]);
    expect(softReservedInLinux(booted(twoStacks, PARAMETERS, 'seabios'))).toEqual(['1080000000-5080000000']);
  });

  test('make soft reserved what a QEMU without such devices has as boot memory', () => {
    const other = withoutSpm(twoStacks);
    if (!other.ok) throw new Error(other.error);
    expect(memmapParameters(other.value.ranges)).toBe(PARAMETERS);
    for (const firmware of ['seabios', 'ovmf']) {
      expect(softReservedInLinux(booted(other.value.document, '', firmware))).toEqual([]);
      expect(softReservedInLinux(booted(other.value.document, PARAMETERS, firmware))).toEqual([
        '1080000000-5080000000',
      ]);
    }
    expect(written('memmap', twoStacks)).toContain('boot memory of the nodes there, at the same addresses.');
  });

  test('hold for the machine that they stand with, wherever its memory comes to lie', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
        (ram, stacks) => {
          let built = layout()
            .cpu('Skylake-Server', { physBits: 46 })
            .ram(`${ram}G`, { maxmem: '64G' })
            .node(`${ram}G`);
          stacks.forEach(() => (built = built.node()));
          stacks.forEach((size, index) => (built = built.specificPurpose(`${size}G`, { node: index + 1 })));
          const other = withoutSpm(built.build());
          if (!other.ok) throw new Error(other.error);
          const { document, ranges } = other.value;
          const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
          expect(total).toBe(stacks.reduce((sum, size) => sum + size, 0) * 2 ** 30);
          const seen = softReservedInLinux(booted(document, memmapParameters(ranges), 'seabios'));
          const last = ranges.at(-1);
          expect(seen.at(-1)?.endsWith(last?.end.toString(16) ?? '')).toBe(true);
          expect(softReservedInLinux(booted(document, '', 'seabios'))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('say why there is no machine without such devices, and why there is nothing to imitate', () => {
    const shared = layout().ram('4G', { maxmem: '16G' }).node('4G').specificPurpose('1G', { node: 0 }).build();
    expect(written('memmap', shared)).toContain('#   node 0 has memory of another backend already.');
    expect(written('memmap', layout().ram('4G').build())).toBe(
      'There is nothing to imitate: no memory of this layout is soft reserved.',
    );
  });
});

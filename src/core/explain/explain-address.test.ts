import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ADDR_LIMIT, GiB, MiB } from '../base/addr';
import { contains } from '../base/range';
import { arbitraryDocument } from '../document/arbitrary';
import { layout } from '../document/layout-builder';
import { samples } from '../document/samples/index';
import { fourApu } from '../document/samples/four-apu';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { bordersOf } from './borders';
import { explainAddress } from './explain-address';
import type { Border } from './explanation';
import { pieceAt, worldOf } from './world';

const sum = ({ terms }: Border): number => terms.reduce((all, { value }) => all + value, 0);

/** Every address at which something begins or ends, and the ones beside it. */
function addressesOf(document: LayoutDocument): readonly number[] {
  const { partition } = worldOf(document);
  const edges = partition.regions.flatMap(({ range }) => [range.start - 1, range.start, range.end - 1]);
  return [...edges, 0xa_0000, 0xc_0000, 0xfec0_0000, 0xffff_fff0, partition.limit, ADDR_LIMIT - 1].filter(
    (at) => at >= 0 && at < ADDR_LIMIT,
  );
}

function expectSums(document: LayoutDocument, address: number): void {
  const world = worldOf(document);
  const piece = pieceAt(world, address);
  expect(contains(piece.range, address)).toBe(true);
  const borders = bordersOf(world, piece);
  expect(borders.map(({ at }) => at)).toEqual([piece.range.start, piece.range.end]);
  for (const border of borders) {
    expect(sum(border), border.name).toBe(border.at);
    expect(border.terms.length).toBeGreaterThan(0);
  }
}

test('the terms of each border add up to it, for any layout and address', () => {
  fc.assert(
    fc.property(arbitraryDocument, fc.array(fc.nat({ max: 2 ** 31 }), { maxLength: 3 }), (document, picks) => {
      const addresses = addressesOf(document);
      for (const pick of picks) expectSums(document, addresses[pick % addresses.length] ?? 0);
      for (const pick of picks) expectSums(document, Math.min(pick * 2 ** 21, ADDR_LIMIT - 1));
    }),
    { numRuns: 150 },
  );
});

const LAYOUTS: Readonly<Record<string, LayoutDocument>> = {
  ...Object.fromEntries(samples.all.map(({ id, document }) => [id, document])),
  'a pc with nodes': layout().machine({ type: 'pc' }).ram('6G').node('2G').node('4G').build(),
};

describe.each(Object.entries(LAYOUTS))('%s', (_title, document) => {
  test('has a sum of its own settings for every border', () => {
    for (const address of addressesOf(document)) {
      expectSums(document, address);
      const world = worldOf(document);
      const piece = pieceAt(world, address);
      if (piece.why.rule.startsWith('pc/') || piece.range.end > 2 ** 51) continue;
      for (const { terms, name } of bordersOf(world, piece)) {
        if (terms[0]?.label === 'always at this address')
          expect(name).toMatch(/32-bit PCI hole|chipset space|RAM|space below/);
      }
    }
  });
});

const at = (address: number) => explainAddress(fourApu.document, address);
const written = ({ terms }: Border) => terms.map(({ label, value }) => `${value / GiB} ${label}`);

describe('in a guest with four SPM devices', () => {
  test('the first device starts where RAM ends, each next one behind the one before', () => {
    const { borders, name, rule, cite } = at(0x30_8000_0000);
    expect({ name, rule }).toEqual({ name: 'sp2', rule: 'device/first-fit' });
    expect(cite?.place).toBe('hw/mem/memory-device.c, memory_device_get_free_addr');
    expect(borders.map(({ at: address }) => address)).toEqual([0x30_8000_0000, 0x50_8000_0000]);
    expect(written(borders[0])).toEqual(['4 low area', '62 RAM above 4 GiB', '0 up to a multiple of 1 GiB', '128 sp1']);
    expect(borders[0].terms.map(({ path }) => path)).toEqual(['machine.type', 'memory.size', undefined, 'devices.0']);
  });

  test('the window ends with the room that slots add, and says so', () => {
    const { borders, steps, otherwise } = at(0x90_8000_0000);
    expect(written(borders[1]).slice(3)).toEqual(['512 maxmem beyond RAM', '4 4 slots of 1 GiB']);
    expect(steps.at(-1)?.text).toContain('only because of slots');
    expect(otherwise.map(({ text }) => text)).toContain('With slots=0 this would be the 64-bit PCI hole.');
  });

  test('what else an address could be is what it is once the change is carried out', () => {
    for (const address of [0x10_8000_0000, 0x90_8000_0000, 0x91_8000_0000, 0x9a_0000_0000, 0xfd_0000_0000]) {
      const { otherwise, name } = at(address);
      expect(otherwise.length).toBeGreaterThan(0);
      expect(otherwise.length).toBeLessThanOrEqual(3);
      for (const { text, edits = [] } of otherwise) {
        expect(text).toMatch(/^(With|Without|On) .*\.$/);
        const after = commitEdits(fourApu.document, edits);
        if (!after.ok) throw new Error(text);
        const world = worldOf(after.value);
        expect(world.context.startup.refusals).toEqual([]);
        expect(pieceAt(world, address).name, text).not.toBe(name);
      }
    }
  });

  test('RAM that maxmem moves is told with the move', () => {
    expect(at(0x10_8000_0000).otherwise.map(({ text }) => text)).toContain(
      'With maxmem=975G RAM above 4 GiB moves to 1 TiB and this becomes unused.',
    );
  });
});

test('below 4 GiB the fixed parts of a PC are told apart', () => {
  const names = [0xa_0000, 0xc_0000, 0xf_0000, 0xc000_0000, 0xfec0_0000, 0xfed0_0500, 0xfee0_0000, 0xffff_fff0].map(
    (address) => pieceAt(worldOf(fourApu.document), address).name,
  );
  expect(names).toEqual([
    'VGA memory',
    'option ROMs',
    'BIOS below 1 MiB',
    '32-bit PCI hole',
    'I/O APIC',
    'chipset space',
    'local APIC',
    'firmware image',
  ]);
});

test('RAM in the hole of a pc with less RAM below 4 GiB', () => {
  const document = layout()
    .machine({ type: 'pc', maxRamBelow4g: 2 * GiB })
    .ram('8G')
    .build();
  expect(explainAddress(document, 2.5 * GiB).otherwise.map(({ text }) => text)).toContain(
    'With max-ram-below-4g=2816M this would be RAM.',
  );
});

test('an address past the limit of a refused layout says how far', () => {
  const document = layout().cpu('EPYC').ram('2T').build();
  const { steps, kind } = explainAddress(document, 2 ** 40 + 512 * GiB);
  expect(kind).toBe('ram');
  expect(steps.at(-1)?.text).toMatch(/512 GiB past it, so QEMU will not start/);
});

test.each([Number.NaN, -5, Infinity, 1.5, 2 ** 60, MiB])('any number is answered: %s', (address) => {
  const found = at(address);
  expect(contains(found.range, found.address)).toBe(true);
});

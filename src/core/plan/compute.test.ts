import { expect, test } from 'vitest';
import { samples } from '../document/samples/index';
import type { LayoutDocument } from '../document/schema';
import { fourApu } from '../document/samples/four-apu';
import { size } from '../base/range';
import { computePlan } from './compute';

const plan = (document: LayoutDocument) => computePlan(document, 1);
const drawn = (document: LayoutDocument) =>
  plan(document)
    .snapshots[0]?.spaces.cpu.regions.filter((region) => region.kind !== 'hole')
    .map(({ range, name }) => `${range.start.toString(16)}-${(range.end - 1).toString(16)} ${name}`);

test('four APUs lie where QEMU puts them', () => {
  expect(drawn(fourApu.document)).toEqual([
    '0-7fffffff RAM low',
    '80000000-ffffffff PCI, flash',
    '100000000-107fffffff RAM high',
    '1080000000-307fffffff sp1',
    '3080000000-507fffffff sp2',
    '5080000000-707fffffff sp3',
    '7080000000-907fffffff sp4',
    '9080000000-917fffffff Window, free',
    '9180000000-997fffffff 64-bit PCI hole',
    'fd00000000-ffffffffff HyperTransport',
  ]);
});

test('the verdict counts bits and the distance to the 1 TiB move', () => {
  const { verdict } = plan(fourApu.document);
  expect(verdict).toMatchObject({ starts: true, bitsNeeded: 40, bitsAvailable: 48, bytesToMove: 398 * 2 ** 30 });
});

test('the sum of a layout that needs too many bits names each term', () => {
  const document: LayoutDocument = {
    ...fourApu.document,
    cpu: { model: 'Skylake-Server', physBits: 36, features: [] },
    memory: { size: 4 * 2 ** 30, slots: 8, maxmem: 32 * 2 ** 30 },
    backends: [],
    nodes: [],
    devices: [],
  };
  const { verdict, diagnostics } = plan(document);
  expect(verdict.error).toBe('Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)');
  expect(verdict.sum.map((term) => [term.id, term.size / 2 ** 30, term.end / 2 ** 30])).toEqual([
    ['low-area', 4, 4],
    ['ram-above', 2, 6],
    ['window', 28, 34],
    ['slots', 8, 42],
    ['hole', 32, 74],
  ]);
  expect(diagnostics[0]).toMatchObject({ code: 'machine/phys-bits-too-low', severity: 'error', path: 'cpu.physBits' });
});

test.each(samples.all.map(({ id, document, shows }) => [id, document, shows] as const))(
  '%s starts',
  (_id, document, shows) => {
    const { verdict, diagnostics } = plan(document);
    expect(verdict.error).toBeUndefined();
    expect(verdict.starts).toBe(true);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(errors).toEqual(shows === undefined ? [] : [shows]);
  },
);

test.each(samples.all.map((sample) => [sample.id, sample.document] as const))(
  '%s: every region and every table entry says why, and tables agree with the map',
  (_id, document) => {
    const snapshot = plan(document).snapshots[0];
    const { cpu } = snapshot?.spaces ?? {};
    for (const region of cpu?.regions ?? []) expect(region.why.steps.length).toBeGreaterThan(0);
    for (const entry of snapshot?.tables?.e820 ?? []) {
      expect(entry.why.steps.length).toBeGreaterThan(1);
      expect(size(entry.range)).toBeGreaterThan(0);
    }
    expect(cpu?.regions.at(-1)?.range.end).toBe(cpu?.limit);
  },
);

test('a layout for a QEMU that is not known here is said to be drawn as another', () => {
  const { diagnostics } = plan({ ...fourApu.document, dialect: 'qemu-99.0' });
  expect(diagnostics[0]).toMatchObject({ code: 'document/unknown-dialect', severity: 'error', path: 'dialect' });
});

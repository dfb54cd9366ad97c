import { describe, expect, it } from 'vitest';
import { GiB, TiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { Diagnostic } from '../../core/lint/diagnostic';
import { laneItems } from '../../draw/boxes';
import { fourApuPartition } from '../../draw/partition-for-tests';
import { axisPieces } from '../../draw/pieces';
import { homeView, viewScale } from '../../draw/axis-view';
import { scales } from '../../draw/scales';
import { addressBitsPlan, fourApuPlan, unreadablePlan } from './plan-for-tests';
import { problemSigns } from './problem-signs';
import { stripPicture, stripsOf } from './strips';
import { targetRanges } from './target';
import { causesOf, gapText, isAboutAddressBits, machineText, spoken } from './words';

const [snapshot] = fourApuPlan.snapshots;
const pieces = axisPieces(fourApuPartition);
const base = scales.all[0]?.build(pieces, 600);
if (snapshot === undefined || base === undefined) throw new Error('the plan for tests has a snapshot');
const scale = viewScale(base, homeView(base), 620);
const items = laneItems(pieces, scale, { width: 220, causeOf: () => undefined, gapText: () => '' });

describe('the words of the map', () => {
  it('name the machine with the bits it needs, or alone where they are not known', () => {
    expect(machineText('q35', fourApuPlan.verdict)).toBe('q35, needs 40 of 48 bits');
    expect(machineText('microvm', { starts: true, warnings: [], sum: [], assumed: [] })).toBe('microvm');
  });

  it('name the memory behind a range and its node', () => {
    const causeOf = causesOf(snapshot, [{ memdev: 'ddr0' }]);
    const regions = fourApuPartition.regions.map(causeOf);
    expect(regions[2]).toBe('ddr0, node 0');
    expect(regions[4]).toBe('node 2');
    expect(regions[1]).toBeUndefined();
    expect(causesOf(snapshot)(fourApuPartition.regions[0] ?? fourApuPartition.regions[1] ?? never())).toBe(
      'r0, node 0',
    );
  });

  it('tell the gap that ends the space from the others', () => {
    expect(gapText(2 ** 48)(range(614 * GiB, 1012 * GiB))).toBe('398 GiB empty');
    expect(gapText(2 ** 48)(range(TiB, 2 ** 48))).toBe('255 TiB to 2⁴⁸');
  });

  it('say a name that is also the kind only once', () => {
    const all = items.map((item) => spoken(item, () => undefined));
    expect(all).toContain('HyperTransport, 0xfd00000000 to 0xffffffffff, 12 GiB');
    expect(all).toContain('sp1, soft reserved, 0x1080000000 to 0x307fffffff, 128 GiB');
  });

  it('leave the map to the sum only where the address bits are the reason', () => {
    expect(isAboutAddressBits(addressBitsPlan)).toBe(true);
    expect(isAboutAddressBits(unreadablePlan)).toBe(false);
    expect(isAboutAddressBits(fourApuPlan)).toBe(false);
  });
});

describe('what a selection stands for', () => {
  it('is its bytes, cut to the space, or every range that the field owns', () => {
    expect(targetRanges({ range: range(TiB, 2 ** 50), path: 'nodes.0' }, fourApuPartition)).toEqual([
      range(TiB, 2 ** 48),
    ]);
    expect(targetRanges({ path: 'nodes.0' }, fourApuPartition)).toEqual([range(0, 2 * GiB), range(4 * GiB, 66 * GiB)]);
    expect(targetRanges({ path: 'devices.1.addr' }, fourApuPartition)).toEqual([range(194 * GiB, 322 * GiB)]);
    expect(targetRanges({ path: 'devices.10' }, fourApuPartition)).toEqual([]);
    expect(targetRanges(undefined, fourApuPartition)).toEqual([]);
  });
});

describe('strips', () => {
  it('are the tables of the snapshot, with HyperTransport looking as it does in the lane', () => {
    const [strip] = stripsOf(snapshot);
    expect(strip?.entries).toHaveLength(7);
    expect(strip?.entries.map(({ look }) => look?.letter).join('')).toBe('HRRSSSS');
    expect(strip?.overlaps).toEqual([]);
    expect(stripsOf(unreadablePlan.snapshots[0])).toEqual([]);
  });

  const srat = (start: number, size: number, node: number, flags: number) =>
    ({ type: 'memory', offset: 0, node, start, size, flags, why: { rule: 'test/rule', steps: [] } }) as const;
  const tables = {
    e820: [],
    memoryDevices: [],
    files: [],
    srat: [
      srat(0, 2 * GiB, 0, 1),
      srat(0, 0, 3, 0),
      srat(578 * GiB, 4 * GiB, 4, 3),
      { type: 'cpu', offset: 0, apicId: 0, node: 0, x2apic: false } as const,
    ],
  };

  it('show the proximity domains of enabled memory, dashed where it may come later', () => {
    const [, domains] = stripsOf({ ...snapshot, tables });
    expect(domains?.title).toBe('SRAT');
    expect(domains?.entries.map(({ text, dashed }) => [text, dashed])).toEqual([
      ['0', false],
      ['4', true],
    ]);
  });

  it('mark the bytes that two entries claim, and what is selected', () => {
    const entry = { type: 1, cause: 'r0', why: { rule: 'test/rule', steps: [] } };
    const e820 = [
      { ...entry, range: range(0, 4 * GiB) },
      { ...entry, range: range(3 * GiB, 8 * GiB) },
    ];
    const [strip] = stripsOf({ ...snapshot, tables: { ...tables, e820 } });
    if (strip === undefined) throw new Error('a snapshot with tables has a strip');
    const picture = stripPicture(strip, scale, ({ range: { start } }) => (start === 0 ? 'selected' : undefined));
    expect(picture.overlaps).toEqual([range(3 * GiB, 4 * GiB)]);
    expect(picture.shapes.map(({ mark }) => mark)).toEqual(['selected', undefined]);
  });
});

describe('signs at ranges with problems', () => {
  const finding = (severity: Diagnostic['severity'], start: number, what: string): Diagnostic => ({
    code: 'test/finding',
    severity,
    what,
    where: '',
    why: '',
    works: '',
    range: range(start, start + GiB),
  });

  it('join where they would touch, as severe as the worst, and leave notes out', () => {
    const signs = problemSigns(
      [
        finding('warning', 70 * GiB, 'a'),
        finding('error', 71 * GiB, 'b'),
        finding('info', 0, 'c'),
        finding('warning', 500 * GiB, 'd'),
      ],
      scale,
    );
    expect(signs.map(({ severity, text }) => [severity, text])).toEqual([
      ['error', 'a; b'],
      ['warning', 'd'],
    ]);
  });
});

const never = (): never => {
  throw new Error('the partition for tests has regions');
};

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyDocument } from '../../document/defaults';
import type { HostRange, LayoutDocument } from '../../document/schema';
import { checkDocument } from '../../document/validate';
import { computePlan } from '../../plan/compute';
import { exportLayout } from '../export-layout';
import { importText } from '../importers';

const SOFT = 0xefff_ffff;
const GiB = 2 ** 30;

interface Read {
  readonly document: LayoutDocument;
  readonly ranges: readonly (readonly [start: number, size: number, type: number])[];
  readonly notes: readonly { readonly line?: number; readonly message: string }[];
  /** Numbers of the lines that were not understood. */
  readonly unread: readonly number[];
}

function read(text: string): Read {
  const outcome = importText(text);
  if (!outcome.ok) throw new Error(outcome.error.message);
  const { document, notes, report } = outcome.value;
  expect(checkDocument(document)).toMatchObject({ ok: true });
  return {
    document,
    notes,
    ranges: document.host.ranges.map(({ start, size, type }) => [start, size, type] as const),
    unread: (report?.unread ?? []).map(({ line }) => line),
  };
}

const STORY = '0x100000000-0x47fffffff  usable\n0x280000000-0x47fffffff  soft reserved\n';
const story = [
  [4 * GiB, 14 * GiB, 1],
  [10 * GiB, 8 * GiB, SOFT],
];

describe('a table that somebody wrote', () => {
  test('is read as it is, overlaps and all', () => {
    const outcome = read(STORY);
    expect(outcome.ranges).toEqual(story);
    expect(outcome.unread).toEqual([]);
    expect(outcome.notes.map(({ message }) => message).join()).toMatch(/Two entries claim 0x280000000-0x47fffffff/);
  });

  test.each([
    ['with CRLF and blank lines', STORY.replaceAll('\n', '\r\n\r\n')],
    ['with comments', `# a table\n${STORY.replace('\n', '  # RAM\n')}`],
    ['numbered', '1. 0x100000000-0x47fffffff usable\n2. 0x280000000-0x47fffffff soft reserved'],
    ['with brackets', '[mem 0x100000000-0x47fffffff] usable\n[mem 0x280000000-0x47fffffff] soft reserved'],
    ['with types in parentheses', '0x100000000 - 0x47fffffff (usable)\n0x280000000 - 0x47fffffff (soft-reserved)'],
    ['with numbers for types', '0x100000000-0x47fffffff: RAM\n0x280000000-0x47fffffff: 0xefffffff'],
    ['by start and size', '0x100000000+14G usable\n0x280000000+0x200000000 soft reserved'],
    ['with two points', '0x100000000..0x47fffffff usable\n0x280000000..0x47fffffff type 4026531839'],
    ['quoted in a mail', '> 0x100000000-0x47fffffff  usable\n> 0x280000000-0x47fffffff  soft reserved'],
  ])('is read %s', (_how, text) => {
    const outcome = read(text);
    expect(outcome.ranges).toEqual(story);
    expect(outcome.unread).toEqual([]);
  });

  test('keeps its order, copies, empty entries, unaligned borders, unknown types and ends past 52 bits', () => {
    const outcome = read(
      [
        '0x280000000-0x2ffffffff reserved',
        '0x100000000-0x1ffffffff usable',
        '0x100000000-0x1ffffffff usable',
        '0x300000000-0x2ffffffff usable',
        '0x0+0 usable',
        '0x40000123-0x400009ff type 20',
        '0xfffffffff0000-0x1fffffffffffff reserved',
      ].join('\n'),
    );
    expect(outcome.ranges).toEqual([
      [10 * GiB, 2 * GiB, 2],
      [4 * GiB, 4 * GiB, 1],
      [4 * GiB, 4 * GiB, 1],
      [12 * GiB, 0, 1],
      [0, 0, 1],
      [GiB + 0x123, 0x8dd, 20],
      [2 ** 52 - 2 ** 16, 2 ** 52 + 2 ** 16, 2],
    ]);
    expect(outcome.unread).toEqual([]);
  });

  test('gives the table of firmware the first place, and says so', () => {
    const { ranges, notes } = read(`${STORY}BIOS-e820: [mem 0x0-0xfff] usable\n`);
    expect(ranges).toEqual([[0, 4096, 1]]);
    expect(notes.map(({ message }) => message).join()).toContain('2 lines of another one are not used');
  });

  test('names a line whose type is none', () => {
    const { notes, unread } = read(`${STORY}0x500000000-0x5ffffffff usible\n`);
    expect(unread).toEqual([3]);
    expect(notes.find(({ line }) => line === 3)?.message).toMatch(/^“usible” is no type of E820.*What works: usable/);
  });
});

const SOUND = 'BIOS-e820: [mem 0x0000000000100000-0x000000007fffffff] usable';

describe('what a layout cannot hold is left out, with line, reason and remedy', () => {
  test.each([
    ['a wrap past 2^64', '0xfffffffffffff000-0x0000000000000fff', /ends before it begins.*2\^64.*round to address 0/],
    ['an end before the start', '0x0000000200000000-0x00000001ffffefff', /ends before it begins/],
    ['an end past 2^64', '0xffffffff00000000-0x1000000000000ffff', /its end is past 2\^64/],
    ['an end past 2^53', '0x0000000100000000-0x003fffffffffffff', /up to 2\^53/],
  ])('%s', (_what, span, why) => {
    const lines = [SOUND, `BIOS-e820: [mem ${span}] reserved`, SOUND.replace('0x00000000001', '0x00000001001')];
    const { ranges, notes, unread } = read(
      [...lines.slice(0, 2), 'BIOS-e820: [mem 0x80000000-0x80000fff] reserved'].join('\n'),
    );
    expect(ranges).toEqual([
      [2 ** 20, 2 * GiB - 2 ** 20, 1],
      [2 * GiB, 4096, 2],
    ]);
    expect(unread).toEqual([]);
    const [note] = notes;
    expect(note?.line).toBe(2);
    expect(note?.message).toContain(`The entry ${span} reserved is left out`);
    expect(note?.message).toMatch(why);
    expect(note?.message).toMatch(/The rest is read\. What works: an end .+\.$/);
  });

  test('by start and length, too', () => {
    const { notes } = read('0x1000-0x1fff usable\n0xfffffffffffff000+0x2000 reserved');
    expect(notes[0]).toMatchObject({ line: 2, message: expect.stringContaining('past 2^64') as string });
  });

  test('in /sys/firmware/memmap, too', () => {
    const entry = (at: number, start: string, end: string): string =>
      `/sys/firmware/memmap/${at}/start:${start}\n/sys/firmware/memmap/${at}/end:${end}\n/sys/firmware/memmap/${at}/type:Reserved\n`;
    const { ranges, notes } = read(entry(0, '0x0', '0xfff') + entry(1, '0xfff0000000000000', '0xffffffffffffffff'));
    expect(ranges).toEqual([[0, 4096, 2]]);
    expect(notes[0]?.line).toBe(4);
  });
});

const anyRange = fc.record({
  start: fc.oneof(fc.nat(2 ** 20), fc.integer({ min: 0, max: 2 ** 52 })),
  size: fc.oneof(fc.constant(0), fc.nat(2 ** 20), fc.integer({ min: 0, max: 2 ** 52 })),
  type: fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, 7, 12, SOFT), fc.integer({ min: 0, max: 0xffff_ffff })),
});

test('any table of a host can be planned, and what is written of it reads back as it was', () => {
  fc.assert(
    fc.property(fc.array(anyRange, { minLength: 1, maxLength: 12 }), (ranges: readonly HostRange[]) => {
      const document = { ...emptyDocument(), host: { ranges: [...ranges], nodes: [], resources: [], dax: [] } };
      expect(checkDocument(document)).toMatchObject({ ok: true });
      expect(computePlan(document, 1).host).toBeDefined();
      const file = exportLayout('host-e820-text', document);
      const text = file.ok && typeof file.value.content === 'string' ? file.value.content : '';
      const isHeld = ({ start, size }: HostRange): boolean => start + size > 0;
      const held = ranges.filter(isHeld).map(({ start, size, type }) => [start, size, type]);
      if (held.length > 0) expect(read(text).ranges).toEqual(held);
    }),
    { numRuns: 300 },
  );
});

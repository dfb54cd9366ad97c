/** Memory tables that lie, and such as do not. */
import { GiB, KiB, MiB } from '../../base/addr';
import { hostPresets } from '../../document/hosts/index';
import { layout } from '../../document/layout-builder';
import { fourApu } from '../../document/samples/four-apu';
import type { HostRange, LayoutDocument } from '../../document/schema';
import type { RuleExamples } from './examples';

const SOFT = 0xefff_ffff;
const [RAM, RESERVED, ACPI_DATA] = [1, 2, 3];

const entry = (start: number, size: number, type: number, more: Partial<HostRange> = {}): HostRange => ({
  ...{ start, size, type },
  ...more,
});
const table = (ranges: readonly HostRange[], physBits?: number): LayoutDocument => ({
  ...layout().build(),
  host: { ranges: [...ranges], nodes: [], resources: [], dax: [], ...(physBits === undefined ? {} : { physBits }) },
});

const low = entry(0, 2 * GiB, RAM);
const many = (count: number, gap: number): readonly HostRange[] =>
  Array.from({ length: count }, (_, index) => entry(4 * GiB + index * (16 * MiB + gap), 16 * MiB, RAM));

/** A table as a PC with a BIOS has it: the EBDA begins within a page. */
const pc = table([
  entry(0, 0x9fc00, RAM),
  entry(0x9fc00, 0x400, RESERVED),
  entry(0xf0000, 0x10000, RESERVED),
  entry(MiB, 0x7fee_0000, RAM),
  entry(0x7ffe_0000, 0x2_0000, RESERVED),
]);
/** The story of the table that lies. */
const story = [entry(4 * GiB, 14 * GiB, RAM), entry(10 * GiB, 8 * GiB, SOFT)];

export const tableExamples: readonly RuleExamples[] = [
  {
    rule: 'table/overlap',
    found: {
      'RAM that goes on below soft-reserved memory': table(story),
      'in another order': table(story.toReversed()),
      'a reserved range within RAM': table([low, entry(GiB, 64 * MiB, RESERVED, { title: 'firmware' })]),
      'RAM that lies within a reserved range': table([entry(0, 4 * GiB, RESERVED), entry(GiB, GiB, RAM)]),
      'the same range with two types': table([entry(4 * GiB, GiB, RAM), entry(4 * GiB, GiB, SOFT)]),
      'three entries at one place': table([...story, entry(12 * GiB, GiB, ACPI_DATA)]),
    },
    fine: {
      'ranges that touch': table([entry(4 * GiB, 6 * GiB, RAM), entry(10 * GiB, 8 * GiB, SOFT)]),
      'an entry of a type that overlaps itself': table([low, entry(GiB, 2 * GiB, RAM)]),
      'an entry without bytes in the midst of another': table([low, entry(GiB, 0, RESERVED)]),
      'a guest and its host': fourApu.document,
      'no host': layout().build(),
    },
  },
  {
    rule: 'table/same-type-overlap',
    found: {
      'two that overlap': table([low, entry(GiB, 2 * GiB, RAM)]),
      'one within another': table([low, entry(GiB, MiB, RAM)]),
      'stacks of two nodes': table([
        entry(4 * GiB, 8 * GiB, SOFT, { node: 1 }),
        entry(10 * GiB, 8 * GiB, SOFT, { node: 2 }),
      ]),
      'a stack within that of another node': table([
        entry(4 * GiB, 8 * GiB, SOFT, { node: 1 }),
        entry(6 * GiB, GiB, SOFT, { node: 2 }),
      ]),
    },
    fine: { 'ranges that touch': table([low, entry(2 * GiB, GiB, RAM)]), 'the same twice': table([low, low]) },
  },
  {
    rule: 'table/duplicate',
    found: {
      'two that are one': table([low, ...story, low]),
      'three that are one': table([low, low, low]),
      'two without bytes': table([entry(GiB, 0, RAM), entry(GiB, 0, RAM)]),
    },
    fine: { 'the same range with two types': table([low, entry(0, 2 * GiB, RESERVED)]), 'a table of a PC': pc },
  },
  {
    rule: 'table/zero-length',
    found: {
      'a length that was lost': table([low, entry(4 * GiB, 0, RAM)]),
      'at address 0': table([entry(0, 0, RAM), entry(0, GiB, RAM)]),
    },
    fine: { 'a table of a PC': pc },
  },
  {
    rule: 'table/past-address-bits',
    found: {
      'an end beyond 40 bits': table([entry(2 ** 40 - GiB, 2 * GiB, RAM)], 40),
      'all of it beyond 40 bits': table([low, entry(2 ** 40, GiB, RESERVED)], 40),
      'beyond what any CPU has': table([entry(2 ** 52 - GiB, 2 * GiB, RAM)]),
      'as far as a layout goes': table([entry(2 ** 53 - 4096, 2 ** 53 - 4096, RAM)]),
    },
    fine: {
      'up to the last address': table([entry(2 ** 40 - GiB, GiB, RAM)], 40),
      'bits that nobody states': table([entry(2 ** 52 - GiB, GiB, RAM)]),
    },
  },
  {
    rule: 'table/unaligned',
    found: {
      'RAM in front of ACPI data': table([
        entry(MiB, GiB + 2 * KiB, RAM),
        entry(MiB + GiB + 2 * KiB, 62 * KiB, ACPI_DATA),
      ]),
      'RAM that begins within a page': table([entry(4 * GiB + 512, GiB, RAM)]),
      'a reserved range that ends within a page': table([entry(GiB, 4 * KiB + 1, RESERVED)]),
      'less than a page': table([entry(GiB + 512, 512, RAM)]),
    },
    fine: { 'the EBDA of a PC': pc, 'the host of four APUs': fourApu.document },
  },
  {
    rule: 'table/too-many-entries',
    found: { 'entries that touch': table(many(129, 0)), 'entries with gaps': table(many(130, MiB)) },
    withoutFix: ['entries with gaps'],
    fine: { 'as many as there is room for': table(many(128, MiB)) },
  },
  {
    rule: 'table/unknown-type',
    found: {
      'a number without a meaning': table([low, entry(4 * GiB, GiB, 20)]),
      'a number of a vendor': table([low, entry(4 * GiB, GiB, 0xf100_0000), entry(5 * GiB, 0, 0xf100_0000)]),
    },
    withoutFix: ['a number without a meaning', 'a number of a vendor'],
    fine: {
      'every type that has a meaning': table(
        [1, 2, 3, 4, 5, 6, 7, 12, SOFT].map((type) => entry(type * GiB, GiB, type)),
      ),
      'known machines': { ...layout().build(), host: hostPresets.find('two-socket')?.host ?? fourApu.document.host },
    },
  },
];

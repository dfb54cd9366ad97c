/** A layout, held against what a running machine said of itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryDocument } from '../document/arbitrary';
import { samples } from '../document/samples/index';
import { GiB } from '../base/addr';
import { importText } from '../codecs/importers';
import type { Capture, CapturedEntry } from '../capture/capture';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import { compare } from './compare';
import { meansSame } from './told';
import type { Comparison, RangeChange } from './comparison';

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/captures/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const file = (name: string): string => FILES[`../../fixtures/captures/${name}`] ?? '';

function read(text: string) {
  const outcome = importText(text);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}
function machineOf(text: string): Capture {
  const { capture } = read(text);
  if (capture === undefined) throw new Error('no capture');
  return capture;
}
const against = (layout: LayoutDocument, machine: Capture, isMachineFirst = false): Comparison =>
  compare({ layout, machine, isMachineFirst });
const told = ({ ranges }: Comparison): readonly string[] =>
  ranges.map(({ id, words }: RangeChange) => `${id}: ${words.join(', ')}`);

const spm = (ram: string, size: string): LayoutDocument =>
  read(
    `qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m ${ram},maxmem=20G -object memory-backend-ram,id=m0,size=${size} -device sp-mem,id=sp0,memdev=m0`,
  ).document;
/** Recorded: `etc/e820` of 4 GiB of RAM beside one device of 8 GiB. */
const HEX =
  '0000000000000000000000800000000001000000000000000100000000000080000000000100000000000080010000000000000002000000ffffffef';

describe('a machine with one specific-purpose device of 8 GiB', () => {
  test('is as planned', () => {
    const comparison = against(spm('4G', '8G'), machineOf(HEX));
    expect(comparison).toMatchObject({
      headline: 'The machine is as planned',
      summary: 'Equal to the plan’s etc/e820: 3 entries, 60 bytes.',
      machine: { against: 'etc/e820', verdict: 'equal' },
      options: [],
      groups: [],
    });
    expect(told(comparison)).toEqual([
      'usable: unchanged, 2 GiB',
      'usable (2): unchanged, 2 GiB',
      'sp0: unchanged, 8 GiB',
    ]);
    expect(comparison.facts.filter(({ differs }) => differs)).toEqual([]);
  });

  test('is told from other plans in the words of all comparisons', () => {
    const comparison = against(spm('5G', '9G'), machineOf(HEX));
    expect(comparison.headline).toBe('2 resized, 1 moved');
    expect(told(comparison)).toEqual([
      'usable: unchanged, 2 GiB',
      'usable (2): resized − 1 GiB, same start',
      'sp0: resized − 1 GiB, moved − 1 GiB',
    ]);
    expect(comparison.ranges[2]).toMatchObject({
      before: { owner: 'devices.0', range: { start: 0x1_c000_0000 } },
      after: { name: 'sp0', kind: 'soft-reserved', range: { start: 0x1_8000_0000 } },
      resizedBy: -GiB,
      movedBy: -GiB,
      entries: { before: { offset: 40 }, after: { offset: 40 } },
    });
    expect(comparison.facts).toEqual([
      { label: 'entries, etc/e820', before: '3', after: '3', differs: false },
      { label: 'RAM', before: '5 GiB', after: '4 GiB', differs: true },
      { label: 'soft reserved', before: '9 GiB', after: '8 GiB', differs: true },
    ]);
  });

  test('that has its entries in another order has the same ranges', () => {
    const bytes = [HEX.slice(40, 80), HEX.slice(0, 40), HEX.slice(80)].join('');
    const comparison = against(spm('4G', '8G'), machineOf(bytes));
    expect(comparison.headline).toBe('Same ranges, other order');
    expect(comparison.ranges.every(({ kinds }) => kinds.includes('unchanged'))).toBe(true);
  });

  test('has what the plan lacks, and lacks what the plan has', () => {
    const plain = read('qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m 4G').document;
    expect(told(against(plain, machineOf(HEX)))[2]).toBe('soft reserved: added, 8 GiB');
    expect(told(against(plain, machineOf(HEX), true))[2]).toBe('soft reserved: removed, 8 GiB');
    const without = machineOf(HEX.slice(0, 80));
    expect(told(against(spm('4G', '8G'), without))[2]).toBe('sp0: removed, 8 GiB');
  });

  test('with an entry that no range can show is another one', () => {
    const comparison = against(spm('4G', '8G'), machineOf(HEX + '0000000001000000' + '0000000000000000' + '01000000'));
    expect(comparison).toMatchObject({ headline: 'Same ranges, other bytes', machine: { verdict: 'differs' } });
    expect(meansSame(comparison)).toBe(false);
  });

  test('is held against entries that overlap with the same one seen, whichever side comes first', () => {
    const overlap = samples.all.find(({ document }) => document.title === 'What was wrong: one address, two types');
    if (overlap === undefined) throw new Error('no such sample');
    const [low, high, stack] = [HEX.slice(0, 40), HEX.slice(40, 80), HEX.slice(80)];
    const highStack = high.replace('00000001', '00000008');
    const machine = machineOf([low, stack, highStack].join(''));
    const [later, earlier] = [false, true].map((isFirst) => against(overlap.document, machine, isFirst));
    expect(later?.before.regions.map(({ kind }) => kind)).toContain('ram');
    expect(earlier?.after.regions).toEqual(later?.before.regions);
  });

  test('says nothing of a layout that QEMU refuses', () => {
    const refused = read('qemu-system-x86_64 -machine q35 -m 4G -device sp-mem').document;
    const comparison = against(refused, machineOf(HEX), true);
    const { headline, after, ranges, summary, facts } = comparison;
    expect(facts).toEqual([]);
    expect(meansSame(comparison)).toBe(false);
    expect(headline).toBe('Nothing to compare with');
    expect(summary).toMatch(/refuses to start/);
    expect(after.error).toMatch(/^-device sp-mem: /);
    expect(ranges).toEqual([]);
  });

  test('is compared with a layout of many steps as it starts', () => {
    const layout = { ...spm('4G', '8G'), events: [{ do: 'reboot' } as const] };
    expect(against(layout, machineOf(HEX)).summary).toMatch(/as it starts, before the first of its steps\.$/);
  });
});

describe('a recorded machine of two nodes', () => {
  const layout = read(file('two-nodes.cmd')).document;

  test.each([
    ['two-nodes.e820.xxd.txt', 'etc/e820'],
    ['two-nodes.srat.hexdump-C.txt', 'SRAT'],
    ['two-nodes.query-memory-devices.json', 'memory devices'],
    ['two-nodes.info-mtree-f.txt', 'map'],
  ])('is as planned: %s', (name, table) => {
    const comparison = against(layout, machineOf(file(name)));
    expect(comparison.headline).toBe('The machine is as planned');
    expect(comparison.machine?.against).toBe(table);
    expect(comparison.ranges.length).toBeGreaterThan(0);
    expect(comparison.ranges.every(({ kinds }) => kinds.includes('unchanged'))).toBe(true);
    expect(comparison.facts.filter(({ differs }) => differs)).toEqual([]);
  });

  test('on another node than planned is bound elsewhere', () => {
    const text = file('two-nodes.query-memory-devices.json').replace(/"node": 1/, '"node": 0');
    expect(text).not.toBe(file('two-nodes.query-memory-devices.json'));
    const [change] = against(layout, machineOf(text)).ranges.filter(({ kinds }) => kinds.includes('rebound'));
    expect(change).toMatchObject({ kinds: ['rebound'], bound: { before: 'node 1', after: 'node 0' } });
  });
});

describe('a recorded machine with four stacks of 128 GiB', () => {
  const planned = read(
    [
      'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=832G',
      '-object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0',
      ...[1, 2, 3, 4].map(
        (stack) =>
          `-numa node,nodeid=${stack} -object memory-backend-ram,id=hbm${stack},size=192G -device sp-mem,id=sp${stack},memdev=hbm${stack},node=${stack}`,
      ),
    ].join(' '),
  ).document;

  test('is told by its devices from the plan that gives each 192 GiB', () => {
    const comparison = against(planned, machineOf(file('four-stacks.query-memory-devices.json')), true);
    expect(comparison.headline).toBe('4 resized, 3 moved');
    expect(told(comparison)).toEqual([
      'sp1: resized + 64 GiB, same start',
      'sp2: resized + 64 GiB, moved + 64 GiB',
      'sp3: resized + 64 GiB, moved + 128 GiB',
      'sp4: resized + 64 GiB, moved + 192 GiB',
    ]);
    expect(comparison.facts[1]).toEqual({ label: 'soft reserved', before: '512 GiB', after: '768 GiB', differs: true });
  });

  test('is told by its table, where RAM is as planned', () => {
    const { ranges } = against(planned, machineOf(file('four-stacks.e820.hex')));
    const ram = ranges.filter(({ before }) => before?.kind === 'ram');
    expect(ram.map(({ words }) => words[0])).toEqual(['unchanged', 'unchanged']);
    const stacks = ranges.filter(({ before }) => before?.kind === 'soft-reserved');
    expect(stacks.map(({ id, words }) => [id, ...words])).toEqual([
      ['sp1', 'resized − 64 GiB', 'same start'],
      ['sp2', 'resized − 64 GiB', 'moved − 64 GiB'],
      ['sp3', 'resized − 64 GiB', 'moved − 128 GiB'],
      ['sp4', 'resized − 64 GiB', 'moved − 192 GiB'],
    ]);
  });
});

describe('any plan', () => {
  const documents = fc.oneof(fc.constantFrom(...samples.all.map(({ document }) => document)), arbitraryDocument);
  const table = (entries: readonly CapturedEntry[]): Capture => ({
    title: 'a table',
    of: 'e820',
    stage: 'qemu',
    entries,
  });

  test('is its own machine, and either side first tells the same of any table', () => {
    fc.assert(
      fc.property(documents, documents, (document, other) => {
        const entriesOf = (of: LayoutDocument): readonly CapturedEntry[] =>
          (computePlan({ ...of, events: [] }, 1).snapshots[0]?.e820 ?? []).map(({ range, type }) => ({ range, type }));
        const own = against(document, table(entriesOf(document)));
        if (own.before.error === undefined) {
          expect(own.ranges.filter(({ kinds }) => !kinds.includes('unchanged'))).toEqual([]);
        }
        const machine = table(entriesOf(other));
        const [later, earlier] = [against(document, machine), against(document, machine, true)];
        const turned = earlier.ranges.map(({ movedBy, resizedBy }) => [0 - movedBy, 0 - resizedBy]);
        const sorted = (pairs: readonly (readonly number[])[]): readonly string[] =>
          pairs.map((pair) => pair.join(' ')).toSorted();
        expect(sorted(turned)).toEqual(sorted(later.ranges.map(({ movedBy, resizedBy }) => [movedBy, resizedBy])));
        expect(later.before.regions).toEqual(earlier.after.regions);
      }),
      { numRuns: 60 },
    );
  });
});

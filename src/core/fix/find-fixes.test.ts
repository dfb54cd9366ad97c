import { atOnce } from '../base/in-steps';
import { describe, expect, test } from 'vitest';
import found from '../../fixtures/qemu-11.1/recorded-found.json?raw';
import more from '../../fixtures/qemu-11.1/recorded-more.json?raw';
import recorded from '../../fixtures/qemu-11.1/recorded.json?raw';
import { GiB } from '../base/addr';
import { commandLine } from '../codecs/command-line-writer';
import { qemuCommandLine } from '../codecs/qemu-command-line';
import { PROGRAM, shellWord } from '../codecs/shell-text';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { STEP_OUTCOMES } from '../space/timeline';
import { planOverTime } from '../timeline/plan';
import type { Startup } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import { withoutEdits } from './edit-lists';
import { findFixes } from './find-fixes';
import type { FixSearch, FoundFix, Wanted } from './found-fix';

function layout(text: string): LayoutDocument {
  const imported = qemuCommandLine.read(`${PROGRAM} ${text}`);
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value.document;
}

const start = (document: LayoutDocument): Startup => startUp(commandLine(document).map((word) => word.text));

const search = (document: LayoutDocument, finding: Wanted): FixSearch => atOnce(findFixes(document, finding));

/** Fixes of the first thing that QEMU says of a layout. */
function fixesOf(document: LayoutDocument): readonly FoundFix[] {
  const { refusals, warnings } = start(document);
  const [finding] = [...refusals, ...warnings];
  if (finding === undefined) throw new Error('QEMU has nothing to say');
  return search(document, { code: finding.code, qemu: finding.text }).fixes;
}

const titles = (text: string): readonly string[] => fixesOf(layout(text)).map(({ title }) => title);

function mended(document: LayoutDocument, { edits }: Pick<FoundFix, 'edits'>): Startup {
  const after = commitEdits(document, edits);
  if (!after.ok) throw new Error(JSON.stringify(after.error));
  return start(after.value);
}

const ADDRESS_BITS = '-machine q35 -cpu Skylake-Server,phys-bits=36 -m 4G,slots=8,maxmem=32G';
const FRAGMENTED =
  '-machine q35 -m 4G,maxmem=6G -object memory-backend-ram,id=r0,size=4G -numa node,memdev=r0 ' +
  '-object memory-backend-ram,id=h0,size=1G -device sp-mem,id=sp0,memdev=h0,addr=0x1a0000000 ' +
  '-object memory-backend-ram,id=h1,size=1G -device sp-mem,id=sp1,memdev=h1';
const stacks = (maxmem: string, count = 4): string =>
  `-machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=${maxmem} -object memory-backend-ram,id=r0,size=64G ` +
  '-numa node,nodeid=0,memdev=r0 -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4 ' +
  Array.from(
    { length: count },
    (_, index) =>
      `-object memory-backend-ram,id=hbm${index + 1},size=128G -device sp-mem,id=sp${index + 1},memdev=hbm${index + 1},node=${index + 1}`,
  ).join(' ');

describe('address bits that do not suffice', () => {
  const document = layout(ADDRESS_BITS);
  const fixes = fixesOf(document);

  test('are mended by the smallest number of bits, of maxmem, or of the hole', () => {
    expect(fixes.slice(0, 3).map(({ title }) => title)).toEqual([
      'Set phys-bits to 37',
      'Lower maxmem to 22G',
      'Lower the 64-bit PCI hole to 22 GiB',
    ]);
    expect(fixes[1]?.costs).toBe('The guest can grow by 18 GiB and not by 28 GiB.');
    expect(fixes[0]?.changes).toEqual([{ path: 'cpu.physBits', label: 'phys-bits', before: '36', after: '37' }]);
  });

  test('are shown with what comes of it', () => {
    expect(fixes[0]?.after).toMatchObject({ reservedMemoryEnd: 0xa80000000, bitsNeeded: 37, limit: 128 * GiB });
    expect(fixes[2]?.after.sum.at(-1)).toMatchObject({ id: 'hole', size: 22 * GiB, end: 64 * GiB });
  });

  test.each([
    ['memory.maxmem', 23 * GiB],
    ['machine.pciHole64Size', 23 * GiB],
    ['cpu.physBits', 36],
  ])('are not mended by a step less of %s', (path, value) => {
    expect(mended(document, { edits: [{ op: 'set', path, value }] }).refusals).toHaveLength(1);
  });
});

describe('places and sizes of memory devices', () => {
  test('fragmentation is mended by moving the device that lies in the way', () => {
    expect(titles(FRAGMENTED)[0]).toBe('Put sp0 at 0x180000000');
  });

  test('a window that is a little too small grows by that little', () => {
    expect(titles(stacks('575G'))[0]).toBe('Raise maxmem to 576G');
  });

  const window = '-machine q35 -m 4G,slots=4,maxmem=16G -object memory-backend-ram,id=b,size=1G';
  test.each([
    ['an unaligned address', `${window} -device pc-dimm,id=d,memdev=b,addr=0x180001000`, 'Put d at 0x180000000'],
    ['a node that does not exist', `${window} -device pc-dimm,id=d,memdev=b,node=1`, 'Put d on node 0'],
    ['a slot that does not exist', `${window} -device pc-dimm,id=d,memdev=b,slot=7`, /^Put d into slot \d$/],
    [
      'an address outside the window',
      `${window} -device pc-dimm,id=d,memdev=b,addr=0x80000000`,
      'Put d at 0x180000000',
    ],
    [
      'a second device of one name',
      `${window} -device e1000,id=d -device pc-dimm,id=d,memdev=b`,
      'Call the second d d1',
    ],
    ['NVDIMMs that are off', `${window} -device nvdimm,id=d,memdev=b`, 'Switch nvdimm on'],
  ])('%s', (_, text, title) => {
    expect(titles(text)[0]).toMatch(title);
  });
});

test('a warning goes away and QEMU says nothing else', () => {
  const document = layout('-machine pc,max-ram-below-4g=3000M -m 4G');
  const [fix] = fixesOf(document);
  expect(fix?.title).toBe('Raise max-ram-below-4g to 3G');
  expect(mended(document, fix ?? { edits: [] })).toMatchObject({ refusals: [], warnings: [] });
});

test('several mistakes are mended by one fix with several changes', () => {
  const document = layout('-machine q35,foo=1 -cpu qemu64,phys-bits=31 -m 4G,slots=300,maxmem=8G');
  const [fix] = fixesOf(document);
  expect(fix?.changes.map(({ path }) => path).sort()).toEqual(['cpu.physBits', 'machine.extra.foo', 'memory.slots']);
  expect(mended(document, fix ?? { edits: [] }).refusals).toEqual([]);
});

test('a stack that cannot be plugged is present at boot, or a DIMM', () => {
  const sp4 = { kind: 'sp-mem' as const, id: 'sp4', memdev: 'hbm4', node: 4 };
  const backend = { id: 'hbm4', type: 'ram' as const, size: 128 * GiB };
  const document: LayoutDocument = {
    ...layout(stacks('576G', 3)),
    events: [{ do: 'plug', device: sp4, backend }],
  };
  const finding = planOverTime(document, 0).plan.diagnostics.find(({ code }) => code === 'device/cold-plug-only');
  if (finding?.qemu === undefined) throw new Error('it is not refused');
  const { fixes } = search(document, { code: finding.code, qemu: finding.qemu });
  expect(fixes.slice(0, 2).map(({ title }) => title)).toEqual(['Have sp4 present at boot', 'Make sp4 a DIMM']);
  for (const { edits } of fixes) {
    const after = commitEdits(document, edits);
    if (!after.ok) throw new Error('the fix does not fit the layout');
    const { verdict, timeline } = planOverTime(after.value, 0).plan;
    expect(verdict.starts).toBe(true);
    // A layout whose only step is gone has no timeline.
    expect([...(timeline?.columns.outcome ?? [])]).not.toContain(STEP_OUTCOMES.indexOf('refused'));
    expect(timeline?.steps ?? 0).toBe(after.value.events.length);
  }
});

test('a finding that the layout does not have has no fixes', () => {
  expect(search(layout(ADDRESS_BITS), { code: 'device/fragmented' })).toEqual({ fixes: [], tried: 0, complete: true });
});

test('a layout of hundreds of devices costs few tries', () => {
  const document = layout(ADDRESS_BITS);
  const backends = Array.from({ length: 300 }, (_, index) => ({ id: `b${index}`, type: 'ram' as const, size: GiB }));
  const devices = backends.map(({ id }) => ({ kind: 'pc-dimm' as const, memdev: id }));
  const { fixes, tried } = search({ ...document, backends, devices }, { code: 'machine/phys-bits-too-low' });
  expect(tried).toBeLessThan(300);
  expect(fixes.length).toBeLessThanOrEqual(6);
}, 60_000);

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly ok: boolean;
}

describe('recorded refusals', () => {
  const refused = [recorded, more, found]
    .flatMap((text) => JSON.parse(text) as readonly RecordedCase[])
    .filter(({ ok }) => !ok);
  const sample = refused.flatMap(({ id, args }, index) => {
    if (index % 29 !== 0) return [];
    const imported = qemuCommandLine.read([PROGRAM, ...args.map(shellWord)].join(' '));
    if (!imported.ok || start(imported.value.document).refusals.length === 0) return [];
    return [{ id, document: imported.value.document }];
  });

  test(`every fix starts, and none of its changes is needless (${sample.length})`, () => {
    const without: string[] = [];
    for (const { id, document } of sample) {
      const fixes = fixesOf(document);
      if (fixes.length === 0) without.push(id);
      for (const fix of fixes) {
        expect.soft(mended(document, fix).refusals, `${id}: ${fix.title}`).toEqual([]);
        if (fix.changes.length === fix.edits.length && fix.edits.length > 1) {
          const needless = fix.edits.filter((_, index) => {
            const fewer = commitEdits(document, withoutEdits(fix.edits, index, 1));
            return fewer.ok && start(fewer.value).refusals.length === 0;
          });
          expect.soft(needless, `${id}: ${fix.title}`).toEqual([]);
        }
      }
    }
    expect(without).toEqual([]);
  }, 120_000);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SOFT_RESERVED } from '../base/e820';
import { addr } from '../base/addr';
import { efiMemoryMap, guestBootLog } from '../codecs/captures/boot-log';
import { etcE820 } from '../codecs/captures/etc-e820';
import { flatView } from '../codecs/captures/flat-view';
import { memoryDevices } from '../codecs/captures/memory-devices';
import { srat } from '../codecs/captures/srat';
import type { Importer } from '../codecs/format';
import { importText } from '../codecs/importers';
import { arbitraryDocument } from '../document/arbitrary';
import { samples } from '../document/samples/index';
import { layout } from '../document/layout-builder';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import type { Plan } from '../plan/plan';
import type { Capture, CapturedEntry } from './capture';
import { checkCapture, type Check } from './check';
import { checkText } from './check-text';

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/captures/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const file = (name: string): string => FILES[`../../fixtures/captures/${name}`] ?? '';

const planOf = (document: LayoutDocument): Plan => computePlan(document, 1);
function planned(commandLine: string): Plan {
  const read = importText(commandLine);
  if (!read.ok) throw new Error(read.error.message);
  return planOf(read.value.document);
}
function captured(importer: Importer, text: string): Capture {
  const read = importer.read(text);
  if (!read.ok) throw new Error(read.error.message);
  if (read.value.capture === undefined) throw new Error('no capture');
  return read.value.capture;
}

/** What a guest would say that is exactly as planned. */
function ownTable(plan: Plan): readonly CapturedEntry[] {
  return (plan.snapshots[0]?.e820 ?? []).map(({ range, type, claims }) => ({
    range,
    type,
    ...(claims === undefined ? {} : { claims: { start: BigInt(claims.start), end: BigInt(claims.end) } }),
  }));
}
const table = (entries: readonly CapturedEntry[]): Capture => ({
  title: 'etc/e820',
  of: 'e820',
  stage: 'qemu',
  entries,
});
const kinds = (check: Check): readonly string[] => check.rows.map(({ kind }) => kind);

describe('a guest with one specific-purpose device of 8 GiB', () => {
  const HEX =
    '0000000000000000000000800000000001000000000000000100000000000080000000000100000000000080010000000000000002000000ffffffef';
  const spm = (ram: string, size: string): Plan =>
    planned(
      `-machine q35 -cpu Skylake-Server-v1 -m ${ram},maxmem=20G -object memory-backend-ram,id=m0,size=${size} -device sp-mem,id=sp0,memdev=m0`,
    );

  test('is equal to its plan, byte for byte', () => {
    const check = checkCapture(spm('4G', '8G'), captured(etcE820, HEX));
    expect(check).toMatchObject({ verdict: 'equal', sentence: 'Equal to the plan’s etc/e820: 3 entries, 60 bytes.' });
    expect(check.bytes).toEqual({
      guest: { length: 60, sha256: 'c23b2c39452a0cfc97ea7722457c98514d3a00c200ff9e9d305ac1a8641a190c' },
      plan: { length: 60, sha256: 'c23b2c39452a0cfc97ea7722457c98514d3a00c200ff9e9d305ac1a8641a190c' },
    });
  });

  test('is told entry by entry from other plans', () => {
    const larger = checkCapture(spm('4G', '9G'), captured(etcE820, HEX));
    expect(larger).toMatchObject({
      verdict: 'differs',
      sentence: 'Differs: 1 of 3 entries is not as the plan has it.',
      bytes: { firstDifference: 51 },
    });
    expect(larger.rows[2]).toMatchObject({
      kind: 'resized',
      differs: ['end', 'size'],
      why: '1 GiB smaller in the guest.',
      plan: { path: 'devices.0' },
    });
    const moved = checkCapture(spm('5G', '8G'), captured(etcE820, HEX));
    expect(kinds(moved)).toEqual(['equal', 'resized', 'moved']);
    expect(moved.rows[2]?.why).toBe('Starts 1 GiB lower in the guest.');
    const without = checkCapture(planned('-machine q35 -cpu Skylake-Server-v1 -m 4G'), captured(etcE820, HEX));
    expect(kinds(without)).toEqual(['equal', 'equal', 'missing-in-plan']);
    expect(without.rows[2]?.why).toBe('Only the guest has it; the plan has nothing there.');
  });

  test('with its entries in another order is the same ranges in another order', () => {
    const bytes = [HEX.slice(40, 80), HEX.slice(0, 40), HEX.slice(80)].join('');
    const check = checkCapture(spm('4G', '8G'), captured(etcE820, bytes));
    expect(check).toMatchObject({
      verdict: 'other-order',
      sentence: 'Same ranges, other order: 3 entries, none of them different.',
      bytes: { firstDifference: 4 },
    });
    expect(check.rows.map(({ guestIndex, planIndex }) => [guestIndex, planIndex])).toEqual([
      [0, 1],
      [1, 0],
      [2, 2],
    ]);
  });

  test('that does not start is not comparable', () => {
    const check = checkCapture(planned('-machine q35 -m 4G -device sp-mem'), captured(etcE820, HEX));
    expect(check).toMatchObject({ verdict: 'not-comparable', rows: [] });
    expect(check.sentence).toMatch(/refuses to start/);
  });
});

describe('any plan', () => {
  /** Most random layouts do not start; those of the gallery do. */
  const documents = fc.oneof(fc.constantFrom(...samples.all.map(({ document }) => document)), arbitraryDocument);

  test('is equal to its own tables', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const plan = planOf(document);
        if (!plan.verdict.starts) {
          expect(checkCapture(plan, table([])).verdict).toBe('not-comparable');
          return;
        }
        expect(checkCapture(plan, table(ownTable(plan))).verdict).toBe('equal');
        const devices = (plan.snapshots[0]?.tables?.memoryDevices ?? []).map(({ type, id, range, slot, memdev }) => ({
          type,
          range,
          memdev,
          ...(id === undefined ? {} : { id }),
          ...(slot === undefined ? {} : { slot }),
        }));
        expect(checkCapture(plan, { title: '', of: 'memory-devices', devices }).verdict).toBe('equal');
        const bytes = plan.snapshots[0]?.tables?.files.find(({ name }) => name === 'SRAT')?.bytes;
        if (bytes === undefined) return;
        const read = srat.binary?.read(bytes);
        if (read?.ok !== true || read.value.capture === undefined) throw new Error('not read');
        expect(checkCapture(plan, read.value.capture).verdict).toBe('equal');
      }),
      { numRuns: 100 },
    );
  });

  test('is equal to the file that it predicts', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const plan = planOf(document);
        const bytes = plan.snapshots[0]?.tables?.files.find(({ name }) => name === 'etc/e820')?.bytes;
        if (!plan.verdict.starts || bytes === undefined || bytes.length === 0) return;
        const read = etcE820.binary?.read(bytes);
        if (read?.ok !== true || read.value.capture === undefined) throw new Error('not read');
        expect(checkCapture(plan, read.value.capture).verdict).toBe('equal');
      }),
      { numRuns: 50 },
    );
  });

  const shared = planOf(
    layout()
      .cpu('Skylake-Server-v1')
      .ram('6G')
      .node('2G')
      .node('4G')
      .specificPurpose('1G', { node: 0 })
      .specificPurpose('3G', { node: 1 })
      .build(),
  );

  test('in any other order is the same in another order', () => {
    const own = ownTable(shared);
    fc.assert(
      fc.property(fc.shuffledSubarray([...own], { minLength: own.length }), (entries) => {
        const isSame = entries.every((entry, index) => entry === own[index]);
        expect(checkCapture(shared, table(entries)).verdict).toBe(isSame ? 'equal' : 'other-order');
      }),
    );
  });

  test('differs in exactly the entry that was changed', () => {
    const own = ownTable(shared);
    const changes = fc.constantFrom<[string, (entry: CapturedEntry) => CapturedEntry | undefined]>(
      ['resized', (entry) => ({ ...entry, range: { ...entry.range, end: addr(entry.range.end - 4096) } })],
      ['resized', (entry) => ({ ...entry, range: { ...entry.range, start: addr(entry.range.start + 4096) } })],
      ['retyped', (entry) => ({ ...entry, type: entry.type === SOFT_RESERVED ? 2 : SOFT_RESERVED })],
      [
        'moved',
        ({ range: { start, end }, ...entry }) => ({
          ...entry,
          range: { start: addr(start + 2 ** 45), end: addr(end + 2 ** 45) },
        }),
      ],
      ['missing-in-guest', () => undefined],
    );
    fc.assert(
      fc.property(fc.nat(own.length - 1), changes, (at, [kind, change]) => {
        const entries = own.flatMap((entry, index) => (index === at ? (change(entry) ?? []) : [entry]));
        const check = checkCapture(shared, table(entries));
        expect(check.verdict).toBe('differs');
        expect(kinds(check)).toEqual(own.map((_, index) => (index === at ? kind : 'equal')));
      }),
    );
  });
});

describe('what the real QEMU said', () => {
  const plan = (): Plan => planned(file('two-nodes.cmd'));

  test.each([
    ['etc/e820', etcE820, 'two-nodes.e820.od-tx1.txt'],
    ['SRAT', srat, 'two-nodes.srat.dsl'],
    ['query-memory-devices', memoryDevices, 'two-nodes.query-memory-devices.json'],
    ['info memory-devices', memoryDevices, 'two-nodes.info-memory-devices.txt'],
    ['info mtree -f', flatView, 'two-nodes.info-mtree-f.txt'],
  ])('in %s is equal to the plan', (_, importer, name) => {
    const check = checkCapture(plan(), captured(importer, file(name)));
    expect(check.rows.filter(({ kind }) => kind !== 'equal')).toEqual([]);
    expect(check.verdict).toBe('equal');
  });

  test('differs where a device is another', () => {
    const other = planned(
      file('two-nodes.cmd')
        .replace('id=dimm0,memdev=d0,node=0', 'id=dimm0,memdev=d0,node=1')
        .replace('requested-size=1G', 'requested-size=2G'),
    );
    const check = checkCapture(other, captured(memoryDevices, file('two-nodes.info-memory-devices.txt')));
    expect(check.rows.filter(({ kind }) => kind !== 'equal')).toMatchObject([
      { kind: 'changed', differs: ['node'], why: 'Node 0 in the guest, 1 in the plan.', plan: { path: 'devices.1' } },
      { kind: 'changed', differs: ['requested'], why: 'Requested 1 GiB in the guest, 2 GiB in the plan.' },
    ]);
  });

  test('as text says the same', () => {
    const capture = captured(etcE820, file('two-nodes.e820.hex'));
    const text = checkText(capture, checkCapture(planned('-machine q35 -cpu Skylake-Server-v1 -m 4G'), capture));
    expect(text).toMatchInlineSnapshot(`
      "etc/e820 of the guest, held against the plan
      Differs: 1 of 3 entries is not as the plan has it.

      1. equal: 0x0000000000-0x007fffffff, 2 GiB, usable
      2. equal: 0x0100000000-0x017fffffff, 2 GiB, usable
      3. not in the plan: Only the guest has it; the plan has nothing there.
         guest: 0x0180000000-0x01ffffffff, 2 GiB, soft reserved
         plan:  -

      guest: 60 bytes, SHA-256 9313f984f30d1d3e14bb5601ec537b36580f41144ddd9d3853706fcd69cf394f
      plan:  40 bytes, SHA-256 bb5258ceed6e4859331e0ef692d92b38d76beba10b7ef331e0fc830c8fa5e2ed
      first differing byte: 40
      "
    `);
  });
});

describe('what the guest prints', () => {
  test('is held against the plan’s kernel', () => {
    const plan = planned('-machine q35 -cpu Skylake-Server-v1 -m 4G');
    const lines = plan.linux?.bios ?? [];
    const log = lines
      .map(({ range, type }) => {
        const hex = (at: number): string => `0x${at.toString(16).padStart(16, '0')}`;
        return `BIOS-e820: [mem ${hex(range.start)}-${hex(range.end - 1)}] ${type === 1 ? 'usable' : 'reserved'}`;
      })
      .join('\n');
    expect(checkCapture(plan, captured(guestBootLog, log))).toMatchObject({
      verdict: 'equal',
      against: 'BIOS-e820 table',
    });
  });

  test('as a UEFI map counts touching descriptors as one', () => {
    const plan = planned('-machine q35 -cpu Skylake-Server-v1 -m 4G -drive if=pflash,file=OVMF_CODE.fd');
    const map =
      'efi: mem00: [Boot Code|   |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000100000000-0x000000013fffffff] (1024MB)\nefi: mem01: [Conventional Memory|   |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000140000000-0x000000017fffffff] (1024MB)\n';
    const check = checkCapture(plan, captured(efiMemoryMap, map));
    expect(check.rows.filter(({ guest }) => guest !== undefined)).toMatchObject([{ kind: 'equal' }]);
  });

  test('is not comparable where the firmware is unknown', () => {
    const document = layout().ram('4G').build();
    const plan = planOf({ ...document, boot: { ...document.boot, firmware: 'of-my-own' } });
    const check = checkCapture(
      plan,
      captured(guestBootLog, 'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable'),
    );
    expect(check.sentence).toMatch(/knows nothing of the firmware “of-my-own”/);
  });
});

test('bytes of a table whose entries are equal may still differ', () => {
  const plan = planned(file('two-nodes.cmd'));
  const text = file('two-nodes.srat.hexdump-C.txt');
  const capture = captured(srat, text);
  if (capture.of !== 'srat' || capture.bytes === undefined) throw new Error('no bytes');
  const bytes = capture.bytes.slice();
  bytes[51] = 9;
  expect(checkCapture(plan, { ...capture, bytes })).toMatchObject({
    verdict: 'differs',
    sentence: expect.stringMatching('from byte 51 on') as string,
  });
});

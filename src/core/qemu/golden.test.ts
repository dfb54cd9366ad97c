/**
 * Every recorded configuration, field by field. A failure prints the ids that differ and the first differences; to look at one case,
 * `CASE=ht-q35-pb44-990G npx vitest run --project unit src/core/qemu/golden.test.ts`.
 */
import { describe, expect, it } from 'vitest';
import recorded from '../../fixtures/qemu-11.1/recorded.json?raw';
import recordedFound from '../../fixtures/qemu-11.1/recorded-found.json?raw';
import recordedMore from '../../fixtures/qemu-11.1/recorded-more.json?raw';
import recordedTables from '../../fixtures/qemu-11.1/recorded-tables.json?raw';
import { toHex } from '../base/bytes';
import { jsonText, type Json } from '../codecs/json-text';
import { predict } from '../codecs/prediction';
import { startUp } from './startup';
import { accepted } from './tables/accepted';
import { acpiTables, fwCfgDirectory } from './tables/fw-cfg';
import { apicIdLimit } from './tables/numa-key';

interface RecordedCase {
  readonly id: string;
  readonly args: readonly string[];
  readonly ok: boolean;
  readonly error: string | null;
  readonly warnings: readonly string[];
  readonly [field: string]: Json;
}

interface RecordedTables {
  readonly id: string;
  readonly args: readonly string[];
  readonly files: readonly (readonly [name: string, key: number, size: number])[];
  readonly apic_id_limit: number;
  readonly slit_hex: string | null;
  readonly hmat_hex: string | null;
}

interface Difference {
  readonly id: string;
  readonly field: string;
  readonly text: string;
}

const FIELDS = [
  'ok',
  'error',
  'warnings',
  'e820',
  'e820_hex',
  'reserved_memory_end',
  'srat_hex',
  'srat_mem',
  'memory_devices',
  'cmos',
  'numa_key',
] as const;

/** Refusals that are about memory: sizes, nodes, placement, address space; not about the syntax of other options. */
const ABOUT_MEMORY =
  /mem|slot|size|RAM|address|NUMA|[Nn]ode|dist|align|phys-bits|window|interleave|CXL|dimm|backend|Hugepage|initiator/;

const only =
  import.meta.env['CASE'] ??
  (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env['CASE'];

const read = (text: string): readonly RecordedCase[] =>
  (JSON.parse(text) as RecordedCase[]).filter(({ id }) => only === undefined || id === only);

/** Values as text with sorted keys, so that the order in which QMP names fields does not count. */
const sorted = (value: Json | undefined): string => jsonText(withSortedKeys(value ?? null));
function withSortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, item === undefined ? item : withSortedKeys(item)]),
  );
}

/** The lines around the first character that differs. */
function firstDifference(want: string, got: string): string {
  let at = 0;
  while (at < want.length && want[at] === got[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `at ${at}\n      recorded …${want.slice(from, at + 100)}\n      predicted …${got.slice(from, at + 100)}`;
}

function differences(recordedCase: RecordedCase): Difference[] {
  const { id, args } = recordedCase;
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = predict({ id, args }, args);
  } catch (error) {
    return [{ id, field: 'throws', text: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }];
  }
  return FIELDS.flatMap((field) => {
    const want = sorted(recordedCase[field]);
    const got = sorted(answer[field] as Json | undefined);
    return want === got ? [] : [{ id, field, text: firstDifference(want, got) }];
  });
}

function report(found: readonly Difference[], cases: readonly RecordedCase[]): string {
  if (found.length === 0) return '';
  const ids = new Set(found.map(({ id }) => id));
  const counts = new Map<string, number>();
  for (const { field } of found) counts.set(field, (counts.get(field) ?? 0) + 1);
  const argsOf = new Map(cases.map(({ id, args }) => [id, args]));
  const shown = [...ids].slice(0, only === undefined ? 25 : 1000).map((id) => {
    const own = found.filter((difference) => difference.id === id);
    return `${id}: ${(argsOf.get(id) ?? []).join(' ').slice(0, 600)}\n${own.map(({ field, text }) => `    ${field} ${text}`).join('\n')}`;
  });
  const summary = [...counts].map(([field, count]) => `${field} ${count}`).join(', ');
  return `${ids.size} of ${cases.length} cases differ (${summary}): ${[...ids].join(' ')}\n\n${shown.join('\n\n')}\n`;
}

describe('QEMU 11.1.3', () => {
  it('is predicted in every recorded field of 600 configurations', () => {
    const cases = read(recorded);
    expect(report(cases.flatMap(differences), cases)).toBe('');
  });

  it('is predicted in every field where random configurations once found a difference', () => {
    const cases = read(recordedFound);
    expect(report(cases.flatMap(differences), cases)).toBe('');
  });

  describe('with odd spellings, topologies and refusals', () => {
    const cases = read(recordedMore);
    const found = cases.flatMap(differences);

    it('is predicted in every field of the configurations that start', () => {
      const accepted = cases.filter(({ ok }) => ok);
      const ids = new Set(accepted.map(({ id }) => id));
      expect(
        report(
          found.filter(({ id }) => ids.has(id)),
          accepted,
        ),
      ).toBe('');
    });

    it('is predicted to start or not in all of them', () => {
      expect(
        report(
          found.filter(({ field }) => field === 'ok' || field === 'throws'),
          cases,
        ),
      ).toBe('');
    });

    it('is quoted verbatim wherever a refusal is about memory', () => {
      const refused = cases.filter(({ error }) => error !== null && ABOUT_MEMORY.test(error));
      const ids = new Set(refused.map(({ id }) => id));
      expect(
        report(
          found.filter(({ id }) => ids.has(id)),
          refused,
        ),
      ).toBe('');
    });

    it('is quoted verbatim in at least nine of ten refusals', () => {
      const refused = cases.filter(({ ok }) => !ok);
      const wrong = new Set(found.filter(({ field }) => field === 'error').map(({ id }) => id));
      const share = refused.filter(({ id }) => !wrong.has(id)).length / Math.max(refused.length, 1);
      expect(
        share,
        report(
          found.filter(({ field }) => field === 'error'),
          refused,
        ),
      ).toBeGreaterThanOrEqual(0.9);
    });
  });

  describe.each(JSON.parse(recordedTables) as RecordedTables[])(
    'with $id',
    ({ args, files, apic_id_limit, slit_hex, hmat_hex }) => {
      const startup = accepted(startUp(args));
      if (!startup) throw new Error(`refused: ${args.join(' ')}`);

      it('has the same fw_cfg directory', () => {
        const directory = fwCfgDirectory(startup);
        expect(directory.map(({ name, key }) => [name, key])).toEqual(files.map(([name, key]) => [name, key]));
        const sized = new Map(directory.map(({ name, size }) => [name, size]));
        for (const [name, , size] of files) expect(sized.get(name) ?? size, name).toBe(size);
      });

      it('has the same SLIT, HMAT and number of APIC ids', () => {
        const table = (name: string) => {
          const bytes = acpiTables(startup).find((file) => file.name === name)?.bytes;
          return bytes === undefined ? null : toHex(bytes);
        };
        expect(table('SLIT')).toBe(slit_hex);
        expect(table('HMAT')).toBe(hmat_hex);
        expect(apicIdLimit(startup)).toBe(apic_id_limit);
      });

      it('labels each byte of its tables once', () => {
        for (const { name, size, fields } of acpiTables(startup)) {
          let at = 0;
          for (const field of fields) {
            expect(field.offset, name).toBe(at);
            at += field.length;
          }
          expect(at, name).toBe(size);
        }
      });
    },
  );
});

import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { FORMAT } from '../core/document/schema';
import { encodeLink } from '../share/link';
import { readDocument } from '../core/document/defaults';
import { main } from './physmap';
import { watchPrinted } from './printed-for-tests';

const HOSTILE = 'it is <ours> & "fine"\n]]>\u001b[2J | `x`';
/** 979 GiB move to 1 TiB, where 40 address bits do not reach. */
const refused = (waivers: readonly object[], title = 'too large'): object => ({
  ...{ format: FORMAT, title, machine: { type: 'q35' }, memory: { size: 979 * 2 ** 30 } },
  review: { waivers },
});
/** Firmware that drops the mark of what is soft reserved. */
const warned = (waivers: readonly object[]): object => ({
  ...{ format: FORMAT, machine: { type: 'q35' }, memory: { size: 2 ** 31, slots: 1, maxmem: 2 ** 32 } },
  backends: [{ id: 's', type: 'ram', size: 2 ** 30 }],
  devices: [{ kind: 'sp-mem', id: 'd', memdev: 's' }],
  boot: { firmware: 'seabios' },
  review: { waivers },
});

let folder = '';
const printed = watchPrinted();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'physmap-check-'));
});
afterAll(() => rm(folder, { recursive: true }));
async function check(layout: object, ...options: readonly string[]): Promise<number> {
  const path = join(folder, 'layout.json');
  await writeFile(path, JSON.stringify(layout));
  printed.forget();
  return main(['check', path, ...options]);
}

/** What the check finds, as SARIF tells it: each with its code and place. */
async function waiversOf(layout: (waivers: readonly object[]) => object, reason: string): Promise<readonly object[]> {
  await check(layout([]), '--format', 'sarif');
  const { results } = sarif.parse(JSON.parse(printed.out)).runs[0] ?? { results: [] };
  return results.map(({ ruleId, locations }) => {
    const path = locations[0]?.logicalLocations[0]?.fullyQualifiedName;
    return { code: ruleId, reason, by: 'Ann', time: 0, ...(path === undefined ? {} : { path }) };
  });
}

const LEVEL = z.enum(['error', 'warning', 'note', 'none']);
const message = z.strictObject({ text: z.string().check(z.minLength(1)) });
/** What the specification asks for, of the properties that are written here. */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('physmap'),
          rules: z.array(z.strictObject({ id: z.string(), shortDescription: message })),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().check(z.int(), z.minimum(0)),
          level: LEVEL,
          message,
          locations: z.array(
            z.strictObject({
              physicalLocation: z.optional(
                z.strictObject({
                  artifactLocation: z.strictObject({ uri: z.string().check(z.regex(/^[\w.~%/:-]+$/)) }),
                  region: z.strictObject({ startLine: z.number().check(z.minimum(1)) }),
                }),
              ),
              logicalLocations: z.array(
                z.strictObject({
                  name: z.string(),
                  kind: z.string(),
                  fullyQualifiedName: z.optional(z.string()),
                }),
              ),
            }),
          ),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z.array(
            z.strictObject({
              kind: z.enum(['inSource', 'external']),
              status: z.enum(['accepted', 'underReview', 'rejected']),
              justification: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
});

function cases(xml: string): readonly { readonly name: string; readonly is: string; readonly message: string }[] {
  const { root } = parseXml(xml);
  const elements = (element: XmlElement): readonly XmlElement[] =>
    element.children.filter((child) => child instanceof XmlElement);
  return (root === null ? [] : elements(root)).flatMap(elements).map((each) => {
    const [result] = elements(each);
    return {
      name: each.attributes['name'] ?? '',
      is: result?.name ?? 'passed',
      message: result?.attributes['message'] ?? '',
    };
  });
}

describe('what fails', () => {
  it('is an error, and with --fail-on warning a warning too', async () => {
    expect(await check(refused([]))).toBe(1);
    expect(await check(warned([]))).toBe(0);
    expect(await check(warned([]), '--fail-on', 'warning')).toBe(1);
    expect(await check({ format: FORMAT, machine: { type: 'q35' } }, '--fail-on=warning')).toBe(0);
  });

  it('is nothing that a reviewer let pass, which is listed with the reason', async () => {
    const waivers = await waiversOf(refused, HOSTILE);
    expect(await check(refused(waivers))).toBe(0);
    expect(printed.out).toMatch(/^waived error /);
    expect(printed.out).toContain(
      '  waived: it is <ours> & "fine"\n  ]]>\ufffd[2J | `x` (Ann, 1970-01-01 00:00 UTC)\n',
    );
    expect(printed.out).toMatch(/\nQEMU refuses to start: 0 errors, \d+ warnings, \d+ notes, \d+ waived\n$/);
    expect(await check(warned(await waiversOf(warned, 'known')), '--fail-on', 'warning')).toBe(0);
  });

  it('is a finding whose waiver is about something else, and such waivers are told', async () => {
    const stale = [
      { code: 'nosuch', reason: 'old' },
      { code: 'nosuch', path: 'devices.7', what: 'sp7', reason: 'older' },
    ];
    expect(await check(refused(stale))).toBe(1);
    expect(printed.out).toContain('waiver without a finding: nosuch\n  where: the whole layout\n  waived: old\n');
    expect(printed.out).toContain('  where: sp7\n  waived: older\n');
  });

  it('is a request that makes no sense', async () => {
    for (const options of [['--format', 'html'], ['--fail-on', 'info'], ['--out='], ['more.json']]) {
      printed.forget();
      expect(await check(warned([]), ...options)).toBe(2);
      for (const part of ['physmap: ', 'where: ', 'why: ', 'works: ']) expect(printed.complaints).toContain(part);
    }
    expect(await check(warned([]), '--out', join(folder, 'no', 'such', 'folder'))).toBe(2);
    expect(await check({ format: FORMAT })).toBe(2);
  });
});

describe('SARIF', () => {
  it('has what version 2.1.0 asks for, and waivers as suppressions with their reasons', async () => {
    const waivers = await waiversOf(refused, HOSTILE);
    expect(await check(refused([]), '--format', 'sarif')).toBe(1);
    const [open] = sarif.parse(JSON.parse(printed.out)).runs;
    expect(open?.results.length).toBeGreaterThan(0);
    expect(open?.results.every(({ suppressions }) => suppressions.length === 0)).toBe(true);
    expect(
      open?.results.map(({ ruleId, ruleIndex }) => open.tool.driver.rules[ruleIndex]?.id === ruleId),
    ).not.toContain(false);
    expect(open?.results[0]?.message.text).toContain('QEMU:  Address space limit 0xffffffffff < 0x1fc3fffffff');

    expect(await check(refused(waivers), '--format=sarif')).toBe(0);
    const [waived] = sarif.parse(JSON.parse(printed.out)).runs;
    const [suppression] = waived?.results[0]?.suppressions ?? [];
    expect(suppression).toEqual({
      ...{ kind: 'inSource', status: 'accepted' },
      justification: `${HOSTILE} (Ann, 1970-01-01 00:00 UTC)`,
    });
    expect(waived?.results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri).toMatch(/^file:.*layout\.json$/);
  });

  it('names no file for a link', async () => {
    const read = readDocument(refused([]));
    const link = read.ok ? `https://example.org/#${await encodeLink(read.value)}` : '';
    expect(await main(['check', link, '--format', 'sarif'])).toBe(1);
    const [run] = sarif.parse(JSON.parse(printed.out)).runs;
    expect(run?.results[0]?.locations[0]).not.toHaveProperty('physicalLocation');
  });
});

describe('JUnit', () => {
  it('is sound XML with a test for the start and one for each finding, skipped where it is waived', async () => {
    const path = join(folder, 'check.xml');
    expect(await check(refused([], HOSTILE), '--format', 'junit', '--out', path)).toBe(1);
    expect(printed.out).toMatch(/^QEMU refuses to start: [1-9]\d* errors/);
    const [start, ...found] = cases(await readFile(path, 'utf8'));
    expect(start).toMatchObject({ name: 'QEMU starts', is: 'failure' });
    expect(start?.message).toContain('Address space limit');
    expect(found.map(({ is }) => is)).toContain('failure');

    expect(await check(refused(await waiversOf(refused, HOSTILE)), '--format', 'junit')).toBe(0);
    const skipped = cases(printed.out);
    expect(skipped.map(({ is }) => is)).not.toContain('failure');
    expect(skipped[1]).toMatchObject({
      is: 'skipped',
      message: `waived: ${HOSTILE.replace('\u001b', '\ufffd')} (Ann, 1970-01-01 00:00 UTC)`,
    });
    const counts = /tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)"/.exec(printed.out)?.slice(1).map(Number);
    expect(counts).toEqual([skipped.length, 0, skipped.filter(({ is }) => is === 'skipped').length]);
  });

  it('has a test that passes for a layout without findings', async () => {
    expect(
      await check({ format: FORMAT, machine: { type: 'q35' }, memory: { size: 2 ** 30 } }, '--format', 'junit'),
    ).toBe(0);
    expect(cases(printed.out)[0]).toEqual({ name: 'QEMU starts', is: 'passed', message: '' });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../core/document/defaults';
import { encodeLink } from '../share/link';
import { main } from './physmap';
import { watchPrinted } from './printed-for-tests';

const layoutOf = (size: string): string =>
  `qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m 4G,slots=1,maxmem=16G -object memory-backend-ram,id=m,size=${size} -device pc-dimm,id=d,memdev=m\n`;

let folder = '';
const printed = watchPrinted();
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'physmap-compare-'));
  await writeFile(path('a.sh'), layoutOf('4G'));
  await writeFile(path('b.sh'), layoutOf('8G'));
  const table = (high: string): string =>
    `0000000000000000000000800000000001000000${'0000000001000000'}${high}01000000`;
  await writeFile(path('as-planned.hex'), table('0000008000000000'));
  await writeFile(path('refused.sh'), layoutOf('4G').replace('memdev=m', 'memdev=none'));
  await writeFile(path('machine.hex'), table('0000004000000000'));
  await writeFile(
    path('respelled.sh'),
    layoutOf('4096M').replace('-m 4G,slots=1,maxmem=16G', '-m maxmem=16G,size=4096,slots=1'),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('compare', () => {
  it('tells what differs and ends with 1', async () => {
    expect(await main(['compare', path('a.sh'), path('b.sh')])).toBe(1);
    for (const part of [
      'd grows by 4 GiB',
      `A  ${path('a.sh')}`,
      'resized + 4 GiB, same start',
      'id=m,size=[-4G-]{+8G+}',
      'Devices  d  4 GiB  →  8 GiB',
    ])
      expect(printed.out).toContain(part);
  });

  it('ends with 0 where both mean the same, however they are spelled, and whether file or link', async () => {
    expect(await main(['compare', path('a.sh'), path('respelled.sh')])).toBe(0);
    expect(printed.out).toContain('Nothing changes');
    const read = readDocument({ format: 1, machine: { type: 'q35' } });
    if (!read.ok) throw new Error('the layout does not read');
    const link = `#${await encodeLink(read.value)}`;
    expect(await main(['compare', link, link])).toBe(0);
  });

  it('writes all of it as JSON', async () => {
    expect(await main(['compare', '--json', path('a.sh'), path('b.sh')])).toBe(1);
    const answer = JSON.parse(printed.out) as Record<string, unknown>;
    expect(answer).toMatchObject({ same: false, headline: 'd grows by 4 GiB' });
    expect(answer['ranges']).toContainEqual({
      id: 'd',
      kinds: ['resized'],
      before: { start: '0x180000000', end: '0x280000000', kind: 'dimm', name: 'd', node: 0 },
      after: { start: '0x180000000', end: '0x380000000', kind: 'dimm', name: 'd', node: 0 },
      movedBy: 0,
      resizedBy: 4 * 2 ** 30,
      words: ['resized + 4 GiB', 'same start'],
    });
  });

  it('holds what a machine says against a layout, whichever comes first', async () => {
    expect(await main(['compare', path('a.sh'), path('machine.hex')])).toBe(1);
    expect(printed.out).toContain('1 resized');
    expect(printed.out).toMatch(/usable \(2\)\s+resized − 1 GiB, same start/);
    printed.forget();
    expect(await main(['compare', path('as-planned.hex'), path('a.sh')])).toBe(0);
    expect(printed.out).toContain('The machine is as planned');
    printed.forget();
    expect(await main(['compare', path('as-planned.hex'), path('refused.sh')])).toBe(1);
    expect(printed.out).toContain('Nothing to compare with');
    expect(await main(['compare', path('machine.hex'), path('as-planned.hex')])).toBe(2);
    expect(printed.complaints).toContain('two machines are not compared');
  });

  it('ends with 2 where there are not two layouts to read', async () => {
    expect(await main(['compare', path('a.sh')])).toBe(2);
    expect(printed.complaints).toContain('two layouts are compared');
    expect(await main(['compare', path('a.sh'), path('none.sh')])).toBe(2);
    expect(printed.complaints).toContain('none.sh cannot be read');
    expect(printed.out).toBe('');
  });

  it('is in a report that is exported with a layout to compare with', async () => {
    const words = ['export', path('b.sh'), '--format', 'report-md', '--compared-with', path('a.sh')];
    expect(await main(words)).toBe(0);
    expect(printed.out).toContain('## Changes\n\nd grows by 4 GiB.');
    expect(await main([...words.slice(0, -1), path('none.sh')])).toBe(2);
  });
});

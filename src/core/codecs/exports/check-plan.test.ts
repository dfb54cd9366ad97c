import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { layout } from '../../document/layout-builder';
import { checkPlanText } from './check-plan';
import { planOf, twoStacks } from './layouts-for-tests';

interface Embedded {
  readonly qemu: readonly string[];
  readonly error: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: string; readonly fields: readonly unknown[] }[];
}

const embedded = (text: string): Embedded => {
  const [, plan = ''] = /^PLAN = json\.loads\(r"""([^]*?)"""\)$/m.exec(text) ?? [];
  return JSON.parse(plan) as Embedded;
};

test('the program holds the command line and the bytes of every file', () => {
  const { qemu, error, files } = embedded(checkPlanText(planOf(twoStacks)));
  expect(qemu.slice(0, 2)).toEqual(['-machine', 'q35']);
  expect(error).toBeNull();
  expect(files.map(({ name, bytes }) => [name, bytes.length / 2])).toEqual([
    ['etc/e820', 100],
    ['etc/reserved-memory-end', 8],
    ['SRAT', 384],
  ]);
  expect(files[0]?.fields[1]).toEqual([8, 8, 'length']);
});

test('the program holds QEMU’s words where the layout does not start', () => {
  const { error, files } = embedded(checkPlanText(planOf(layout().ram('4G', { maxmem: '2G' }).build())));
  expect(error).toContain('must be at least the initial memory size');
  expect(files).toEqual([]);
});

test('a word of the layout never ends the program’s text early', () => {
  const document = { ...layout().ram('1G').build(), options: [{ name: 'name', value: 'a"""b\\' }] };
  expect(embedded(checkPlanText(planOf(document))).qemu).toContain('a"""b\\');
});

test('Python takes the program, and it ends with 2 where there is no QEMU', () => {
  const document = { ...twoStacks, options: [{ name: 'name', value: 'a"""b\\' }] };
  const words = ['-', '--qemu', '/nowhere/qemu-system-x86_64'];
  const run = spawnSync('python3', words, { input: checkPlanText(planOf(document)), encoding: 'utf8' });
  if (run.error !== undefined) return;
  expect(run.stderr).toContain('QEMU cannot be started');
  expect(run.status).toBe(2);
});

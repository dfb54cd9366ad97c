/** Steps from a log of QMP, and steps as what can be sent to a real QEMU. */
import type { Page } from '@playwright/test';
import { chooseFormat, exportAs, openExport } from './exporting';
import { accessibilityProblems, expect, open, test } from './journey';
import { importText, paste, readImport, takeImport } from './stories';

const GiB = 2 ** 30;
const EMPTY_DAY = JSON.stringify({
  format: 4,
  title: 'A day of resizing',
  machine: { type: 'q35' },
  cpu: { model: 'Skylake-Server', physBits: 46 },
  memory: { size: 4 * GiB, slots: 4, maxmem: 32 * GiB },
  boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
});

const ask = (execute: string, given?: object): string =>
  JSON.stringify({ execute, ...(given === undefined ? {} : { arguments: given }) });
const DONE = '{"return": {}}';
const told = (seconds: number, event: string, data: object): string =>
  JSON.stringify({ timestamp: { seconds, microseconds: 0 }, event, data });
const ost = (seconds: number, info: object): string =>
  told(seconds, 'ACPI_DEVICE_OST', { info: { source: 3, slot: '0', 'slot-type': 'DIMM', ...info } });
const plug = (number: number, gib: number): readonly string[] => [
  ask('object-add', { 'qom-type': 'memory-backend-ram', id: `mem${number}`, size: gib * GiB }),
  DONE,
  ask('device_add', { driver: 'pc-dimm', id: `dimm${number}`, memdev: `mem${number}` }),
];
const SPACE = 'not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000';
/** The day as a monitor shows it, with what it says of itself, and one line that nobody understands. */
const LOG = [
  '{"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": ["oob"]}}',
  ask('qmp_capabilities'),
  DONE,
  ...plug(1, 8),
  DONE,
  ost(100, { device: 'dimm1', source: 1, status: 0 }),
  ...plug(2, 8),
  DONE,
  ost(160, { device: 'dimm2', source: 1, status: 0, slot: '1' }),
  ask('device_del', { id: 'dimm1' }),
  DONE,
  ost(220, { device: 'dimm1', status: 132 }),
  told(220, 'DEVICE_DELETED', { device: 'dimm1', path: '/machine/peripheral/dimm1' }),
  ost(220, { status: 0 }),
  'what is this?',
  ...plug(3, 12),
  DONE,
  ...plug(4, 8),
  DONE,
  ask('query-memory-devices'),
  '{"return": [{"type": "dimm", "data": {"id": "dimm4", "addr": 6442450944, "slot": 2, "node": 0, "size": 8589934592}}, {"type": "dimm", "data": {"id": "dimm2", "addr": 15032385536, "slot": 1, "node": 0, "size": 8589934592}}, {"type": "dimm", "data": {"id": "dimm3", "addr": 99857989632, "slot": 0, "node": 0, "size": 12884901888}}]}',
  ...plug(5, 4),
  JSON.stringify({ error: { class: 'GenericError', desc: SPACE } }),
].join('\r\n');

async function stepsOf(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: 'Address by time' }).click();
  const options = page.getByRole('listbox', { name: 'Steps of the timeline' }).getByRole('option');
  await expect(options.first()).toBeVisible();
  return (await options.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
}

test('a log of QMP becomes the steps of the layout on screen, and says where it differs', async ({ page }) => {
  await open(page);
  await importText(page, EMPTY_DAY);
  const dialog = await paste(page, LOG);
  await readImport(dialog);
  await expect(dialog.getByRole('status')).toContainText('Becomes the steps of the layout');
  const facts = dialog.getByRole('table', { name: 'What was understood' });
  await expect(facts.getByRole('row', { name: /^6 steps/ })).toBeVisible();
  await expect(facts.getByRole('row', { name: /^5 plug/ })).toBeVisible();
  await expect(facts.getByRole('row', { name: /^1 unplug/ })).toBeVisible();
  await expect(dialog).toContainText('Not understood: 1 of');
  await expect(dialog).toContainText(
    'query-memory-devices: addr of dimm3 is 0x1740000000 in the log, and physmap predicts 0x580000000.',
  );
  expect(await accessibilityProblems(page)).toEqual([]);
  await takeImport(dialog);
  expect(await stepsOf(page)).toEqual([
    'boot 4 GiB RAM, window 32 GiB etc/e820 written, 2 entries',
    't1 plug dimm1, 8 GiB 0x180000000',
    't2 plug dimm2, 8 GiB 0x380000000',
    't3 unplug dimm1 guest agreed',
    't4 plug dimm3, 12 GiB 0x580000000',
    't5 plug dimm4, 8 GiB 0x180000000',
    't6 plug dimm5, 4 GiB not enough space',
  ]);
});

test('steps leave as QMP, one command a line, and as a program for a real QEMU', async ({ page }) => {
  await open(page);
  await importText(page, EMPTY_DAY);
  const dialog = await openExport(page);
  await chooseFormat(page, 'Steps as QMP');
  await expect(dialog.getByRole('option', { name: /^Steps as QMP no steps/ })).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText('There is nothing to send: the layout has no steps.');
  await page.keyboard.press('Escape');
  await importText(page, LOG);

  const lines = (await exportAs(page, 'Steps as QMP')).toString('utf8').trimEnd().split('\n');
  expect(lines[0]).toBe('{"id":"boot","execute":"qmp_capabilities"}');
  expect(lines.slice(1, 3)).toEqual([
    '{"id":"t1","execute":"object-add","arguments":{"qom-type":"memory-backend-ram","id":"mem1","size":8589934592}}',
    '{"id":"t1.2","execute":"device_add","arguments":{"driver":"pc-dimm","id":"dimm1","memdev":"mem1"}}',
  ]);
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
    'boot',
    't1',
    't1.2',
    't2',
    't2.2',
    't3',
    't4',
    't4.2',
    't5',
    't5.2',
    't6',
    't6.2',
    'end',
  ]);
  const program = (await exportAs(page, 'Steps as a program')).toString('utf8');
  expect(program.startsWith('#!/usr/bin/env python3\n')).toBe(true);
  expect(program).toContain(SPACE);
  expect(program).toContain('"there":{"dimm4":{"addr":6442450944,"slot":2,"node":0}}');
});

import { expect, open, test } from './journey';
import { importText, openTable, selectInOutline, setField } from './stories';

const spm = (first: string, second = '', memory = '4G,maxmem=6G') =>
  `
qemu-system-x86_64 -machine q35 -m ${memory}
 -object memory-backend-ram,id=b0,size=1G -object memory-backend-ram,id=b1,size=1G
 -device sp-mem,id=sp0,memdev=b0${first}
 -device sp-mem,id=sp1,memdev=b1${second}`.replaceAll('\n', ' ');

test('a fragmented window is refused in QEMU’s words, drawn, and mended by another address', async ({ page }) => {
  await open(page);
  await importText(page, spm(',addr=0x1a0000000'));
  await expect(page.getByText('QEMU refuses to start', { exact: true })).toBeVisible();
  await expect(
    page
      .getByText(
        'could not find position in guest address space for memory device - memory fragmented due to alignments',
      )
      .first(),
  ).toBeVisible();
  const map = page.getByRole('listbox').first();
  await expect(map.getByRole('option', { name: /free.*512 MiB/i })).toHaveCount(2);

  await selectInOutline(page, 'devices.0');
  await setField(page, 'devices.0.addr', '0x180000000');
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
  await openTable(page, 'E820');
  await expect(page.getByRole('grid', { name: 'Guest E820 entries' }).getByText('soft reserved')).toHaveCount(2);
});

for (const [name, line, words] of [
  ['an unaligned address', spm(',addr=0x180100000'), 'address must be aligned to 0x200000 bytes'],
  [
    'an address that another device has',
    spm(',addr=0x180000000', ',addr=0x190000000'),
    "address range conflicts with memory device id='sp0'",
  ],
  [
    'a backend of an odd size',
    spm('').replace('id=b0,size=1G', 'id=b0,size=1023K'),
    'backend memory size must be multiple of 0x200000',
  ],
  [
    'an address outside the window',
    spm(',addr=0x400000000'),
    "can't add memory device [0x400000000:0x40000000], usable range for memory devices [0x180000000:0x80000000]",
  ],
  ['a node that does not exist', spm(',node=3'), "'node' property value 3 exceeds the number of NUMA nodes (1)"],
] as const) {
  test(`${name} is refused in QEMU’s words, with what would work`, async ({ page }) => {
    await open(page);
    await importText(page, line);
    await openTable(page, /Problems/);
    const panel = page.getByRole('tabpanel', { name: 'Problems' });
    await expect(panel.getByText(words).first()).toBeVisible();
    await expect(panel.getByText('What works').first()).toBeVisible();
  });
}

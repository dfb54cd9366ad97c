/** US-12: a libvirt domain, or pieces of one, pasted; and a layout as domain. */
import { chooseFormat, exportAs, openExport } from './exporting';
import { expect, open, settled, test } from './journey';
import { importText, paste, takeImport } from './stories';

const FRAGMENT = `<maxMemory slots='16' unit='GiB'>64</maxMemory>
<memory unit='KiB'>16777216</memory>
<cpu><numa><cell id='0' cpus='0-7' memory='8' unit='GiB'/></numa></cpu>
<devices>
  <memory model='dimm'><target><size unit='KiB'>8388608</size><node>0</node></target></memory>
</devices>
`;

test('US-12 pieces of a libvirt domain are 8 GiB at boot, one DIMM and a window', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, FRAGMENT);
  await takeImport(dialog);
  await settled(page);
  // 56 GiB between size and maxmem, and 1 GiB of alignment for each of 16 slots.
  await expect(page.getByText('72 GiB').first()).toBeVisible();
  const command = (await exportAs(page, 'QEMU command line')).toString();
  expect(command).toContain('-m 8G,slots=16,maxmem=64G');
  expect(command).toContain('-object memory-backend-ram,id=memdimm0,size=8G');
  expect(command).toContain('-device pc-dimm,id=dimm0,memdev=memdimm0,node=0,slot=0');
  const xml = (await exportAs(page, 'libvirt domain XML')).toString();
  expect(xml).toContain('<maxMemory slots="16" unit="GiB">64</maxMemory>');
  expect(xml).toContain('<cell id="0" cpus="0-7" memory="8" unit="GiB"/>');
  expect(xml).toContain('<memory model="dimm">');
  await importText(page, xml);
  await settled(page);
  expect((await exportAs(page, 'QEMU command line')).toString()).toContain('-m 8G,slots=16,maxmem=64G');
});

test('US-12 without a node, or without slots, it says what is missing and where', async ({ page }) => {
  await open(page);
  const bare = await paste(page, FRAGMENT.replace(/<cpu>.*<\/cpu>/, ''));
  await expect(bare).toContainText('memory hotplug needs at least one NUMA node');
  await page.keyboard.press('Escape');
  const slotless = await paste(page, FRAGMENT.replace(" slots='16'", ''));
  await expect(slotless).toContainText('maximum size and slot count belong together');
});

test('US-12 specific-purpose memory, for which libvirt has no model, is a QEMU argument and said to be', async ({
  page,
}) => {
  await open(page);
  await importText(
    page,
    'qemu-system-x86_64 -machine q35 -m 4G,maxmem=12G -object memory-backend-ram,id=hbm1,size=8G -device sp-mem,id=sp1,memdev=hbm1',
  );
  await openExport(page);
  const shown = await chooseFormat(page, 'libvirt domain XML');
  await expect(shown).toContainText('libvirt has no model for specific-purpose memory: sp1 as QEMU arguments');
  await expect(shown).toContainText('sp-mem,id=sp1,memdev=hbm1');
});

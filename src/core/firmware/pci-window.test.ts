import { describe, expect, test } from 'vitest';
import { GiB, MiB, TiB } from '../base/addr';
import { formatRange } from '../base/size-text';
import { pciWindows } from '../boot/pci-windows';
import { commandLine } from '../codecs/command-line-writer';
import { layout, type LayoutBuilder } from '../document/layout-builder';
import type { LayoutDocument } from '../document/schema';
import { startUp } from '../qemu/startup';
import { pciNeed } from './pci-need';
import { pciWindow } from './pci-window';

function withGpus(count: number, size: number, builder: LayoutBuilder): LayoutDocument {
  let made = builder;
  for (let gpu = 0; gpu < count; gpu += 1) {
    made = made
      .device('pcie-root-port', { id: `rp${gpu}`, extra: { bus: 'pcie.0' } })
      .device('virtio-gpu-pci', { id: `g${gpu}`, bars: [{ size }, { size: 16384 }], extra: { bus: `rp${gpu}` } });
  }
  return made.build();
}

function windowOf(rule: string, document: LayoutDocument): string {
  const found = pciWindows.find(rule);
  if (found === undefined) throw new Error(rule);
  const startup = startUp(commandLine(document).map(({ text }) => text));
  return formatRange(pciWindow(found, document, startup, pciNeed(document)).range);
}

const cpu = (model: string, physBits: number, ram = '4G'): LayoutBuilder => layout().cpu(model, { physBits }).ram(ram);

describe('what was measured with GPUs behind root ports', () => {
  test.each([
    ['ovmf-eighth', withGpus(8, 512 * GiB, cpu('Skylake-Server', 46)), '0x380000000000-0x3fffffffffff'],
    ['ovmf-eighth', withGpus(1, 512 * GiB, cpu('EPYC', 40)), '0xc000000000-0xdfffffffff'],
    ['ovmf-eighth', withGpus(1, 16 * GiB, cpu('Skylake-Server', 39)), '0x800000000-0xfffffffff'],
    ['seabios', withGpus(8, 512 * GiB, cpu('Skylake-Server', 46)), '0x80000000000-0xfffffffffff'],
    ['seabios', withGpus(1, 16 * GiB, cpu('EPYC', 48)), '0xe0000000000-0xfffffffffff'],
    ['seabios', withGpus(1, 16 * GiB, cpu('EPYC', 43)), '0x70000000000-0x7ffffffffff'],
    ['seabios', withGpus(1, 16 * GiB, cpu('EPYC', 40)), '0xc000000000-0xdfffffffff'],
    ['seabios', withGpus(1, 16 * GiB, cpu('EPYC', 43, '1G')), '0x7f800000000-0x7ffffffffff'],
  ])('%s %#', (rule, document, expected) => {
    expect(windowOf(rule, document)).toBe(expected);
  });

  test('OVMF with X-PciMmio64Mb puts its window behind memory, on a border of its size', () => {
    const options = [{ name: 'fw_cfg', value: 'name=opt/ovmf/X-PciMmio64Mb,string=16777216' }];
    const document = { ...withGpus(1, 16 * GiB, cpu('EPYC', 48)), options };
    expect(windowOf('ovmf-eighth', document)).toBe('0x100000000000-0x1fffffffffff');
  });
});

describe('what BARs need', () => {
  test('a small BAR beside a large one doubles the window of their port', () => {
    const need = pciNeed(withGpus(8, 512 * GiB, cpu('Skylake-Server', 46)));
    expect(need?.total).toBe(8 * TiB);
    expect(need?.devices.map(({ size }) => size)).toEqual(Array.from({ length: 8 }, () => TiB));
  });

  test('on the root bus BARs lie behind each other', () => {
    const document = layout()
      .ram('4G')
      .device('vfio-pci', { id: 'gpu', bars: [{ size: 32 * MiB }, { size: 128 * GiB }] })
      .build();
    expect(pciNeed(document)?.total).toBe(128 * GiB + 32 * MiB);
  });

  test('functions behind one port share its window, and a switch adds up what is behind it', () => {
    const document = layout()
      .ram('4G')
      .device('pcie-root-port', { id: 'rp' })
      .device('x3130-upstream', { id: 'up', extra: { bus: 'rp' } })
      .device('xio3130-downstream', { id: 'd1', extra: { bus: 'up' } })
      .device('xio3130-downstream', { id: 'd2', extra: { bus: 'up' } })
      .device('vfio-pci', { id: 'g1', bars: [{ size: 64 * GiB }, { size: 32 * MiB }], extra: { bus: 'd1' } })
      .device('vfio-pci', { id: 'g2', bars: [{ size: 64 * GiB }], extra: { bus: 'd2' } })
      .build();
    expect(pciNeed(document)?.total).toBe(192 * GiB);
  });

  test('BARs below 4 GiB ask nothing of the window, and ids that form a ring end', () => {
    const low = layout()
      .ram('4G')
      .device('e1000', { id: 'nic', bars: [{ size: MiB, wide: false }] });
    expect(pciNeed(low.build())).toBeUndefined();
    const ring = layout()
      .ram('4G')
      .device('bridge', { id: 'a', extra: { bus: 'b' }, bars: [{ size: MiB }] })
      .device('bridge', { id: 'b', extra: { bus: 'a' }, bars: [{ size: MiB }] });
    expect(pciNeed(ring.build())).toMatchObject({ total: 0 });
  });
});

/** Every recorded boot, field by field: from the hand-off that its own firmware gave, and from QEMU's command line on. */
import { describe, expect, it } from 'vitest';
import { recordedBoots, type RecordedBoot } from '../../fixtures/guest-view/cases';
import { recordedCorners } from '../../fixtures/guest-view/corners';
import { firmwares } from '../boot/firmwares';
import type { Kernel } from '../boot/kernel';
import { kernels } from '../boot/kernels';
import type { HandOff } from '../firmware/hand-off';
import { firmwareHandOff } from '../firmware/index';
import { startUp } from '../qemu/startup';
import { accepted, type AcceptedStartup } from '../qemu/tables/accepted';
import { linuxView } from './index';
import { predictedFields, recordedFields, type RecordedFields } from '../../fixtures/guest-view/linux-fields';
import { recordedHandOff } from '../../fixtures/guest-view/hand-off';

function kernelOf(id: string): Kernel {
  const kernel = kernels.find(id);
  if (kernel === undefined) throw new Error(`no such kernel: ${id}`);
  return kernel;
}
const kernel = kernelOf('7.2');

const BUS_WINDOW = ' : PCI Bus 0000:00';
const LEGACY_WINDOW = '000a0000-000bffff';

/** The recorded guests had none of QEMU's default devices. */
function startupOf({ id, args }: RecordedBoot): AcceptedStartup {
  const startup = accepted(startUp(['-nodefaults', ...args]));
  if (startup === undefined) throw new Error(`refused: ${id}`);
  return startup;
}

function predictedHandOff(boot: RecordedBoot, startup: AcceptedStartup): HandOff {
  const firmware = firmwares.find(boot.firmware);
  if (firmware === undefined) throw new Error(`no such firmware: ${boot.firmware}`);
  return firmwareHandOff(firmware, startup);
}

function viewOf(boot: RecordedBoot, handOffOf: (boot: RecordedBoot, startup: AcceptedStartup) => HandOff) {
  const startup = startupOf(boot);
  const handOff = handOffOf(boot, startup);
  const view = linuxView({ handOff, kernel, append: boot.append, startup });
  return { boot, handOff, view, got: predictedFields(view, boot), want: recordedFields(boot) };
}
type Viewed = ReturnType<typeof viewOf>;

const views = recordedBoots.map((boot) => viewOf(boot, recordedHandOff));
/** Nobody knows the pieces of the secure-boot build. */
const chained = recordedBoots
  .filter(({ firmware }) => firmware !== 'ovmf-secboot')
  .map((boot) => viewOf(boot, predictedHandOff));

const hasExpander = ({ args }: RecordedBoot): boolean => args.some((word) => word.startsWith('pxb-'));
const hasBootLogo = ({ id }: RecordedBoot): boolean => id === 'q35-vga-net.ovmf';

const withoutWindows = (lines: unknown): unknown =>
  Array.isArray(lines)
    ? lines.filter((line: string) => !line.endsWith(BUS_WINDOW) || line.startsWith(LEGACY_WINDOW))
    : lines;

type Comparison = (boot: RecordedBoot, fields: RecordedFields) => unknown;

function expectSame(all: readonly Viewed[], compared: Comparison): void {
  const of = (fields: 'got' | 'want') =>
    Object.fromEntries(all.map((each) => [each.boot.id, compared(each.boot, each[fields])]));
  expect(of('got')).toEqual(of('want'));
}

const FIELDS = [
  ['bios_e820', 'prints the same BIOS-e820 table'],
  ['user_e820', 'prints the same user table, where parameters make one'],
  ['last_pfn', 'ends RAM at the same pages'],
  ['pci_gap', 'finds the same gap for PCI'],
  ['memory', 'counts the same RAM'],
  ['firmware_memmap', 'has the same /sys/firmware/memmap'],
  ['srat', 'prints the same SRAT'],
  ['early_node_ranges', 'gives RAM to the same nodes'],
  ['possible', 'has the same possible nodes'],
  ['online', 'has the same nodes online'],
  ['has_cpu', 'has processors on the same nodes'],
  ['has_memory', 'has memory on the same nodes'],
  ['block_size', 'has memory blocks of the same size'],
  ['blocks', 'has the same memory blocks on the same nodes'],
  ['dax', 'makes the same dax devices'],
  ['kmem_iomem', 'lists the same memory once kmem is there'],
  ['kmem_blocks', 'has the same memory blocks once kmem is there'],
  ['kmem_online', 'has the same nodes online once kmem is there'],
  ['kmem_has_memory', 'has memory on the same nodes once kmem is there'],
] as const;

function suite(all: readonly Viewed[]): void {
  it.each(FIELDS)('%s: %s', (field) => {
    expectSame(all, (_, fields) => fields[field]);
  });

  describe('without a display', () => {
    const dark = all.filter(({ boot }) => !hasBootLogo(boot));

    it.each(['e820_log', 'ram_buffers'])('%s', (field) => {
      expectSame(dark, (_, fields) => fields[field]);
    });

    it('has the same /proc/iomem, but for PCI windows beside further host bridges', () => {
      expectSame(dark, (boot, { iomem }) => (hasExpander(boot) ? withoutWindows(iomem) : iomem));
    });
  });
}

describe('Linux 7.2, given what the firmware of 84 recorded boots handed on', () => {
  suite(views);

  it('only models RAM below 4 GiB where UEFI leaves a boot logo in it', () => {
    const logo = views.find(({ boot }) => hasBootLogo(boot));
    expect(logo?.view.sure).toBe('modelled');
    expect(logo?.view.bios.every(({ sure }) => sure === 'exact')).toBe(true);
    expect(logo?.view.iomem.filter(({ name, sure }) => name === 'System RAM' && sure !== 'exact')).toEqual([
      expect.objectContaining({ range: { start: 0x900000, end: 0x3ea17000 }, sure: 'modelled' }),
    ]);
    expect(logo?.view.caveats).toEqual([expect.stringContaining('boot logo')]);
  });

  it('claims no more of PCI windows than it knows', () => {
    const expanders = views.filter(({ boot }) => hasExpander(boot));
    expect(expanders).toHaveLength(2);
    for (const { view } of expanders) {
      expect(view.caveats).toEqual([expect.stringContaining('PCI host bridges')]);
    }
  });

  it('is exact wherever the hand-off is and nothing else is in doubt', () => {
    const doubtful = views.filter(({ view }) => view.sure !== 'exact').map(({ boot }) => boot.id);
    expect(doubtful).toEqual(['q35-vga-net.ovmf']);
  });
});

describe.each([
  ['exactly', 'seabios', 'exact'],
  ['modelled after this build', 'ovmf', 'modelled'],
  ['modelled after this build', 'ovmf-single', 'modelled'],
] as const)('Linux 7.2, %s, from the command line of a guest with %s on', (_, firmware, sure) => {
  const all = chained.filter(({ boot }) => boot.firmware === firmware);
  suite(all);

  it(`says that it is ${sure}`, () => {
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ view }) => view.sure !== sure).map(({ boot }) => boot.id)).toEqual([]);
  });
});

describe('Linux 7.2 in corners that were recorded to settle a doubt', () => {
  suite(recordedCorners.map((boot) => viewOf(boot, predictedHandOff)));
});

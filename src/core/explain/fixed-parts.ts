/**
 * Parts of the first 4 GiB that every PC has at the same place, inside what the map shows as one piece. As `info mtree -f` of
 * QEMU 11.1 lists them for q35 and pc; the firmware's image ends at 4 GiB, whatever its size.
 */
import { GiB, KiB, MiB } from '../base/addr';
import { intersection, range, type Range } from '../base/range';
import { firmwares } from '../boot/firmwares';
import { subtract } from '../base/range';
import type { Citation, Region, RegionKind } from '../space/region';
import type { World } from './world';

interface FixedPart {
  readonly range: Range;
  readonly kind: RegionKind;
  readonly name: string;
  readonly text: string;
  readonly rule: string;
  readonly place: string;
}

const IO_APIC = 0xfec0_0000;
const HPET = 0xfed0_0000;
const LOCAL_APIC = 0xfee0_0000;

const LEGACY: readonly FixedPart[] = [
  {
    range: range(640 * KiB, 768 * KiB),
    kind: 'mmio',
    name: 'VGA memory',
    text: 'Since the IBM PC 640 KiB to 768 KiB is the display’s. The RAM beneath is not visible to the CPU, though etc/e820 does not cut it out.',
    rule: 'pc/vga-memory',
    place: 'hw/display/vga.c, vga_init_io and vga_init: vga-lowmem',
  },
  {
    range: range(768 * KiB, 896 * KiB),
    kind: 'reserved',
    name: 'option ROMs',
    text: '768 KiB to 896 KiB holds option ROMs of cards; firmware can turn it into RAM. etc/e820 does not cut it out.',
    rule: 'pc/option-roms',
    place: 'hw/i386/pc.c, pc_memory_init: pc.rom',
  },
  {
    range: range(896 * KiB, MiB),
    kind: 'reserved',
    name: 'BIOS below 1 MiB',
    text: 'The last 128 KiB of the firmware’s image are seen below 1 MiB too; firmware can turn it into RAM. etc/e820 does not cut it out.',
    rule: 'pc/bios-below-1m',
    place: 'hw/i386/x86-common.c, x86_isa_bios_init: isa-bios',
  },
];

const CHIPSET: readonly FixedPart[] = [
  {
    range: range(IO_APIC, IO_APIC + 4 * KiB),
    kind: 'mmio',
    name: 'I/O APIC',
    text: 'The I/O APIC’s registers are at the same address on every PC.',
    rule: 'pc/io-apic',
    place: 'hw/i386/x86-common.c, ioapic_init_gsi: IO_APIC_DEFAULT_ADDRESS',
  },
  {
    range: range(HPET, HPET + KiB),
    kind: 'mmio',
    name: 'HPET',
    text: 'The high-precision timer is at the same address on every PC; with hpet=off it is not there.',
    rule: 'pc/hpet',
    place: 'hw/i386/pc.c, pc_basic_device_init: HPET_BASE',
  },
  {
    range: range(LOCAL_APIC, LOCAL_APIC + MiB),
    kind: 'mmio',
    name: 'local APIC',
    text: 'Each CPU sees its own APIC here, and interrupts of devices (MSI) are writes to this range.',
    rule: 'pc/local-apic',
    place: 'hw/intc/apic.c, apic_realize: apic-msi',
  },
];

/** SeaBIOS has 256 KiB; the two flash files of OVMF’s usual build have 4 MiB. */
const IMAGE_SIZES = { e820: 256 * KiB, efi: 4 * MiB } as const;

function image({ context }: World): FixedPart {
  const firmware = firmwares.find(context.boot.firmware);
  const size = IMAGE_SIZES[firmware?.handOff ?? 'e820'];
  return {
    range: range(4 * GiB - size, 4 * GiB),
    kind: 'reserved',
    name: 'firmware image',
    text: `The image of ${firmware?.title ?? 'the firmware'} ends at 4 GiB, where the CPU fetches its first instruction.`,
    rule: 'pc/firmware-image',
    place: 'hw/i386/x86-common.c, x86_bios_rom_init; hw/i386/pc_sysfw.c',
  };
}

const asRegion = ({ kind, name, text, rule, place }: FixedPart, within: Range): Region => ({
  range: within,
  kind,
  name,
  why: { rule, steps: [{ text }], cite: cite(place) },
});
const cite = (place: string): Citation => ({ project: 'qemu', version: '11.1', place });

/** What lies between RAM and the I/O APIC is where firmware puts BARs of cards; the rest between the fixed parts answers nothing. */
function spaceAround(region: Region, parts: readonly Region[]): Region[] {
  const gaps = parts.reduce<readonly Range[]>(
    (left, part) => left.flatMap((gap) => subtract(gap, part.range)),
    [region.range],
  );
  return gaps.map((gap) =>
    gap.start < IO_APIC
      ? { ...region, range: gap, name: '32-bit PCI hole' }
      : { ...region, range: gap, name: 'chipset space' },
  );
}

/** Cuts a region of q35 or pc into the fixed parts that it has; none where it has none. */
export function fixedParts(world: World, region: Region): readonly Region[] {
  const family = world.context.startup.machine?.version.family;
  if (family?.hasDeviceMemory !== true || region.range.start >= 4 * GiB) return [];
  const isHole = region.why.rule === 'machine/hole-below-4g';
  const own = isHole ? [...CHIPSET, image(world)] : region.kind === 'ram' ? LEGACY : [];
  const parts = own.flatMap((part) => {
    const within = intersection(part.range, region.range);
    return within === undefined ? [] : [asRegion(part, within)];
  });
  return isHole ? [...parts, ...spaceAround(region, parts)] : parts;
}

/** Areas that the machine reserves: PCI below 4 GiB, HyperTransport, CXL, the 64-bit PCI hole. */
import { HYPER_TRANSPORT } from '../../base/e820';
import { range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import type { AddressMap } from '../../qemu/machine';
import type { Citation, Provenance, ReasonStep, Region, RegionKind } from '../../space/region';
import { narrow } from '../narrow';
import type { StageContext } from '../stage';

const FOUR_GIB = 0x1_0000_0000n;

const qemu = (place: string): Citation => ({ project: 'qemu', version: '11.1', place });

function region(start: bigint, end: bigint, kind: RegionKind, name: string, why: Provenance, owner?: string): Region[] {
  const from = narrow(start);
  const to = narrow(end);
  if (from >= to) return [];
  return [{ range: range(from, to), kind, name, why, ...(owner === undefined ? {} : { owner }) }];
}

function lowHole(context: StageContext, map: AddressMap): Region[] {
  const family = context.startup.machine?.version.family;
  return region(map.below, FOUR_GIB, 'mmio', family?.lowHoleName ?? 'PCI, flash', {
    rule: 'machine/hole-below-4g',
    steps: [
      {
        text: `RAM below 4 GiB ends at ${formatAddress(narrow(map.below))}; from there to 4 GiB there is only device space and the firmware's flash.`,
        path: 'memory.size',
      },
    ],
    cite: qemu('hw/i386/pc.c, pc_memory_init; hw/pci-host'),
  });
}

function hyperTransport(map: AddressMap): Region[] {
  if (!map.hyperTransportReserved) return [];
  return region(BigInt(HYPER_TRANSPORT.start), BigInt(HYPER_TRANSPORT.end), 'hyper-transport', 'HyperTransport', {
    rule: 'machine/hyper-transport',
    steps: [
      { text: 'The CPU model has the vendor id AuthenticAMD and 40 address bits or more.', path: 'cpu.model' },
      {
        text: 'AMD IOMMUs keep 12 GiB below 1 TiB for HyperTransport, so machine types since 7.1 reserve them, as the first entry of etc/e820.',
        path: 'machine.version',
      },
    ],
    cite: qemu('hw/i386/pc.c, pc_memory_init: AMD_HT_START'),
  });
}

function cxl(map: AddressMap): Region[] {
  if (map.cxl === undefined) return [];
  const registers = region(map.cxl.registers, map.cxl.registers + 0x10_0000n, 'mmio', 'CXL registers', {
    rule: 'machine/cxl-registers',
    steps: [
      { text: 'cxl=on reserves 1 MiB of host-bridge registers behind the device-memory window.', path: 'machine.cxl' },
    ],
    cite: qemu('hw/i386/pc.c, pc_memory_init; hw/cxl/cxl-host.c'),
  });
  const windows = map.cxl.windows.flatMap((window, index) =>
    region(
      window.base,
      window.base + window.size,
      'cxl-window',
      `CXL window ${index}`,
      {
        rule: 'machine/cxl-window',
        steps: [
          {
            text: `Fixed window ${index} of ${formatSize(narrow(window.size))}; windows follow each other in index order, the first at the next multiple of 256 MiB.`,
            path: `machine.cxlWindows.${index}`,
          },
          { text: 'The guest learns of it from the CEDT table, not from E820 or SRAT.' },
        ],
        cite: qemu('hw/cxl/cxl-host.c, cxl_fmws_set_memmap'),
      },
      `machine.cxlWindows.${index}`,
    ),
  );
  return [...registers, ...windows];
}

function hole64(context: StageContext, map: AddressMap): Region[] {
  if (context.startup.cpu?.longMode === false) return [];
  const { base, size } = map.hole64;
  const setBy: ReasonStep =
    context.document.machine.pciHole64Size === undefined
      ? {
          text: `Its size, ${formatSize(narrow(size))}, is the default of ${context.startup.machine?.version.family.id ?? 'the machine'}.`,
          path: 'machine.pciHole64Size',
        }
      : { text: `Its size is set to ${formatSize(narrow(size))}.`, path: 'machine.pciHole64Size' };
  return region(base, base + size, 'mmio', '64-bit PCI hole', {
    rule: 'machine/pci-hole-64',
    steps: [
      {
        text: `The 64-bit PCI hole starts where all memory ends, rounded up to 1 GiB: ${formatAddress(narrow(base))}.`,
        path: 'memory.maxmem',
      },
      setBy,
    ],
    cite: qemu('hw/i386/pc.c, pc_pci_hole64_start'),
  });
}

/** All fixed areas, those that lose first where areas collide (in layouts that QEMU refuses) last. */
export function fixedRegions(context: StageContext, map: AddressMap): Region[] {
  return [...lowHole(context, map), ...cxl(map), ...hole64(context, map), ...hyperTransport(map)];
}

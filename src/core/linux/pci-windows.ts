/** Address windows of the first PCI bus, as ACPI gives them (QEMU hw/i386/acpi-build.c) and Linux lists them. */
import { RESERVED } from '../base/e820';
import { GiB, MiB } from '../base/addr';
import { size, subtract, type Range } from '../base/range';
import type { HandOff } from '../firmware/hand-off';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { Sureness } from '../space/region';
import { spanOf } from './addresses';

/** Where the I/O APIC ends the window below 4 GiB. */
const IO_APIC = 0xfec0_0000;
const ECAM_SIZE = 256 * MiB;

export interface PciWindows {
  readonly windows: readonly { readonly range: Range; readonly sure: Sureness }[];
  /** Configuration space of PCI Express, where the firmware put it. */
  readonly ecam?: Range;
  readonly caveats: readonly string[];
}

/** The 256 MiB behind RAM that the firmware reserves on a machine with PCI Express. */
function ecamOf({ map, machine }: AcceptedStartup, handOff: HandOff): Range | undefined {
  if (machine.version.family.rootBus?.type !== 'PCIE') return undefined;
  return handOff.ranges.find(
    ({ range, type, efi }) =>
      (type === RESERVED || efi === 'reserved') &&
      size(range) === ECAM_SIZE &&
      range.start >= Number(map.below) &&
      range.end <= 4 * GiB,
  )?.range;
}

export function pciWindows(startup: AcceptedStartup, handOff: HandOff): PciWindows {
  const { machine, map, plugging } = startup;
  if (!machine.acpi || !machine.version.family.hasDeviceMemory) return { windows: [], caveats: [] };
  const ecam = ecamOf(startup, handOff);
  const base = { caveats: [], ...(ecam === undefined ? {} : { ecam }) };
  if (plugging?.result.pci.buses.some(({ type }) => type.startsWith('pxb')) === true) {
    const caveat =
      'With further PCI host bridges firmware cuts and moves the windows of the first: they are not listed.';
    return { ...base, windows: [], caveats: [caveat] };
  }
  if (ecam === undefined && machine.version.family.rootBus?.type === 'PCIE') {
    return {
      ...base,
      windows: [],
      caveats: ['Where the firmware puts PCI Express configuration space is unknown, and with it the PCI windows.'],
    };
  }
  const hasCards = (plugging?.result.others.length ?? 0) > 0;
  const low: Range = spanOf(map.below, BigInt(IO_APIC) - map.below);
  const high: Range = spanOf(map.hole64.base, map.hole64.size);
  return {
    ...base,
    windows: [
      ...(ecam === undefined ? [low] : subtract(low, ecam))
        .filter((each) => each.start < each.end)
        .map((each) => ({ range: each, sure: 'exact' as const })),
      // A card with a 64-bit window of its own may have firmware make this one larger.
      ...(high.start < high.end ? [{ range: high, sure: hasCards ? ('modelled' as const) : ('exact' as const) }] : []),
    ],
  };
}

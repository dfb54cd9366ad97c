import { pcFirmware } from './firmware';
import type { MachineFamily, RamSplit } from './machine';
import { pcProperties } from './properties';
import { hex, inGiB, splitAt } from './split';
import { deriveVersions, newestRules, sharedRows } from './versions';

const GIB = 2n ** 30n;
const DEFAULT_LIMIT = 0xe000_0000n;
const ALIGNED_LIMIT = 0xc000_0000n;

function limit(ram: bigint, maxRamBelow4g: bigint): bigint {
  const asked = maxRamBelow4g === 0n ? DEFAULT_LIMIT : maxRamBelow4g;
  return ram >= asked && asked > ALIGNED_LIMIT ? ALIGNED_LIMIT : asked;
}

/** pc_init1, with the "gigabyte align" step that every version still offered has. */
function split(ram: bigint, maxRamBelow4g: bigint): RamSplit {
  const asked = maxRamBelow4g === 0n ? DEFAULT_LIMIT : maxRamBelow4g;
  const low = limit(ram, maxRamBelow4g);
  const warns = ram >= asked && low % GIB !== 0n;
  return {
    ...splitAt(ram, low),
    warnings: warns
      ? [`Large machine and max_ram_below_4g (${asked}) not a multiple of 1G; possible bad performance.`]
      : [],
  };
}

function explainSplit(ram: bigint, maxRamBelow4g: bigint): string {
  const low = limit(ram, maxRamBelow4g);
  if (ram < low) return `pc keeps all of it below 4 GiB, since ${inGiB(ram)} is less than ${inGiB(low)} (${hex(low)}).`;
  if (low === maxRamBelow4g) return `max-ram-below-4g keeps all RAM from ${hex(low)} on above 4 GiB.`;
  return 'pc keeps 3 GiB below 4 GiB as soon as RAM reaches its limit of 3.5 GiB (0xe0000000), so that the rest starts on a whole GiB.';
}

export const pc: MachineFamily = {
  id: 'pc',
  title: 'Standard PC (i440FX + PIIX, 1996)',
  properties: pcProperties,
  limits: { dies: true, modules: true, fixedRam: false },
  ramId: 'pc.ram',
  hostBridges: ['i440FX-pcihost', 'pci-host-bridge'],
  defaultCpu: 'qemu64',
  defaultHole64Size: 2n * GIB,
  hasDeviceMemory: true,
  placesMemoryDevices: true,
  rootBus: {
    name: 'pci.0',
    type: 'PCI',
    taken: { 0: 'i440FX', 8: 'PIIX3', 9: 'piix3-ide', 11: 'PIIX4_PM' },
    hotpluggable: true,
    optional: false,
  },
  hasMaxRamBelow4g: true,
  hasCxl: true,
  acpiHotplug: {
    hasRegisters: ({ acpi, memoryHotplugSupport }) => acpi && memoryHotplugSupport,
    isThere: ({ acpi }) => acpi,
    tellsOfCpus: true,
  },
  chipset: { isPcie: false, powerDevice: 'PIIX4_PM', product: 'Standard PC (i440FX + PIIX, 1996)' },
  checksAddressSpace: true,
  split,
  splitsFrom: DEFAULT_LIMIT,
  explainSplit,
  splitCitation: 'hw/i386/pc_piix.c, pc_init1',
  firmware: pcFirmware,
  lowHoleName: 'PCI, flash',
};

export const pcVersions = deriveVersions(pc, 'pc-i440fx', newestRules, sharedRows);

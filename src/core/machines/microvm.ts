import { microvmFirmware } from './firmware';
import type { MachineFamily, MachineVersion } from './machine';
import { microvmProperties } from './properties';
import { inGiB, splitAt } from './split';
import { newestRules } from './versions';

const LOW_LIMIT = 0xc000_0000n;

export const microvm: MachineFamily = {
  id: 'microvm',
  title: 'microvm (i386)',
  properties: microvmProperties,
  limits: { dies: false, modules: false, fixedRam: false },
  ramId: 'microvm.ram',
  hostBridges: [],
  defaultCpu: 'qemu64',
  defaultHole64Size: 0n,
  hasDeviceMemory: false,
  placesMemoryDevices: false,
  rootBus: { name: 'pcie.0', type: 'PCIE', taken: { 0: 'gpex-root' }, hotpluggable: false, optional: true },
  hasMaxRamBelow4g: false,
  hasCxl: false,
  checksAddressSpace: false,
  /** microvm_memory_init */
  split: (ram) => ({ ...splitAt(ram, LOW_LIMIT), warnings: [] }),
  explainSplit: (ram) =>
    ram >= LOW_LIMIT
      ? 'microvm keeps 3 GiB below 4 GiB as soon as RAM reaches 3 GiB.'
      : `microvm keeps all of it below 4 GiB, since ${inGiB(ram)} is less than 3 GiB.`,
  splitCitation: 'hw/i386/microvm.c, microvm_memory_init',
  firmware: microvmFirmware,
  acpiHotplug: { hasRegisters: () => false, isThere: ({ acpi }) => acpi, tellsOfCpus: false },
  lowHoleName: 'virtio-mmio, flash',
};

export const microvmVersions: readonly MachineVersion[] = [
  { id: 'microvm', family: microvm, rules: { ...newestRules, avoidsHyperTransport: false, maxCpus: 288 } },
];

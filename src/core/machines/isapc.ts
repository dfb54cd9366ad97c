import { isapcFirmware } from './firmware';
import type { MachineFamily, MachineVersion } from './machine';
import { isapcProperties } from './properties';
import { newestRules } from './versions';

export const isapc: MachineFamily = {
  id: 'isapc',
  title: 'ISA-only PC',
  properties: isapcProperties,
  limits: { dies: true, modules: true, ramMiB: 3584, fixedRam: true },
  ramId: 'pc.ram',
  hostBridges: [],
  defaultCpu: '486',
  defaultHole64Size: 0n,
  hasDeviceMemory: false,
  placesMemoryDevices: true,
  hasMaxRamBelow4g: true,
  hasCxl: false,
  checksAddressSpace: true,
  /** pc_init_isa: `max-ram-below-4g` is taken and ignored. */
  split: (ram) => ({ below: ram, above: 0n, warnings: [] }),
  explainSplit: () => 'isapc has all its RAM below 4 GiB, at most 3.5 GiB.',
  splitCitation: 'hw/i386/isapc.c, pc_init_isa',
  firmware: isapcFirmware,
  lowHoleName: 'ISA, flash',
};

export const isapcVersions: readonly MachineVersion[] = [
  { id: 'isapc', family: isapc, rules: { ...newestRules, maxCpus: 1 } },
];

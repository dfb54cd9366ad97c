import { q35Firmware } from './firmware';
import type { MachineFamily, RamSplit } from './machine';
import { q35Properties } from './properties';
import { hex, inGiB, splitAt } from './split';
import { deriveVersions, newestRules, sharedRows, withChanges } from './versions';

const GIB = 2n ** 30n;
const LARGE_RAM = 0xb000_0000n;
const LOW_FOR_LARGE = 0x8000_0000n;

const chipsetLimit = (ram: bigint): bigint => (ram >= LARGE_RAM ? LOW_FOR_LARGE : LARGE_RAM);

const limit = (ram: bigint, maxRamBelow4g: bigint): bigint => {
  const chipset = chipsetLimit(ram);
  return maxRamBelow4g !== 0n && maxRamBelow4g < chipset ? maxRamBelow4g : chipset;
};

/** pc_q35_init. QEMU takes the difference `ram - low` unsigned, so a small guest is warned about too. */
function split(ram: bigint, maxRamBelow4g: bigint): RamSplit {
  const low = limit(ram, maxRamBelow4g);
  const lowered = low < chipsetLimit(ram);
  const warns = lowered && low % GIB !== 0n && (ram > 2n * low || ram < low);
  return {
    ...splitAt(ram, low),
    warnings: warns
      ? [
          `There is possibly poor performance as the ram size  (${hex(ram)}) is more then twice the size of max-ram-below-4g (${maxRamBelow4g}) and max-ram-below-4g is not a multiple of 1G.`,
        ]
      : [],
  };
}

function explainSplit(ram: bigint, maxRamBelow4g: bigint): string {
  const low = limit(ram, maxRamBelow4g);
  if (low === maxRamBelow4g) return `max-ram-below-4g keeps all RAM from ${hex(low)} on above 4 GiB.`;
  if (low === LOW_FOR_LARGE) return 'q35 keeps 2 GiB below 4 GiB as soon as RAM reaches 2.75 GiB (0xb0000000).';
  return `q35 keeps all of it below 4 GiB, since ${inGiB(ram)} is less than 2.75 GiB (0xb0000000).`;
}

export const q35: MachineFamily = {
  id: 'q35',
  title: 'Standard PC (Q35 + ICH9, 2009)',
  properties: q35Properties,
  limits: { dies: true, modules: true, fixedRam: false },
  ramId: 'pc.ram',
  hostBridges: ['q35-pcihost', 'pcie-host-bridge', 'pci-host-bridge'],
  defaultCpu: 'qemu64',
  defaultHole64Size: 32n * GIB,
  hasDeviceMemory: true,
  placesMemoryDevices: true,
  rootBus: {
    name: 'pcie.0',
    type: 'PCIE',
    taken: { 0: 'mch', 248: 'ICH9-LPC', 250: 'ich9-ahci', 251: 'ICH9-SMB' },
    hotpluggable: false,
    optional: false,
  },
  hasMaxRamBelow4g: true,
  hasCxl: true,
  acpiHotplug: { hasRegisters: () => true, isThere: () => true, tellsOfCpus: true },
  chipset: { isPcie: true, powerDevice: 'ICH9-LPC', product: 'Standard PC (Q35 + ICH9, 2009)' },
  checksAddressSpace: true,
  split,
  splitsFrom: LARGE_RAM,
  explainSplit,
  splitCitation: 'hw/i386/pc_q35.c, pc_q35_init',
  firmware: q35Firmware,
  lowHoleName: 'PCI, flash',
};

export const q35Versions = deriveVersions(
  q35,
  'pc-q35',
  { ...newestRules, maxCpus: 4096 },
  withChanges(sharedRows, { '8.2': { maxCpus: 1024 }, '8.0': { maxCpus: 288 }, '6.0': { unplugsThroughAcpi: false } }),
);

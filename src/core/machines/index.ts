/** Every machine type and version that QEMU 11.1 offers and physmap predicts. */
import { registry } from '../base/registry';
import { isapc, isapcVersions } from './isapc';
import type { MachineFamily, MachineVersion } from './machine';
import { microvm, microvmVersions } from './microvm';
import { pc, pcVersions } from './pc';
import { q35, q35Versions } from './q35';

export const machineFamilies = registry<MachineFamily>([q35, pc, microvm, isapc]);

/** Newest first within a family. */
export const machineVersions = registry<MachineVersion>([
  ...q35Versions,
  ...pcVersions,
  ...microvmVersions,
  ...isapcVersions,
]);

/** Short names, always of the newest version. */
export const machineAliases: ReadonlyMap<string, string> = new Map([
  ['q35', 'pc-q35-11.1'],
  ['pc', 'pc-i440fx-11.1'],
]);

/** What QEMU runs without `-machine`. */
export const DEFAULT_MACHINE = 'pc';

/** Types that QEMU offers but whose memory physmap does not predict. */
export const otherMachines: ReadonlySet<string> = new Set(['none', 'nitro', 'x-remote']);

/** A machine by its full name or alias. */
export const findMachine = (name: string): MachineVersion | undefined =>
  machineVersions.find(machineAliases.get(name) ?? name);

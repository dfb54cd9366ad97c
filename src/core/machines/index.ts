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

/** Short names, and what stands before the newest version. */
export const machineAliases: ReadonlyMap<string, string> = new Map([
  ['q35', 'pc-q35-'],
  ['pc', 'pc-i440fx-'],
]);

/** The newest that the twin knows. */
const NEWEST = '11.1';

/** What QEMU runs without `-machine`. */
export const DEFAULT_MACHINE = 'pc';

/** Types that QEMU offers but whose memory physmap does not predict. */
export const otherMachines: ReadonlySet<string> = new Set(['none', 'nitro', 'x-remote']);

/** Versions that a QEMU offers whose newest is `newest`, and what is not versioned. */
function isOffered({ id, family }: MachineVersion, newest: string): boolean {
  const offered = machineVersions.all.filter((other) => other.family === family);
  const from = offered.findIndex((other) => other.id.endsWith(`-${newest}`));
  return offered.findIndex((other) => other.id === id) >= from;
}

/**
 * A machine by its full name or alias.
 *
 * @param newest the newest version of q35 and pc that the QEMU in question offers
 */
export function findMachine(name: string, newest = NEWEST): MachineVersion | undefined {
  const prefix = machineAliases.get(name);
  const found = machineVersions.find(prefix === undefined ? name : `${prefix}${newest}`);
  return found !== undefined && isOffered(found, newest) ? found : undefined;
}

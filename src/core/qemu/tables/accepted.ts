import type { AddressMap, MachineOptions, MemoryOptions, Numa, Startup, Topology } from '../machine';

/** A start-up that QEMU goes through with, so that every part of it is there. Tables are made of nothing less. */
export interface AcceptedStartup extends Startup {
  readonly machine: MachineOptions;
  readonly topology: Topology;
  readonly memory: MemoryOptions;
  readonly numa: Numa;
  readonly map: AddressMap;
}

/** The same start-up, if QEMU accepts it. */
export function accepted(startup: Startup): AcceptedStartup | undefined {
  const { machine, topology, memory, numa, map } = startup;
  if (startup.refusals.length > 0) return undefined;
  if (!machine || !topology || !memory || !numa || !map) return undefined;
  return { ...startup, machine, topology, memory, numa, map };
}

/** QEMU builds SRAT, SLIT and HMAT: ACPI is on, the machine has NUMA tables, and there is a node (spec: qemu-11.1 §7.2). */
export const hasNumaTables = (startup: AcceptedStartup): boolean =>
  startup.machine.acpi && startup.machine.version.family.hasDeviceMemory && startup.numa.nodes.length > 0;

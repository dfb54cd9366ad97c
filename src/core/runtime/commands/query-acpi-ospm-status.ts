import { done, failed, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

/** What the guest reported last of every DIMM slot, then of every possible CPU (acpi_memory_ospm_status, acpi_cpu_ospm_status). */
function run({ registers, context, cpus }: RunningMachine): Reply {
  const { machine } = context;
  const { acpiHotplug } = machine.version.family;
  if (acpiHotplug?.isThere(machine) !== true) return failed('command is not supported, missing ACPI device');
  const slots = registers.isThere || !acpiHotplug.tellsOfCpus ? registers.reports() : [];
  const processors = Array.from({ length: acpiHotplug.tellsOfCpus ? cpus : 0 }, (_, index) => ({
    source: 0,
    status: 0,
    slot: String(index),
    'slot-type': 'CPU',
  }));
  return done([...slots, ...processors]);
}

export const queryAcpiOspmStatus: QmpCommand = { id: 'query-acpi-ospm-status', takes: {}, run };

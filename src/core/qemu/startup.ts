/** The whole of start-up, in the order in which QEMU 11.1 does it and so refuses (spec section 10; qemu_init). */
import { DEFAULT_MACHINE, findMachine, otherMachines } from '../machines';
import { defaultDialect } from '../dialects/index';
import type { Dialect } from '../dialects/dialect';
import type { MachineVersion } from '../machines/machine';
import type { KeyvalObject } from '../options/keyval';
import { checkTargets } from './affinity';
import { hasApic } from './apic';
import { findBackend } from './backend-path';
import { makeBoard, type Run } from './board';
import { readCommandLine } from './command-line';
import { parseCpu, type CpuRequest } from './cpu';
import { isUnusedDefault, plugDevices, type DeviceContext } from './devices';
import { machineGlobals, unusedGlobals } from './globals';
import { readMachine } from './machine-options';
import type { MachineOptions, MemoryOptions, Option, Refusal, Startup, Topology } from './machine';
import { completeNuma } from './numa-completion';
import { readNumaOptions } from './numa';
import { createObjects, earlyObjectRefusal, type CreatedObjects } from './objects';
import { passOptions } from './options-pass';
import { StartupReport } from './report';

export interface StartUpGiven {
  readonly files?: ReadonlyMap<string, string>;
  readonly dialect?: Dialect;
}

/**
 * What QEMU makes of a command line, without the program's name. Never throws. The first refusal is what QEMU prints.
 *
 * @param given contents of the files that `-readconfig` names; the QEMU that is asked, 11.1 where none is given
 */
export function startUp(args: readonly string[], { files, dialect = defaultDialect }: StartUpGiven = {}): Startup {
  const report = new StartupReport();
  const { options, refusal } = readCommandLine(args, files);
  report.refuse(refusal);
  const parsed = passOptions(options, report, dialect);
  const version = selectMachine(parsed.machine, dialect, report);
  if (version === undefined) {
    return {
      options,
      refusals: report.refusals,
      warnings: report.warnings,
      backends: [],
      devices: [],
      deviceIds: [],
      affinities: [],
      dialect,
    };
  }
  report.refuse(earlyObjectRefusal(parsed.objects));
  const settings = readMachine(parsed.machine, version, machineGlobals(version, parsed.globals), report);
  report.refuse(incompleteEnclave(parsed.machine));
  return build({ report, parsed, version, settings, dialect }, options);
}

function selectMachine(machine: KeyvalObject, dialect: Dialect, report: StartupReport): MachineVersion | undefined {
  const type = machine.get('type');
  const name = typeof type === 'string' ? type : DEFAULT_MACHINE;
  const version = findMachine(name, dialect.newestMachine);
  if (version !== undefined) return version;
  report.refuse(
    otherMachines.has(name)
      ? {
          code: 'machine/not-predicted',
          text: `The memory of machine type "${name}" is not predicted`,
          inputs: ['machine.type'],
        }
      : {
          code: 'machine/unknown-type',
          text: `unsupported machine type: "${name}"\nUse -machine help to list supported machines`,
          inputs: ['machine.type', 'machine.version'],
        },
  );
  return undefined;
}

/** Steps 4 to 14: everything behind the machine's properties. */
function build(run: Run, options: readonly Option[]): Startup {
  const { report, parsed, settings, dialect } = run;
  const machine = settings.options;
  const { topology } = settings;
  const objects = createObjects(parsed.objects);
  report.refuseAll(objects.refusals);
  const request = chooseCpu(run);
  const memory = resolveMemory(run, objects);
  const draft = readNumaOptions(
    parsed.numa,
    { topology, backends: objects.backends, hmat: machine.hmat, genericInitiators: initiatorNodes(objects), dialect },
    report,
  );
  report.refuse(checkRamBackend(run, objects, memory, draft.hasMemdevs));
  const numa = completeNuma(draft, machine, memory, topology, report);
  report.refuse(enclaveRefusal(run, objects));
  const { cpu, map, marking } = makeBoard(run, request, memory, { numa, backends: objects.backends });
  const context: DeviceContext = {
    machine,
    memory,
    map,
    numa,
    backends: objects.backends,
    globals: parsed.globals,
    objectNames: objects.names,
    dialect,
    hasApic: hasApic(cpu.model, parsed.cpu?.text, topology.cpus),
  };
  const plugged = plugDevices(context, parsed.devices);
  for (const warning of plugged.warnings) report.warn(warning);
  report.refuseAll(plugged.refusals);
  for (const text of unusedGlobals(machine, parsed.globals, (global) => isUnusedDefault(global, plugged))) {
    report.warn({ code: 'global/unused', text });
  }
  const targets = checkTargets(context, objects, plugged);
  report.refuse(targets.refusal);
  report.refuse(smbiosRefusal(machine, topology));
  if (map.deviceMemory === undefined) report.refuse(describedSlotsRefusal(machine, memory));
  return {
    options,
    refusals: report.refusals,
    warnings: report.warnings,
    machine,
    cpu,
    topology,
    memory,
    numa,
    map,
    backends: objects.backends,
    devices: plugged.devices,
    deviceIds: plugged.deviceIds,
    affinities: targets.affinities,
    plugging: { context, result: plugged },
    dialect,
    ...(marking === undefined ? {} : { marking }),
  };
}

const initiatorNodes = ({ affinities }: CreatedObjects): ReadonlySet<number> =>
  new Set(affinities.filter(({ kind }) => kind === 'initiator').map(({ node }) => Number(node)));

/** What is said of each piece of enclave memory, by its number. */
function enclaves(machine: KeyvalObject): readonly (readonly [number: string, piece: KeyvalObject])[] {
  const pieces = machine.get('sgx-epc');
  if (typeof pieces !== 'object') return [];
  return [...pieces.entries()].flatMap(([number, piece]) =>
    piece instanceof Map ? [[String(number), piece] as const] : [],
  );
}

const enclaveFault = (text: string): Refusal => ({
  code: 'machine/enclave-memory',
  text,
  inputs: ['machine', 'objects'],
});

/** The parts that QEMU's schema asks for, in its order (qapi/machine.json, SgxEPC). */
function incompleteEnclave(machine: KeyvalObject): Refusal | undefined {
  for (const [number, piece] of enclaves(machine)) {
    const missing = ['memdev', 'node'].find((name) => !piece.has(name));
    if (missing !== undefined) return enclaveFault(`Parameter 'sgx-epc.${number}.${missing}' is missing`);
  }
  return undefined;
}

/**
 * Enclave memory names a backend that only KVM can make (hw/i386/sgx.c, pc_machine_init_sgx_epc; measured): the name leads nowhere, or
 * to an object of another type.
 */
function enclaveRefusal({ parsed }: Run, { names }: CreatedObjects): Refusal | undefined {
  for (const [, piece] of enclaves(parsed.machine)) {
    const memdev = piece.get('memdev');
    if (typeof memdev !== 'string') continue;
    return enclaveFault(
      names.includes(memdev)
        ? "Invalid parameter type for 'memdev', expected: memory-backend-epc"
        : `Device '${memdev}' not found`,
    );
  }
  return undefined;
}

/** Counts of 255 and more do not fit the tables of the 32-bit entry point (hw/smbios/smbios.c, smbios_build_type_4_table). */
function smbiosRefusal({ version, smbios32 }: MachineOptions, topology: Topology): Refusal | undefined {
  const { dies, modules, cores, threads } = topology;
  if (!smbios32 || !version.family.hasDeviceMemory || dies * modules * cores * threads < 255) return undefined;
  const text =
    "SMBIOS 2.0 doesn't support number of processor cores/threads more than 255, use -machine smbios-entry-point-type=64 option to enable SMBIOS 3.0 support";
  return { code: 'smp/smbios-2', text, inputs: ['smp', 'machine.version'] };
}

const MOST_DESCRIBED_SLOTS = 256n;

/**
 * Without a window nobody looks at the slots until ACPI describes them, and there QEMU aborts: `-m 0`, with the size from a backend, is
 * a way to it (hw/acpi/memory_hotplug.c, build_memory_hotplug_aml).
 */
function describedSlotsRefusal({ version, acpi }: MachineOptions, { slots }: MemoryOptions): Refusal | undefined {
  if (!version.family.hasDeviceMemory || !acpi || slots <= MOST_DESCRIBED_SLOTS) return undefined;
  const text =
    "hw/acpi/memory_hotplug.c:391: build_memory_hotplug_aml: Assertion `nr_mem <= ACPI_MAX_RAM_SLOTS' failed.";
  return { code: 'memory/too-many-slots', text, inputs: ['memory.slots', 'memory.maxmem', 'memory.size'] };
}

/** Step 5: the model's name. */
function chooseCpu({ report, parsed, version }: Run): CpuRequest | undefined {
  const parsedCpu = parseCpu(parsed.cpu?.text ?? version.family.defaultCpu);
  if (parsedCpu.ok) {
    for (const text of parsedCpu.value.warnings) report.warn({ code: 'cpu/ambiguous', text: `warning: ${text}` });
    return parsedCpu.value;
  }
  const option = parsed.cpu?.index;
  report.refuse({
    code: 'cpu/unknown-model',
    text: parsedCpu.error,
    ...(option === undefined ? {} : { option }),
    inputs: ['cpu.model'],
  });
  return undefined;
}

/** Step 6: a memory backend decides the size of RAM if `-m` does not (qemu_resolve_machine_memdev). */
function resolveMemory({ report, settings }: Run, objects: CreatedObjects): MemoryOptions {
  const { memory, sizeGiven } = settings.memory;
  const name = settings.options.memoryBackend;
  if (name === undefined) return memory;
  const backend = findBackend(objects.backends, name);
  if (backend === undefined) {
    const text = `Memory backend '${name}' not found`;
    report.refuse({ code: 'memory/backend-not-found', text, inputs: ['machine.memoryBackend', 'backends'] });
    return memory;
  }
  return sizeGiven ? memory : { ...memory, ram: backend.size };
}

/** Step 8: the object that RAM is made of (machine_run_board_init). */
function checkRamBackend(
  { settings, version }: Run,
  objects: CreatedObjects,
  memory: MemoryOptions,
  nodesHaveMemory: boolean,
): Refusal | undefined {
  const name = settings.options.memoryBackend;
  if (name !== undefined) {
    const backend = findBackend(objects.backends, name);
    if (backend === undefined || backend.size === memory.ram) return undefined;
    return {
      code: 'memory/backend-size-differs',
      text: 'Machine memory size does not match the size of the memory backend',
      inputs: ['memory.size', 'machine.memoryBackend', 'backends'],
    };
  }
  const { ramId } = version.family;
  if (nodesHaveMemory || !objects.names.includes(ramId)) return undefined;
  return {
    code: 'memory/reserved-id',
    text: `object's id '${ramId}' is reserved for the default RAM backend, it can't be used for any other purposes\nChange the object's 'id' to something else or disable automatic creation of the default RAM backend by setting 'memory-backend=${ramId}' with '-machine'.`,
    inputs: ['backends'],
  };
}

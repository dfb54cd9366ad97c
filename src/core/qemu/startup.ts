/** The whole of start-up, in the order in which QEMU 11.1 does it and so refuses (spec section 10; qemu_init). */
import { DEFAULT_MACHINE, findMachine, otherMachines } from '../machines';
import type { MachineVersion } from '../machines/machine';
import type { KeyvalObject } from '../options/keyval';
import { layOut, tooFewBits } from './address-map';
import { checkTargets } from './affinity';
import { findBackend } from './backend-path';
import { readCommandLine } from './command-line';
import { createCpu, parseCpu, plainCpu, type CpuRequest } from './cpu';
import { isUnusedDefault, plugDevices, type DeviceContext } from './devices';
import { earlyGlobalFault, lateGlobalFault, machineGlobals, unusedGlobals } from './globals';
import { readMachine, type MachineSettings } from './machine-options';
import type { AddressMap, Cpu, MemoryOptions, Option, Refusal, Startup, Topology } from './machine';
import { completeNuma } from './numa-completion';
import { readNumaOptions } from './numa';
import { createObjects, earlyObjectRefusal, type CreatedObjects } from './objects';
import { passOptions, type ParsedOptions } from './options-pass';
import { StartupReport } from './report';
import { firstWideApicId } from './smp';

/** QEMU's limit on ACPI memory slots. */
const MAX_SLOTS = 256n;
const PAGE = 4096n;
const MIB = 2n ** 20n;

/** What one run of start-up has at hand from the machine's properties on. */
interface Run {
  readonly report: StartupReport;
  readonly parsed: ParsedOptions;
  readonly version: MachineVersion;
  readonly settings: MachineSettings;
}

/**
 * What QEMU 11.1 makes of a command line, without the program's name. Never throws. The first refusal is what QEMU prints.
 *
 * @param files contents of the files that `-readconfig` names
 */
export function startUp(args: readonly string[], files?: ReadonlyMap<string, string>): Startup {
  const report = new StartupReport();
  const { options, refusal } = readCommandLine(args, files);
  report.refuse(refusal);
  const parsed = passOptions(options, report);
  const version = selectMachine(parsed.machine, report);
  if (version === undefined) {
    return {
      options,
      refusals: report.refusals,
      warnings: report.warnings,
      backends: [],
      devices: [],
      deviceIds: [],
      affinities: [],
    };
  }
  report.refuse(earlyObjectRefusal(parsed.objects));
  const settings = readMachine(parsed.machine, version, machineGlobals(version, parsed.globals), report);
  return build({ report, parsed, version, settings }, options);
}

function selectMachine(machine: KeyvalObject, report: StartupReport): MachineVersion | undefined {
  const type = machine.get('type');
  const name = typeof type === 'string' ? type : DEFAULT_MACHINE;
  const version = findMachine(name);
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
  const { report, parsed, settings } = run;
  const machine = settings.options;
  const { topology } = settings;
  const objects = createObjects(parsed.objects);
  report.refuseAll(objects.refusals);
  const request = chooseCpu(run);
  const memory = resolveMemory(run, objects);
  const draft = readNumaOptions(
    parsed.numa,
    { topology, backends: objects.backends, hmat: machine.hmat, genericInitiators: initiatorNodes(objects) },
    report,
  );
  report.refuse(checkRamBackend(run, objects, memory, draft.hasMemdevs));
  const numa = completeNuma(draft, machine, memory, topology, report);
  const { cpu, map } = makeBoard(run, request, memory);
  const context: DeviceContext = {
    machine,
    memory,
    map,
    numa,
    backends: objects.backends,
    globals: parsed.globals,
    objectNames: objects.names,
  };
  const plugged = plugDevices(context, parsed.devices);
  for (const warning of plugged.warnings) report.warn(warning);
  report.refuseAll(plugged.refusals);
  for (const text of unusedGlobals(parsed.globals, (global) => isUnusedDefault(global, plugged))) {
    report.warn({ code: 'global/unused', text });
  }
  const targets = checkTargets(context, objects, plugged);
  report.refuse(targets.refusal);
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
  };
}

const initiatorNodes = ({ affinities }: CreatedObjects): ReadonlySet<number> =>
  new Set(affinities.filter(({ kind }) => kind === 'initiator').map(({ node }) => Number(node)));

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

/** Steps 10 to 12: CPUs, and the address space that they must reach (pc_q35_init, pc_memory_init). */
function makeBoard(run: Run, request: CpuRequest | undefined, memory: MemoryOptions): { cpu: Cpu; map: AddressMap } {
  const { report, parsed, version, settings } = run;
  const { family } = version;
  const { ramMiB } = family.limits;
  if (ramMiB !== undefined && memory.ram > BigInt(ramMiB) * MIB) {
    const text = `Too much memory for this machine: ${memory.ram / MIB} MiB, maximum ${ramMiB} MiB`;
    report.refuse({ code: 'memory/too-much', text, inputs: ['memory.size', 'machine.type'] });
  }
  const split = family.split(memory.ram, settings.options.maxRamBelow4g);
  for (const text of split.warnings) report.warn({ code: 'machine/slow-split', text: `warning: ${text}` });
  const cpu = makeCpu(run, request);
  report.refuse(checkApicIds(settings.topology, cpu));
  report.refuse(globalRefusal(earlyGlobalFault(version, parsed.globals)));
  const map = layOut({ machine: settings.options, memory, cpu, below: split.below, above: split.above });
  if (family.checksAddressSpace) report.refuse(bitsRefusal(map, cpu));
  report.refuse(checkWindow(run, memory, map));
  report.refuse(globalRefusal(lateGlobalFault(version, parsed.globals, settings.options.pcie)));
  return { cpu, map };
}

function makeCpu({ report, parsed, version }: Run, request: CpuRequest | undefined): Cpu {
  if (request === undefined) return plainCpu(version.family.defaultCpu);
  const cpu = createCpu(request, parsed.globals);
  if (cpu.ok) return cpu.value;
  const option = parsed.cpu?.index;
  report.refuse({
    code: 'cpu/property',
    text: cpu.error,
    ...(option === undefined ? {} : { option }),
    inputs: ['cpu.physBits', 'cpu.vendor', 'cpu.features', 'globals'],
  });
  return plainCpu(request.model);
}

function checkApicIds(topology: Topology, cpu: Cpu): Refusal | undefined {
  const id = cpu.x2apic ? undefined : firstWideApicId(topology);
  if (id === undefined) return undefined;
  const text = `APIC ID ${id} requires x2APIC feature in CPU\nTry x2apic=on in -cpu.`;
  return { code: 'cpu/x2apic-needed', text, inputs: ['smp', 'cpu.x2apic', 'cpu.model'] };
}

const globalRefusal = (text: string | undefined): Refusal | undefined =>
  text === undefined
    ? undefined
    : { code: 'global/not-applicable', text, inputs: ['machine.pciHole64Size', 'globals'] };

function bitsRefusal(map: AddressMap, cpu: Cpu): Refusal | undefined {
  const text = tooFewBits(map, cpu);
  if (text === undefined) return undefined;
  return {
    code: 'machine/phys-bits-too-low',
    text,
    inputs: ['cpu.physBits', 'cpu.model', 'memory.size', 'memory.maxmem', 'memory.slots'],
  };
}

/** Step 12: what the window may be; isapc takes none. */
function checkWindow({ version }: Run, { ram, maxram, slots }: MemoryOptions, map: AddressMap): Refusal | undefined {
  const inputs = ['memory.slots', 'memory.maxmem'];
  if (version.family.limits.fixedRam && (slots > 0n || maxram > ram)) {
    const text = `"-memory 'slots|maxmem'" is not supported by: ${version.id}`;
    return { code: 'memory/not-supported', text, inputs };
  }
  if (map.deviceMemory === undefined) return undefined;
  if (slots > MAX_SLOTS) {
    return { code: 'memory/too-many-slots', text: `unsupported amount of memory slots: ${slots}`, inputs };
  }
  if (maxram % PAGE !== 0n) {
    const text = `maximum memory size must by aligned to multiple of ${PAGE} bytes`;
    return { code: 'memory/maxmem-unaligned', text, inputs };
  }
  const { base, size } = map.deviceMemory;
  if (base + size < 2n ** 64n) return undefined;
  return {
    code: 'memory/window-overflows',
    text: `unsupported amount of maximum memory: 0x${maxram.toString(16)}`,
    inputs,
  };
}

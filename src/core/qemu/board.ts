/** The board: CPUs, and the address space that they must reach. Steps 10 to 12 of start-up (pc_q35_init, pc_memory_init). */
import type { Dialect } from '../dialects/dialect';
import type { MachineVersion } from '../machines/machine';
import { layOut, tooFewBits } from './address-map';
import { createCpu, plainCpu, type CpuRequest } from './cpu';
import { earlyGlobalFault, lateGlobalFault } from './globals';
import type { AddressMap, Cpu, MemoryOptions, Refusal, Topology } from './machine';
import type { MachineSettings } from './machine-options';
import { markMemory, type Marked, type Marking } from './marking/marking';
import { markingRules } from './marking/rules';
import type { ParsedOptions } from './options-pass';
import type { StartupReport } from './report';
import { firstWideApicId } from './smp';

/** QEMU's limit on ACPI memory slots. */
const MAX_SLOTS = 256n;
const PAGE = 4096n;
const MIB = 2n ** 20n;

/** What one run of start-up has at hand from the machine's properties on. */
export interface Run {
  readonly report: StartupReport;
  readonly parsed: ParsedOptions;
  readonly version: MachineVersion;
  readonly settings: MachineSettings;
  readonly dialect: Dialect;
}

/** The CPU and the map; both exist, as near to what was asked as can be, even where QEMU refuses them. */
export function makeBoard(
  run: Run,
  request: CpuRequest | undefined,
  memory: MemoryOptions,
  owners: Pick<Marked, 'numa' | 'backends'>,
): { readonly cpu: Cpu; readonly map: AddressMap; readonly marking?: Marking } {
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
  const marking = markBoot(run, { ...owners, map, ram: memory.ram, ramBackend: settings.options.memoryBackend });
  report.refuse(checkWindow(run, memory, map));
  report.refuse(globalRefusal(lateGlobalFault(version, parsed.globals, settings.options)));
  return { cpu, map, ...(marking === undefined ? {} : { marking }) };
}

/**
 * The step of a patched tree, behind the entries for RAM. It is a part of the memory of PCs (pc_memory_init): microvm takes the same
 * options and does nothing with them.
 */
function markBoot({ report, dialect, version }: Run, marked: Marked): Marking | undefined {
  const rules = markingRules(dialect);
  if (rules === undefined || !version.family.placesMemoryDevices) return undefined;
  const marking = markMemory(rules, marked);
  for (const { severity, text } of marking.messages) {
    if (severity === 'warning') report.warn({ code: 'marking/warned', text: `warning: ${text}` });
    else report.refuse({ code: 'marking/spans-hole', text, inputs: ['nodes', 'backends'] });
  }
  return marking;
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

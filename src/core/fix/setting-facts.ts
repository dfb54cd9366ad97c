/** What each setting is called and how dear it is to whoever asked for it. The schema says which settings there are. */
import { KiB } from '../base/addr';

export interface SettingFacts {
  /** How much it hurts to change it, beside the others; only the order counts. */
  readonly weight: number;
  /** `{}` stands for the name of the entity that it belongs to. */
  readonly label: string;
  /** How a value is told: a size as `22 GiB`, as an option has it (`22G`), an address, or plainly. */
  readonly unit?: 'size' | 'option' | 'address';
  /** The fix's title for a new value, `{}` being the entity and `#` the value; else by the kind of setting. */
  readonly title?: string;
  /** What the user gives up, `{}` and `#` as above, `<` the value before. */
  readonly costs?: string;
  /** The least and the most that means something. */
  readonly range?: readonly [number, number];
}

const CPUS: SettingFacts = { weight: 40, label: '{}', costs: 'The guest sees another arrangement of CPUs.' };

/** None at all means something else than little: to `-m 0` the size of a backend. */
export const SOME_MEMORY = [4 * KiB, Number.MAX_SAFE_INTEGER] as const;

/** By pattern: `devices.*.addr`. */
const FACTS: Readonly<Record<string, SettingFacts>> = {
  dialect: { weight: 62, label: 'QEMU', title: 'Run it on #', costs: 'Every host needs that version of QEMU.' },
  'memory.size': {
    weight: 50,
    label: 'RAM',
    unit: 'option',
    costs: 'The guest boots with # of RAM and not with <.',
    range: SOME_MEMORY,
  },
  'memory.slots': { weight: 20, label: 'slots', costs: 'DIMMs and NVDIMMs together can be # at most.' },
  'memory.maxmem': { weight: 31, label: 'maxmem', unit: 'option' },
  'machine.type': { weight: 65, label: 'the machine type', costs: 'The guest sees another chipset.' },
  'machine.version': { weight: 60, label: 'the machine version', costs: 'A guest that runs cannot migrate to it.' },
  'machine.acpi': { weight: 28, label: 'ACPI', costs: 'ACPI decides how the guest learns of its hardware.' },
  'machine.nvdimm': { weight: 22, label: 'nvdimm', costs: 'The guest’s ACPI tables change with it.' },
  'machine.hmat': { weight: 24, label: 'hmat', costs: 'The guest’s ACPI tables change with it.' },
  'machine.cxl': {
    weight: 24,
    label: 'cxl',
    costs: 'CXL registers and windows take address space, or vanish from it.',
  },
  'machine.maxRamBelow4g': {
    weight: 30,
    label: 'max-ram-below-4g',
    unit: 'option',
    costs: 'Another part of RAM lies below 4 GiB.',
  },
  'machine.pciHole64Size': {
    weight: 32,
    label: 'the 64-bit PCI hole',
    unit: 'size',
    costs: '64-bit BARs of devices have # and not <.',
  },
  'machine.memoryBackend': { weight: 34, label: 'memory-backend', costs: 'RAM is made of another object.' },
  'machine.oemId': { weight: 20, label: 'x-oem-id', costs: 'The guest’s ACPI tables bear another name.' },
  'machine.oemTableId': { weight: 20, label: 'x-oem-table-id', costs: 'The guest’s ACPI tables bear another name.' },
  'machine.extra.*': { weight: 26, label: '{}', costs: 'That machine property is not as it was written.' },
  'machine.cxlWindows.*': { weight: 55, label: '{}', costs: 'The guest does not have that window.' },
  'machine.cxlWindows.*.size': {
    weight: 34,
    label: 'the size of {}',
    unit: 'size',
    costs: 'The window has # and not <.',
  },
  'machine.cxlWindows.*.granularity': { weight: 22, label: 'the granularity of {}', unit: 'size' },
  'machine.cxlWindows.*.targets.*': { weight: 26, label: 'a target of {}', title: 'Have {} lead to #' },
  'cpu.model': { weight: 58, label: 'the CPU model', costs: 'The guest sees another CPU.' },
  'cpu.physBits': {
    weight: 30,
    label: 'phys-bits',
    costs: 'Every host must have # address bits or more.',
    range: [32, 52],
  },
  'cpu.vendor': { weight: 40, label: 'the CPU’s vendor', costs: 'The guest sees a CPU of another vendor.' },
  'cpu.longMode': { weight: 75, label: 'lm', costs: 'With lm the CPU is a 64-bit one, without it a 32-bit one.' },
  'cpu.x2apic': { weight: 24, label: 'x2apic', costs: 'The guest sees a CPU with another feature.' },
  'cpu.features.*': { weight: 30, label: '{}', costs: 'The CPU does not have that feature as it was written.' },
  'smp.cpus': { ...CPUS, weight: 48, label: 'the number of CPUs', costs: 'The guest has # CPUs and not <.' },
  'smp.maxcpus': { ...CPUS, weight: 42, label: 'maxcpus', costs: 'The guest can have # CPUs and not <.' },
  'smp.sockets': { ...CPUS, label: 'sockets' },
  'smp.dies': { ...CPUS, label: 'dies' },
  'smp.modules': { ...CPUS, label: 'modules' },
  'smp.cores': { ...CPUS, label: 'cores' },
  'smp.threads': { ...CPUS, label: 'threads' },
  'smp.extra.*': { ...CPUS, weight: 34 },
  'backends.*': { weight: 60, label: 'the backend {}', costs: 'The guest does not have that memory.' },
  'backends.*.id': {
    weight: 20,
    label: 'the name of {}',
    title: 'Call the second {} #',
    costs: 'Scripts know it as <.',
  },
  'backends.*.type': { weight: 36, label: 'the type of {}', costs: 'The host provides that memory in another way.' },
  'backends.*.size': { weight: 40, label: '{}', unit: 'size', costs: '{} has # and not <.', range: SOME_MEMORY },
  'backends.*.align': { weight: 26, label: 'the alignment of {}', unit: 'size' },
  'backends.*.hugetlb': { weight: 30, label: 'huge pages of {}', costs: 'The host maps {} in pages of another size.' },
  'backends.*.hugetlbSize': {
    weight: 28,
    label: 'the huge pages of {}',
    unit: 'size',
    costs: 'The host needs free pages of that size.',
  },
  'objects.*': { weight: 56, label: 'the object {}', costs: 'QEMU does not have that object.' },
  'objects.*.extra.*': { weight: 27, label: '{}', costs: 'That property is not as it was written.' },
  'nodes.*': { weight: 57, label: '{}', costs: 'The guest has one node less.' },
  'nodes.*.id': {
    weight: 18,
    label: 'the number of {}',
    title: 'Give {} the number #',
    costs: 'The guest sees it under that number.',
  },
  'nodes.*.memdev': { weight: 30, label: 'the RAM of {}', title: 'Make the RAM of {} of #' },
  'nodes.*.cpus.*': { weight: 32, label: 'CPUs of {}', costs: 'Those CPUs are on no node of their own.' },
  'nodes.*.cpus.*.first': { weight: 27, label: 'the first CPU of {}', costs: 'CPUs are on other nodes.' },
  'nodes.*.cpus.*.last': { weight: 26, label: 'the last CPU of {}', costs: 'CPUs are on other nodes.' },
  'nodes.*.initiator': { weight: 22, label: 'the initiator of {}', costs: 'The HMAT names another initiator.' },
  'cpuAssignments.*': { weight: 34, label: '{}', costs: 'Those CPUs are on no node of their own.' },
  'distances.*': { weight: 29, label: '{}', costs: 'The guest does not learn that distance.' },
  'distances.*.from': { weight: 26, label: 'where {} begins', costs: 'The guest learns of another distance.' },
  'distances.*.to': { weight: 26, label: 'where {} ends', costs: 'The guest learns of another distance.' },
  'distances.*.value': { weight: 20, label: '{}', costs: 'The guest learns of another distance.' },
  'hmat.*': { weight: 29, label: '{}', costs: 'The guest does not learn that figure.' },
  'hmatCaches.*': { weight: 29, label: '{}', costs: 'The guest does not learn of that cache.' },
  'devices.*': { weight: 80, label: '{}', costs: 'The guest does not have {}.' },
  'devices.*.id': { weight: 8, label: 'the name of {}', title: 'Call the second {} #', costs: 'Scripts know it as <.' },
  'devices.*.addr': {
    weight: 10,
    label: 'the address of {}',
    unit: 'address',
    title: 'Put {} at #',
    costs: '{} lies at # and not at <.',
  },
  'devices.*.slot': {
    weight: 12,
    label: 'the slot of {}',
    title: 'Put {} into slot #',
    costs: '{} is in slot # and not in <.',
  },
  'devices.*.node': {
    weight: 16,
    label: 'the node of {}',
    title: 'Put {} on node #',
    costs: '{} belongs to node # and not to <.',
  },
  'devices.*.memdev': { weight: 26, label: 'the backend of {}', title: 'Give {} the backend #' },
  'devices.*.blockSize': {
    weight: 18,
    label: 'the block size of {}',
    unit: 'size',
    costs: '{} is plugged in steps of # and not of <.',
  },
  'devices.*.requestedSize': {
    weight: 17,
    label: 'the requested size of {}',
    unit: 'size',
    costs: 'The guest starts with # of {} and not with <.',
  },
  'devices.*.labelSize': {
    weight: 19,
    label: 'the label area of {}',
    unit: 'size',
    costs: 'Labels of {} have # and not <.',
  },
  'devices.*.extra.*': { weight: 24, label: '{}', costs: 'That property is not as it was written.' },
  'globals.*': { weight: 30, label: '{}', costs: 'That default is QEMU’s own again.' },
  'globals.*.value': { weight: 28, label: '{}', costs: 'That default is not as it was written.' },
  'options.*': { weight: 34, label: '{}', costs: 'QEMU does not hear of that option.' },
  'events.*': { weight: 70, label: '{}', costs: 'That step does not happen.' },
  'events.*.device': {
    weight: 18,
    label: 'the device of that step',
    title: 'Name # in place of {}',
    costs: 'The step is about # and not about <.',
  },
  'events.*.requestedSize': {
    weight: 17,
    label: 'the requested size of {}',
    unit: 'size',
    costs: '{} is asked for # and not for <.',
  },
  'events.*.backend.size': {
    weight: 28,
    label: 'the size of {}',
    unit: 'size',
    costs: '{} has # and not <.',
    range: SOME_MEMORY,
  },
};

/** What no layout that starts depends on, or what only has a meaning for physmap. */
const LEFT_ALONE: readonly string[] = [
  'backends.*.host',
  'backends.*.path',
  'devices.*.bars',
  'devices.*.driver',
  'devices.*.uuid',
  'globals.*.driver',
  'globals.*.property',
  'options.*.name',
  'options.*.value',
  'objects.*.type',
  'objects.*.id',
  'events.*.title',
  'events.*.atMs',
  'events.*.do',
  'events.*.command',
  'events.*.answer',
  'events.*.reaches',
  'events.*.dropsBackend',
  'events.*.device.id',
  'events.*.backend.id',
  'cpu.features.*.',
];

const DEFAULT: SettingFacts = { weight: 30, label: '{}' };

/** Nothing for what no fix changes. A step of the timeline has the settings of its device and of its backend. */
export function factsOf(pattern: string): SettingFacts | undefined {
  if (FACTS[pattern] !== undefined) return FACTS[pattern];
  const known = pattern.replace(/^events\.\*\.device\./, 'devices.*.').replace(/^events\.\*\.backend\./, 'backends.*.');
  if (LEFT_ALONE.some((each) => known === each || pattern === each || known.startsWith(`${each}.`))) return undefined;
  return FACTS[known] ?? { ...DEFAULT, label: `${keyWords(known)} of {}` };
}

/** The end of a pattern as words: `unpluggedInaccessible` → `unplugged-inaccessible`. */
const keyWords = (pattern: string): string =>
  (pattern.split('.').findLast((part) => part !== '*') ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `-machine`: its properties, set in the order of QEMU's dictionary (object_set_properties_from_keyval). */
import { err, ok, type Result } from '../base/result';
import type { MachineVersion, PropertyType } from '../machines/machine';
import type { KeyvalObject, KeyvalValue } from '../options/keyval';
import { parseBoolean, parseSigned } from '../options/number';
import { inPropertyOrder } from '../options/property-order';
import { parseSize } from '../options/size';
import { doesNotAccept, expectsText } from '../options/texts';
import { utf8Bytes } from '../options/utf8';
import { readCxlWindows } from './cxl-windows';
import type { CxlWindowRequest, MachineOptions, Refusal, Topology } from './machine';
import { defaultMemory, readMemory, type MemoryOutcome } from './memory';
import type { StartupReport } from './report';
import { readTopology, singleCpu } from './smp';

/** All that `-machine`, `-m` and `-smp` say, typed. */
export interface MachineSettings {
  readonly options: MachineOptions;
  readonly memory: MemoryOutcome;
  readonly topology: Topology;
}

/** Where the other settings of a machine come from: `-global`. */
export interface MachineGlobals {
  readonly pciHole64Size: bigint;
  readonly memoryHotplugSupport: boolean;
}

const FOUR_GIB = 2n ** 32n;
const MIB = 2n ** 20n;

interface Draft {
  acpi: boolean;
  nvdimm: boolean;
  hmat: boolean;
  cxl: boolean;
  pcie: boolean;
  rtc: boolean;
  smbios32: boolean;
  maxRamBelow4g: bigint;
  cxlWindows: readonly CxlWindowRequest[];
  oemId: string | undefined;
  oemTableId: string | undefined;
  memory: MemoryOutcome;
  topology: Topology;
}

interface Fault {
  readonly code: string;
  readonly text: string;
  readonly inputs?: readonly string[];
}

type Typed = boolean | bigint | string;

/** A value as its type takes it, or QEMU's words. `auto` of an on-off-auto property comes out as the text. */
function typed(key: string, type: PropertyType, value: string): Result<Typed, string> {
  if (type === 'boolean') {
    const flag = parseBoolean(value);
    return flag === undefined ? err(expectsText(key, "'on' or 'off'")) : ok(flag);
  }
  if (type === 'on-off-auto') {
    if (value === 'auto') return ok(value);
    return value === 'on' || value === 'off' ? ok(value === 'on') : err(doesNotAccept(key, value));
  }
  if (type === 'size') {
    const size = parseSize(value);
    return size.ok ? size : err(expectsText(key, 'size'));
  }
  if (type === 'integer') {
    const number = parseSigned(value);
    return number.ok ? number : err(expectsText(key, 'integer'));
  }
  return ok(value);
}

type Setter = (draft: Draft, value: Typed) => Fault | undefined;

const keepFlag =
  (key: 'nvdimm' | 'hmat' | 'cxl' | 'acpi' | 'pcie' | 'rtc'): Setter =>
  (draft, value) => {
    if (typeof value === 'boolean') draft[key] = value;
    return undefined;
  };

const keepOemText =
  (key: 'oemId' | 'oemTableId', property: string, longest: number): Setter =>
  (draft, value) => {
    if (typeof value !== 'string') return undefined;
    if (utf8Bytes(value).length > longest) {
      return {
        code: 'machine/oem-id-too-long',
        text: `User specified ${property} value is bigger than ${longest} bytes in size`,
        inputs: [`machine.${key}`],
      };
    }
    draft[key] = value;
    return undefined;
  };

function keepMaxRam(draft: Draft, value: Typed): Fault | undefined {
  if (typeof value !== 'bigint') return undefined;
  if (value > FOUR_GIB) {
    return {
      code: 'machine/max-ram-below-4g',
      text: `Machine option 'max-ram-below-4g=${value}' expects size less than or equal to 4G`,
      inputs: ['machine.maxRamBelow4g'],
    };
  }
  draft.maxRamBelow4g = value;
  return undefined;
}

function keepEntryPoint(draft: Draft, value: Typed): Fault | undefined {
  if (value !== '32' && value !== '64' && value !== 'auto') {
    return { code: 'machine/value', text: doesNotAccept('smbios-entry-point-type', String(value)) };
  }
  draft.smbios32 = value === '32';
  return undefined;
}

const SETTERS: Readonly<Record<string, Setter>> = {
  acpi: keepFlag('acpi'),
  nvdimm: keepFlag('nvdimm'),
  hmat: keepFlag('hmat'),
  cxl: keepFlag('cxl'),
  pcie: keepFlag('pcie'),
  rtc: keepFlag('rtc'),
  'smbios-entry-point-type': keepEntryPoint,
  'max-ram-below-4g': keepMaxRam,
  'x-oem-id': keepOemText('oemId', 'x-oem-id', 6),
  'x-oem-table-id': keepOemText('oemTableId', 'x-oem-table-id', 8),
};

const notAnObject = (key: string): string => `Invalid parameter type for '${key}', expected: object`;

function setSmp(draft: Draft, value: KeyvalValue, version: MachineVersion): Fault | undefined {
  if (!(value instanceof Map)) return { code: 'smp/syntax', text: notAnObject('smp') };
  const topology = readTopology(value, version);
  if (!topology.ok) return { code: 'smp/topology', text: topology.error, inputs: ['smp'] };
  draft.topology = topology.value;
  return undefined;
}

function setMemory(draft: Draft, value: KeyvalValue): Fault | undefined {
  if (!(value instanceof Map)) return { code: 'memory/syntax', text: notAnObject('memory') };
  draft.memory = readMemory(value);
  const { refused } = draft.memory;
  return refused === undefined ? undefined : { ...refused, inputs: ['memory.size', 'memory.maxmem', 'memory.slots'] };
}

function setCxlWindows(draft: Draft, value: KeyvalValue): Fault | undefined {
  const { windows, refused } = readCxlWindows(value);
  draft.cxlWindows = windows;
  return refused === undefined ? undefined : { ...refused, inputs: ['machine.cxlWindows'] };
}

function setProperty(draft: Draft, key: string, value: KeyvalValue, version: MachineVersion): Fault | undefined {
  const type = Object.hasOwn(version.family.properties, key) ? version.family.properties[key] : undefined;
  if (type === undefined) {
    return {
      code: 'machine/unknown-property',
      text: `Property '${version.id}-machine.${key}' not found`,
      inputs: ['machine.extra'],
    };
  }
  if (key === 'smp') return setSmp(draft, value, version);
  if (key === 'memory') return setMemory(draft, value);
  if (key === 'cxl-fmw') return setCxlWindows(draft, value);
  if (typeof value !== 'string') {
    return type === 'any' ? undefined : { code: 'machine/syntax', text: `Parameters '${key}.*' are unexpected` };
  }
  const read = typed(key, type, value);
  if (!read.ok) return { code: 'machine/value', text: read.error, inputs: ['machine'] };
  return SETTERS[key]?.(draft, read.value);
}

/** Handled before the machine's own properties are set. */
const APART = new Set(['type', 'accel', 'igd-passthru', 'kernel-irqchip', 'kvm-shadow-mem', 'memory-backend']);

const refusalOf = (fault: Fault): Refusal => ({
  code: fault.code,
  text: fault.text,
  inputs: fault.inputs ?? ['machine'],
});

/**
 * Sets every property in QEMU's order. A refused one keeps its default, so that the rest can still be drawn.
 *
 * @param machine what all `-machine`, `-m` and `-smp` options came to; always has a `memory`
 */
export function readMachine(
  machine: KeyvalObject,
  version: MachineVersion,
  globals: MachineGlobals,
  report: StartupReport,
): MachineSettings {
  const draft: Draft = {
    acpi: true,
    nvdimm: false,
    hmat: false,
    cxl: false,
    pcie: false,
    rtc: true,
    smbios32: version.rules.smbios32,
    maxRamBelow4g: 0n,
    cxlWindows: [],
    oemId: undefined,
    oemTableId: undefined,
    memory: defaultMemory,
    topology: singleCpu,
  };
  for (const key of inPropertyOrder(machine.keys())) {
    const value = machine.get(key);
    if (value === undefined || APART.has(key)) continue;
    const fault = setProperty(draft, key, value, version);
    if (fault !== undefined) report.refuse(refusalOf(fault));
    else if (key === 'max-ram-below-4g' && draft.maxRamBelow4g < MIB) {
      report.warn({ code: 'machine/little-low-ram', text: littleLowRam(draft.maxRamBelow4g) });
    }
  }
  const backend = machine.get('memory-backend');
  const { memory, topology, oemId, oemTableId, ...rest } = draft;
  const options: MachineOptions = {
    version,
    ...rest,
    ...globals,
    ...(typeof backend === 'string' ? { memoryBackend: backend } : {}),
    ...(oemId === undefined ? {} : { oemId }),
    ...(oemTableId === undefined ? {} : { oemTableId }),
  };
  return { options, memory, topology };
}

const littleLowRam = (bytes: bigint): string =>
  `warning: Only ${bytes} bytes of RAM below the 4GiB boundary,BIOS may not work with less than 1MiB`;

/**
 * The QEMU command line that a layout means, in one order: machine, CPUs, memory, backends, nodes, objects, devices, the rest.
 * `importCommandLine` reads it back as the same layout.
 */
import { deviceKinds, type MemoryDevice } from '../devices/index';
import type { Dialect } from '../dialects/dialect';
import { dialectOf } from '../dialects/index';
import { driverOf } from '../qemu/memory-models';
import type { Backend, Device, LayoutDocument, NumaNode } from '../document/schema';
import { findMachine, machineAliases, machineFamilies } from '../machines/index';
import type { CommandWord } from '../plan/plan';
import type { DocPath } from '../space/region';
import { addressText, extraPairs, firstValue, maybe, onOff, pair, pairs, ramSizeText, sizeText } from './option-text';
import { behaviourOf } from '../devices/behaviours';

export { shellText } from './shell-text';

/** One option; without a value it takes none. */
interface Option {
  readonly name: string;
  readonly value?: string;
  readonly path: DocPath;
}

/** The words behind the program's name, each with the part of the document that it came from. */
export function commandLine(document: LayoutDocument): readonly CommandWord[] {
  return optionsOf(document).flatMap(({ name, value, path }, option) => {
    const word = { text: dashed(name), option, path };
    return value === undefined ? [word] : [word, { text: value, option, path }];
  });
}

/** QEMU takes off two dashes if there are two, so a name that begins with one, or is empty, needs two more. */
const dashed = (name: string): string => (name === '' || name.startsWith('-') ? `--${name}` : `-${name}`);

function optionsOf(document: LayoutDocument): readonly Option[] {
  const { machine, backends, objects, devices, globals, options } = document;
  const dialect = dialectOf(document.dialect);
  return [
    { name: 'machine', value: machineText(document), path: 'machine' },
    ...cpuOptions(document),
    ...optionWith('smp', smpText(document), 'smp'),
    ...optionWith('m', memoryText(document), 'memory'),
    ...backends.map((backend, index) => ({
      name: 'object',
      value: backendOptionText(backend),
      path: `backends.${index}`,
    })),
    ...numaOptions(document),
    ...objects.map(({ type, id, extra }, index) => ({
      name: 'object',
      value: [firstValue('qom-type', type), pair('id', id), ...extraPairs(extra)].join(','),
      path: `objects.${index}`,
    })),
    ...devices.map((device, index) => ({
      name: 'device',
      value: deviceOptionText(device, dialect),
      path: `devices.${index}`,
    })),
    ...(machine.pciHole64Size === undefined
      ? []
      : [
          {
            name: 'global',
            value: globalText(holeDriver(machine.type), 'pci-hole64-size', sizeText(machine.pciHole64Size)),
            path: 'machine.pciHole64Size',
          },
        ]),
    ...globals.map(({ driver, property, value }, index) => ({
      name: 'global',
      value: globalText(driver, property, value),
      path: `globals.${index}`,
    })),
    ...options.map(({ name, value }, index) => ({
      name,
      ...(value === undefined ? {} : { value }),
      path: `options.${index}`,
    })),
  ];
}

const optionWith = (name: string, parts: readonly string[], path: DocPath): readonly Option[] =>
  parts.length === 0 ? [] : [{ name, value: parts.join(','), path }];

/** `q35` and version 8.2 are `pc-q35-8.2`. */
function machineName(type: string, version: string | undefined): string {
  return version === undefined ? type : `${machineAliases.get(type) ?? `${type}-`}${version}`;
}

function machineText({ machine }: LayoutDocument): string {
  return [
    firstValue('type', machineName(machine.type, machine.version)),
    ...pairs({
      acpi: maybe(machine.acpi, onOff),
      nvdimm: maybe(machine.nvdimm, onOff),
      hmat: maybe(machine.hmat, onOff),
      cxl: maybe(machine.cxl, onOff),
      'max-ram-below-4g': maybe(machine.maxRamBelow4g, sizeText),
      'memory-backend': machine.memoryBackend,
      'x-oem-id': machine.oemId,
      'x-oem-table-id': machine.oemTableId,
    }),
    ...machine.cxlWindows.flatMap(({ targets, size, granularity }, index) => [
      ...targets.map((target, position) => pair(`cxl-fmw.${index}.targets.${position}`, target)),
      ...pairs({
        [`cxl-fmw.${index}.size`]: sizeText(size),
        [`cxl-fmw.${index}.interleave-granularity`]: maybe(granularity, sizeText),
      }),
    ]),
    ...extraPairs(machine.extra),
  ].join(',');
}

/** The class whose `pci-hole64-size` a machine type obeys; where none does, one that QEMU takes and ignores. */
export const holeDriver = (type: string): string =>
  (findMachine(type)?.family ?? machineFamilies.find(type))?.hostBridges[0] ?? 'pci-host-bridge';

/** CPU settings without a model are those of the machine's default model. */
function cpuOptions({ machine, cpu }: LayoutDocument): readonly Option[] {
  const { model, physBits, vendor, longMode, x2apic, features } = cpu;
  const settings = [
    ...(physBits === undefined ? [] : [`phys-bits=${physBits}`]),
    ...(vendor === undefined ? [] : [`vendor=${vendor}`]),
    ...(longMode === undefined ? [] : [`lm=${onOff(longMode)}`]),
    ...(x2apic === undefined ? [] : [`x2apic=${onOff(x2apic)}`]),
    ...features,
  ];
  if (model === undefined && settings.length === 0) return [];
  const base = model ?? findMachine(machine.type)?.family.defaultCpu ?? 'qemu64';
  return [{ name: 'cpu', value: [base, ...settings].join(','), path: 'cpu' }];
}

function smpText({ smp }: LayoutDocument): readonly string[] {
  const { cpus, extra, ...topology } = smp;
  const { maxcpus, sockets, dies, modules, cores, threads } = topology;
  return [
    ...(cpus === undefined ? [] : [String(cpus)]),
    ...pairs({ maxcpus, sockets, dies, modules, cores, threads }),
    ...extraPairs(extra),
  ];
}

function memoryText({ memory }: LayoutDocument): readonly string[] {
  const { size, slots, maxmem } = memory;
  return [...(size === undefined ? [] : [ramSizeText(size)]), ...pairs({ slots, maxmem: maybe(maxmem, sizeText) })];
}

/** The text after `-object` for a backend. */
export function backendOptionText(backend: Backend): string {
  return [
    `memory-backend-${backend.type}`,
    ...pairs({
      id: backend.id,
      size: sizeText(backend.size),
      'mem-path': backend.path,
      share: maybe(backend.share, onOff),
      reserve: maybe(backend.reserve, onOff),
      align: maybe(backend.align, sizeText),
      hugetlb: maybe(backend.hugetlb, onOff),
      hugetlbsize: maybe(backend.hugetlbSize, sizeText),
      hmem: maybe(backend.hmem, onOff),
    }),
    ...extraPairs(backend.extra),
  ].join(',');
}

function numaOptions(document: LayoutDocument): readonly Option[] {
  const { nodes, cpuAssignments, distances, hmat, hmatCaches } = document;
  const dialect = dialectOf(document.dialect);
  const numa = (path: string, type: string, parts: readonly string[]): Option => ({
    name: 'numa',
    value: [type, ...parts].join(','),
    path,
  });
  return [
    ...nodes.map((node, index) => numa(`nodes.${index}`, 'node', nodePairs(node, dialect))),
    ...cpuAssignments.map(({ node, socket, die, module, core, thread }, index) =>
      numa(
        `cpuAssignments.${index}`,
        'cpu',
        pairs({
          'node-id': node,
          'socket-id': socket,
          'die-id': die,
          'module-id': module,
          'core-id': core,
          'thread-id': thread,
        }),
      ),
    ),
    ...distances.map(({ from, to, value }, index) =>
      numa(`distances.${index}`, 'dist', pairs({ src: from, dst: to, val: value })),
    ),
    ...hmat.map(({ initiator, target, hierarchy, dataType, value }, index) =>
      numa(
        `hmat.${index}`,
        'hmat-lb',
        pairs({
          initiator,
          target,
          hierarchy,
          'data-type': dataType,
          ...(dataType.endsWith('latency') ? { latency: value } : { bandwidth: sizeText(value) }),
        }),
      ),
    ),
    ...hmatCaches.map(({ node, size, level, associativity, policy, line }, index) =>
      numa(
        `hmatCaches.${index}`,
        'hmat-cache',
        pairs({ 'node-id': node, size: sizeText(size), level, associativity, policy, line }),
      ),
    ),
  ];
}

/**
 * A mark in the spelling of the QEMU that the layout is for. One that has none gets the spelling that can say it all, and refuses it: what
 * the layout asks for is never left out in silence.
 */
const markPairs = (mark: NumaNode['mark'], { spm }: Dialect): readonly string[] =>
  pairs(spm === 'spm' && mark === 'spm' ? { spm: 'on' } : { 'memmap-type': mark });

function nodePairs({ id, memdev, cpus, initiator, mark }: NumaNode, dialect: Dialect): readonly string[] {
  return [
    ...pairs({ nodeid: id, memdev }),
    ...(cpus ?? []).map(({ first, last }) => pair('cpus', first === last ? `${first}` : `${first}-${last}`)),
    ...pairs({ initiator }),
    ...markPairs(mark, dialect),
  ];
}

/** The argument of a device's `-device`; by default as the newest release spells it. */
export function deviceOptionText(device: Device, dialect: Pick<Dialect, 'spm'> = {}): string {
  if (device.kind !== 'other') return memoryDeviceText(device, dialect);
  return [firstValue('driver', device.driver), ...pairs({ id: device.id }), ...extraPairs(device.extra)].join(',');
}

function memoryDeviceText(device: MemoryDevice, dialect: Pick<Dialect, 'spm'>): string {
  const kind = deviceKinds.find(device.kind);
  if (kind === undefined) throw new Error(`no device kind ${device.kind}`);
  const values: Readonly<Record<string, unknown>> = { ...device };
  const fields = kind.fields.flatMap(({ key }) => {
    const value = values[key];
    const name = kind.properties[key] ?? key;
    return value === undefined ? [] : [pair(name, propertyText(value, behaviourOf(kind).properties[name]?.type))];
  });
  return [driverOf(kind, dialect), ...fields, ...extraPairs(device.extra)].join(',');
}

function propertyText(value: unknown, type: string | undefined): string {
  if (typeof value === 'boolean') return onOff(value);
  if (typeof value !== 'number') return String(value);
  if (type === 'uint64') return addressText(value);
  return type === 'size' ? sizeText(value) : String(value);
}

/** The short form takes the value as it is, but cannot have every driver and property. */
function globalText(driver: string, property: string, value: string): string {
  const isShort = /^[^.=,]{1,63}$/.test(driver) && /^[^=]{1,63}$/.test(property);
  return isShort ? `${driver}.${property}=${value}` : pairs({ driver, property, value }).join(',');
}

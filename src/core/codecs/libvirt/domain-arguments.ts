/** The part of a layout that libvirt has no words for, as the arguments of `<qemu:commandline>`. */
import type { LayoutDocument } from '../../document/schema';
import { dialectOf } from '../../dialects/index';
import { parseQemuOpts } from '../../options/qemu-opts';
import { parseSize } from '../../options/size';
import { commandLine, deviceOptionText } from '../command-line-writer';
import type { SaidPart } from './domain-parts';

/** The words, in order. */
export function domainArguments(document: LayoutDocument, said: SaidPart): readonly string[] {
  const { machine, memory } = document;
  const rest: LayoutDocument = {
    ...document,
    machine: {
      type: machine.type,
      cxlWindows: machine.cxlWindows,
      ...pick(machine, ['cxl', 'maxRamBelow4g', 'oemId', 'oemTableId', 'extra']),
      ...(said.hmat ? {} : pick(machine, ['hmat'])),
      ...(said.nvdimm ? {} : pick(machine, ['nvdimm'])),
      ...(said.hole ? {} : pick(machine, ['pciHole64Size'])),
    },
    cpu: said.cpu ? { features: [] } : document.cpu,
    smp: said.smp ? {} : document.smp,
    memory: said.maxmem ? {} : pick(memory, ['slots', 'maxmem']),
    backends: document.backends.filter(({ id }) => !said.backends.has(id)),
    nodes: [],
    cpuAssignments: [],
    distances: said.distances ? [] : document.distances,
    hmat: said.hmat ? [] : document.hmat,
    hmatCaches: said.hmat ? [] : document.hmatCaches,
    devices: document.devices.filter((device, index) => device.kind !== 'other' && said.plain.has(index)),
  };
  const words = commandLine(rest);
  const options = new Map<number, string[]>();
  for (const { text, option } of words) options.set(option, [...(options.get(option) ?? []), text]);
  const later = document.devices.flatMap((device, index) =>
    said.modules.has(index) || said.plain.has(index)
      ? []
      : ['-device', asJson(deviceOptionText(device, dialectOf(document.dialect)))],
  );
  return [...[...options.values()].flatMap(withoutType), ...later];
}

const pick = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as Pick<T, K>;

/** libvirt names the machine type; its other properties are merged into that. */
function withoutType([name = '', value]: readonly string[]): readonly string[] {
  if (name !== '-machine' || value === undefined) return value === undefined ? [name] : [name, value];
  const properties = value.replace(/^(?:[^,]|,,)*(?:,|$)/, '');
  return properties === '' ? [] : [name, properties];
}

const TEXTS = new Set(['driver', 'id', 'memdev', 'bus', 'host', 'addr', 'serial', 'uuid', 'chardev', 'netdev']);

/** As JSON, which QEMU plugs behind all devices that are not, libvirt's own among them. */
function asJson(text: string): string {
  const { id, pairs } = parseQemuOpts(text, 'driver');
  const isMemory = pairs.some(({ key }) => key === 'memdev');
  const properties: Record<string, string | number | boolean> = {};
  for (const { key, value } of pairs) {
    properties[key] = TEXTS.has(key) && !(key === 'addr' && isMemory) ? value : typed(value);
  }
  return JSON.stringify({ ...properties, ...(id === undefined ? {} : { id }) });
}

function typed(value: string): string | number | boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  if (/^(?:0|[1-9]\d{0,14}|0x[0-9a-f]{1,13})$/.test(value)) return Number(value);
  const size = /^\d{1,6}[KMGT]$/.test(value) ? parseSize(value) : undefined;
  return size?.ok === true && size.value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size.value) : value;
}

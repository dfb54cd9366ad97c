/** Values worth a try for a setting that is no plain number. */
import { cpuModels } from '../qemu/cpu-models';
import { machineAliases, machineFamilies, machineVersions } from '../machines/index';
import { freeName, memdevOf } from '../document/device-names';
import { plugStepAt } from '../document/plugs';
import type { LayoutDocument } from '../document/schema';
import { namedDevicesAt } from '../document/step-edits';
import { narrow } from '../stages/narrow';
import { bySpelling } from './hints';
import type { Setting } from './settings';
import type { Trial } from './trial';

/** Of choices that are many, those that look most like what was typed. */
const MOST_ALIKE = 4;
const MOST_BACKENDS = 6;
const MOST_ADDRESSES = 14;

/** What a fix may try, in the order in which it is tried; undefined takes the setting back. */
export function valuesOf(setting: Setting, trial: Trial, numbers: readonly number[]): readonly unknown[] {
  const { leaf } = setting;
  const none = leaf.optional && leaf.value !== undefined ? [undefined] : [];
  switch (leaf.kind) {
    case 'item':
      return [undefined];
    case 'flag':
      return leaf.value === undefined ? [true, false] : [leaf.value !== true, ...none];
    case 'choice':
      return [...none, ...leaf.choices.filter((choice) => choice !== leaf.value)];
    case 'name':
      return typeof leaf.value === 'string' ? [freeName(trial.document, leaf.value.replace(/\d+$/, ''))] : none;
    case 'typed':
      return [...respelled(String(leaf.value), numbers), undefined];
    case 'node':
      return [...nodes(setting, trial.document, numbers), ...none];
    case 'text':
      return [...texts(setting, trial), ...none];
    case 'bytes':
    case 'count':
      return setting.facts.unit === 'address' ? [...addresses(setting, trial), ...none] : none;
  }
}

/** A text that begins as a number does, as that number; the numbers that QEMU names. */
function respelled(text: string, numbers: readonly number[]): readonly string[] {
  const [start = ''] = /^\d+(?:\.\d+)?[KMGTPE]?/i.exec(text) ?? [];
  const values = [...(start === '' || start === text ? [] : [start]), ...numbers.slice(0, MOST_ALIKE).map(String)];
  const switches = /^(?:on|off|yes|no|true|false|y|n)$/i.test(text) ? ['on', 'off'] : [];
  return [...new Set([...values, ...switches])].filter((value) => value !== text);
}

function nodes({ leaf, effective }: Setting, document: LayoutDocument, numbers: readonly number[]): readonly number[] {
  const ids = document.nodes.map(({ id }) => id);
  const isOwnNumber = leaf.pattern === 'nodes.*.id';
  const from = typeof effective === 'number' ? effective : 0;
  const free = Array.from({ length: ids.length + 1 }, (_, id) => id).filter((id) => !ids.includes(id));
  const choices = isOwnNumber ? [...numbers, ...free] : ids.length === 0 ? [0] : ids;
  return [...new Set(choices)]
    .filter((id) => id !== leaf.value && id <= 0xffff_ffff)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || a - b)
    .slice(0, 2 * MOST_ALIKE);
}

function texts({ leaf }: Setting, { document }: Trial): readonly string[] {
  const typed = typeof leaf.value === 'string' ? leaf.value : '';
  if (leaf.pattern.endsWith('.memdev') || leaf.pattern === 'machine.memoryBackend')
    return freeBackends(document, typed);
  if (leaf.pattern.endsWith('.targets.*')) {
    const bridges = document.devices.flatMap((device) =>
      device.kind === 'other' && device.driver === 'pxb-cxl' && device.id !== undefined ? [device.id] : [],
    );
    return bridges.filter((id) => id !== typed).slice(0, MOST_ALIKE);
  }
  if (leaf.pattern === 'machine.type') return machineTypes(typed);
  if (leaf.pattern === 'events.*.device') {
    const there = namedDevicesAt(document, Number(leaf.path.split('.')[1])).map(({ id }) => id);
    return [...new Set([...bySpelling(typed, there), ...there])].filter((id) => id !== typed).slice(0, MOST_ALIKE);
  }
  if (leaf.pattern !== 'cpu.model') return leaf.pattern.startsWith('machine.oem') ? [typed.slice(0, 6)] : [];
  const known = [...cpuModels.keys()].filter((name) => name !== 'host');
  return [...(cpuModels.has(typed) ? [] : bySpelling(typed, known).slice(0, MOST_ALIKE)), 'qemu64', 'max'];
}

/** Backends that nothing uses come first. */
function freeBackends(document: LayoutDocument, typed: string): readonly string[] {
  const used = new Set([...document.devices.map(memdevOf), ...document.nodes.map(({ memdev }) => memdev)]);
  const ids = document.backends.map(({ id }) => id).filter((id) => id !== typed);
  return [...ids.filter((id) => !used.has(id)), ...ids.filter((id) => used.has(id))].slice(0, MOST_BACKENDS);
}

/** A type that QEMU has gives way to the other chipset at most; one that it has not, to the names most like it. */
function machineTypes(typed: string): readonly string[] {
  const isKnown = machineFamilies.find(typed) !== undefined || machineVersions.find(typed) !== undefined;
  if (isKnown) return [...machineAliases.keys()].filter((type) => type !== typed);
  const names = [...new Set([...machineAliases.keys(), ...machineFamilies.all.map(({ id }) => id)])];
  const versions = machineVersions.all.map(({ id }) => id);
  return [...bySpelling(typed, versions).slice(0, MOST_ALIKE), ...names];
}

/** Versions of the machine type that QEMU has: from the one at hand to the oldest, then to the newest. */
export function versionsOf({ machine }: LayoutDocument): readonly (readonly string[])[] {
  const prefix = machineAliases.get(machine.type);
  if (prefix === undefined) return [];
  const all = machineVersions.all.flatMap(({ id }) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  const number = (version: string): number => Number(version.replace('.', ''));
  const now = number(machine.version ?? all[0] ?? '');
  return [all.filter((version) => number(version) < now), all.filter((version) => number(version) > now).toReversed()];
}

/** The ends of the window and of what lies in it, the device before, at, or behind them; the nearest first. */
function addresses({ leaf, effective }: Setting, { document, startup }: Trial): readonly number[] {
  const window = startup.map?.deviceMemory;
  if (window === undefined) return [];
  const step = plugStepAt(document, leaf.path);
  const index = step === undefined ? Number(leaf.path.split('.')[1]) : -1;
  const own = startup.devices.find(({ ordinal }) => ordinal === index);
  const device = step?.device ?? document.devices[index];
  const memdev = device === undefined ? undefined : memdevOf(device);
  const backend = startup.backends.find(({ id }) => id === memdev);
  const others = startup.devices.filter(({ placed, ordinal }) => placed && ordinal !== index);
  const edges = [window.base, ...others.flatMap(({ address, size }) => [address, address + size])].map(narrow);
  const end = narrow(window.base + window.size);
  const alignment = narrow(own?.alignment ?? backend?.alignment ?? 0x20_0000n);
  const size = narrow(own?.size ?? backend?.size ?? BigInt(step?.backend?.size ?? 0));
  const wanted = typeof effective === 'number' ? effective : narrow(window.base);
  const up = (at: number): number => Math.ceil(at / alignment) * alignment;
  const down = (at: number): number => Math.floor(at / alignment) * alignment;
  const all = [up(wanted), down(wanted), ...edges.map(up), ...[...edges, end].map((edge) => down(edge - size))];
  return [...new Set(all)]
    .filter((at) => at >= (edges[0] ?? 0) && at < end && at !== leaf.value)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
    .slice(0, MOST_ADDRESSES);
}

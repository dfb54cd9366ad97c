/** `-machine`: what all of them together say. */
import { findMachine, machineAliases, machineFamilies } from '../../machines/index';
import type { KeyvalObject, KeyvalValue } from '../../options/keyval';
import { doesNotAccept, expectsText } from '../../options/texts';
import { holeDriver } from '../command-line-writer';
import type { LayoutDraft } from './draft';
import { extraOf, flagValue, flattened, sizeValue } from './values';

interface CxlWindow {
  targets: string[];
  size: number;
  granularity?: number;
}

interface MachineFields {
  type: string;
  version?: string;
  acpi?: boolean;
  nvdimm?: boolean;
  hmat?: boolean;
  cxl?: boolean;
  cxlWindows?: CxlWindow[];
  maxRamBelow4g?: number;
  pciHole64Size?: number;
  memoryBackend?: string;
  oemId?: string;
  oemTableId?: string;
  extra?: Record<string, string>;
}

export interface MachineTaken {
  readonly machine: MachineFields;
  /** A key whose value QEMU refuses, with its words. */
  readonly malformed?: { readonly key: string; readonly text: string };
}

const FLAGS = { nvdimm: 'nvdimm', hmat: 'hmat', cxl: 'cxl' } as const;
const TEXTS = { 'memory-backend': 'memoryBackend', 'x-oem-id': 'oemId', 'x-oem-table-id': 'oemTableId' } as const;
const isKeyOf = <T extends object>(table: T, key: string): key is keyof T & string => Object.hasOwn(table, key);

/** `pc-q35-8.2` is q35 and version 8.2; a name that is no version of anything stays whole. */
function splitName(name: string): Pick<MachineFields, 'type' | 'version'> {
  for (const [type, prefix] of machineAliases) {
    if (name.startsWith(prefix) && name.length > prefix.length) return { type, version: name.slice(prefix.length) };
  }
  return { type: name };
}

/** @param kept pairs of `memory.…` and the like that have no field */
export function takeMachine(tree: KeyvalObject, kept: ReadonlyMap<string, string>, fallback: string): MachineTaken {
  const type = tree.get('type');
  const machine: MachineFields = splitName(typeof type === 'string' ? type : fallback);
  const extra = new Map(kept);
  for (const [key, value] of tree) {
    if (key === 'type' || key === 'memory' || key === 'smp') continue;
    const text = takeKey(machine, key, value, extra);
    if (text !== undefined) return { machine, malformed: { key, text } };
  }
  return { machine: { ...machine, ...extraOf(extra) } };
}

function takeKey(
  machine: MachineFields,
  key: string,
  value: KeyvalValue,
  extra: Map<string, string>,
): string | undefined {
  if (typeof value !== 'string') {
    const windows = key === 'cxl-fmw' ? takeWindows(value) : undefined;
    if (windows !== undefined) machine.cxlWindows = windows;
    else for (const [path, text] of flattened(new Map([[key, value]]))) extra.set(path, text);
    return undefined;
  }
  if (isKeyOf(TEXTS, key)) machine[TEXTS[key]] = value;
  else if (isKeyOf(FLAGS, key)) {
    const flag = flagValue(value);
    if (flag.is !== 'value') return expectsText(key, "'on' or 'off'");
    machine[FLAGS[key]] = flag.value;
  } else if (key === 'acpi') {
    if (value !== 'on' && value !== 'off' && value !== 'auto') return doesNotAccept(key, value);
    if (value !== 'auto') machine.acpi = value === 'on';
  } else if (key === 'max-ram-below-4g') {
    const size = sizeValue(value);
    if (size.is === 'malformed') return expectsText(key, 'size');
    if (size.is === 'value') machine.maxRamBelow4g = size.value;
    else extra.set(key, value);
  } else extra.set(key, value);
  return undefined;
}

/** All windows, or nothing if one of them says something that a document has no field for. */
function takeWindows(list: KeyvalValue): CxlWindow[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const windows: CxlWindow[] = [];
  for (const entry of list) {
    const window = entry instanceof Map ? takeWindow(entry) : undefined;
    if (window === undefined) return undefined;
    windows.push(window);
  }
  return windows;
}

const WINDOW_KEYS = new Set(['targets', 'size', 'interleave-granularity']);

function takeWindow(entry: KeyvalObject): CxlWindow | undefined {
  const targets = entry.get('targets');
  const size = entry.get('size');
  const granularity = entry.get('interleave-granularity');
  if (!Array.isArray(targets) || typeof size !== 'string' || [...entry.keys()].some((key) => !WINDOW_KEYS.has(key))) {
    return undefined;
  }
  const names = targets.filter((target) => typeof target === 'string');
  const bytes = sizeValue(size);
  const step = typeof granularity === 'string' ? sizeValue(granularity) : undefined;
  const isWhole =
    names.length === targets.length && bytes.is === 'value' && (step === undefined || step.is === 'value');
  if (!isWhole || bytes.is !== 'value') return undefined;
  return { targets: names, size: bytes.value, ...(step?.is === 'value' ? { granularity: step.value } : {}) };
}

/** Moves the last `pci-hole64-size` that the machine obeys into its field; those for other chipsets do nothing and stay. */
export function takeHole(machine: MachineFields, globals: LayoutDraft['globals']): void {
  const family = findMachine(machine.type)?.family ?? machineFamilies.find(machine.type);
  const drivers = new Set([holeDriver(machine.type), ...(family?.hostBridges ?? [])]);
  const isHole = (global: (typeof globals)[number]): boolean =>
    global.property === 'pci-hole64-size' && drivers.has(global.driver);
  const sizes = globals.filter(isHole).map(({ value }) => sizeValue(value));
  const last = sizes.at(-1);
  if (last?.is !== 'value' || sizes.some(({ is }) => is !== 'value')) return;
  machine.pciHole64Size = last.value;
  globals.splice(0, globals.length, ...globals.filter((global) => !isHole(global)));
}

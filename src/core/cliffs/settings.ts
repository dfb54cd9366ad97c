/** Numeric settings worth a slider: their value in force, and between which values, in which steps, one slides. */
import { ADDR_LIMIT, GiB, MiB } from '../base/addr';
import { valueAt } from '../document/edit';
import { leastStep } from '../document/extent-edits';
import type { LayoutDocument } from '../document/schema';
import type { Startup } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import type { SettingCliffs } from './cliff';

export type Setting = Pick<SettingCliffs, 'value' | 'isDefault' | 'least' | 'most' | 'step' | 'unit'> & {
  /** Values in between at which layouts like this one tend to change. */
  readonly landmarks: readonly number[];
};

/** QEMU's limit on slots; one more is the cliff. */
const MOST_SLOTS = 256;
const [FEWEST_BITS, MOST_BITS] = [32, 52];
const SMALLEST_RAM = 64 * MiB;
const MOST_EVEN = 24;

interface Asked {
  readonly document: LayoutDocument;
  readonly startup: Startup;
  readonly index: number;
  readonly given: number | undefined;
}

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Sizes go one octave past what the CPU addresses, so that the refusal is in sight. */
function reach({ startup }: Asked): number {
  const bits = startup.cpu?.physBits ?? 40;
  return 2 ** Math.min(bits + 1, MOST_BITS);
}

const powersBetween = (least: number, most: number): readonly number[] => {
  const found: number[] = [];
  for (let power = 1; power <= most; power *= 2) {
    for (const value of [power, power * 1.5]) if (value > least && value < most) found.push(value);
  }
  return found;
};

function bytes(asked: Asked, from: { value: number; least: number; step?: number; most?: number }): Setting {
  const { step = MiB } = from;
  const most = from.most ?? Math.min(ADDR_LIMIT, Math.max(reach(asked), from.value * 2));
  const least = Math.min(from.least, from.value);
  return {
    value: from.value,
    isDefault: asked.given === undefined,
    least,
    most,
    step,
    unit: 'bytes',
    landmarks: powersBetween(least, most),
  };
}

/** Every multiple of a step where they are few, else some; what lies in the way adds its own edges. */
function evenly(least: number, most: number, step: number): readonly number[] {
  const stride = step * Math.max(1, Math.ceil((most - least) / step / MOST_EVEN));
  const found: number[] = [];
  for (let value = least; value <= most; value += stride) found.push(value);
  return found;
}

type Read = (asked: Asked) => Setting | undefined;

const ram: Read = (asked) => {
  const { memory } = asked.startup;
  const value = asked.given ?? (memory === undefined ? undefined : narrow(memory.ram));
  if (value === undefined) return undefined;
  const window = asked.document.memory.maxmem;
  const setting = bytes(asked, { value, least: SMALLEST_RAM });
  return window === undefined ? setting : { ...setting, landmarks: [...setting.landmarks, window] };
};

const maxmem: Read = (asked) => {
  const { memory } = asked.startup;
  if (memory === undefined) return undefined;
  const least = narrow(memory.ram);
  const devices = asked.startup.devices.reduce((sum, { size }) => sum + Number(size), 0);
  const setting = bytes(asked, { value: asked.given ?? narrow(memory.maxram), least });
  return { ...setting, landmarks: [...setting.landmarks, least + devices] };
};

const slots: Read = ({ startup, given }) => {
  const value = given ?? Number(startup.memory?.slots ?? 0n);
  const most = Math.max(MOST_SLOTS + 1, value);
  const landmarks = [...powersBetween(0, most).filter(Number.isInteger), startup.devices.length, MOST_SLOTS];
  return { value, isDefault: given === undefined, least: 0, most, step: 1, unit: 'count', landmarks };
};

const hole: Read = (asked) => {
  const { machine } = asked.startup;
  return machine === undefined
    ? undefined
    : bytes(asked, { value: asked.given ?? narrow(machine.pciHole64Size), least: 0 });
};

const lowRam: Read = (asked) => {
  const { map } = asked.startup;
  const value = asked.given ?? (map === undefined ? undefined : narrow(map.below));
  if (value === undefined) return undefined;
  const setting = bytes(asked, { value, least: SMALLEST_RAM, most: Math.max(4 * GiB + GiB, value) });
  return { ...setting, landmarks: evenly(setting.least, setting.most, 256 * MiB) };
};

const physBits: Read = ({ startup, given }) => {
  const value = given ?? startup.cpu?.physBits;
  if (value === undefined) return undefined;
  const [least, most] = [Math.min(FEWEST_BITS, value), Math.max(MOST_BITS, value)];
  const landmarks = evenly(least, most, 1);
  return { value, isDefault: given === undefined, least, most, step: 1, unit: 'bits', landmarks };
};

const backend: Read = (asked) => {
  const { document, index, given } = asked;
  if (given === undefined) return undefined;
  const id = document.backends[index]?.id;
  const device = document.devices.findIndex((each) => 'memdev' in each && each.memdev === id);
  const step = leastStep(document, device < 0 ? 'memory.size' : `devices.${device}`);
  const window = asked.startup.memory;
  const most = window === undefined || device < 0 ? undefined : Math.max(narrow(window.maxram - window.ram), given) * 2;
  const setting = bytes(asked, { value: given, least: step, step, ...(most === undefined ? {} : { most }) });
  const room = window === undefined ? 0 : narrow(window.maxram - window.ram);
  const others = asked.startup.devices.reduce((sum, each) => sum + (each.memdev === id ? 0 : Number(each.size)), 0);
  return { ...setting, landmarks: [...setting.landmarks, room - others] };
};

const address: Read = ({ document, startup, index, given }) => {
  const window = startup.map?.deviceMemory;
  const own = startup.devices.find(({ ordinal, placed }) => placed && ordinal === index);
  const value = given ?? (own === undefined ? undefined : narrow(own.address));
  if (window === undefined || value === undefined) return undefined;
  const least = Math.min(narrow(window.base), value);
  const most = Math.max(narrow(window.base + window.size), value);
  const step = leastStep(document, `devices.${index}`);
  const edges = startup.devices.flatMap((each) => [narrow(each.address), narrow(each.address + each.size)]);
  const before = own === undefined ? [] : edges.map((edge) => edge - narrow(own.size));
  const landmarks = [...evenly(least, most, step), ...edges, ...before];
  return { value, isDefault: given === undefined || given === 0, least, most, step, unit: 'address', landmarks };
};

const requested: Read = (asked) => {
  const { document, index } = asked;
  const device = document.devices[index];
  const own = device !== undefined && 'memdev' in device ? device.memdev : undefined;
  const size = document.backends.find(({ id }) => id === own)?.size;
  const step = leastStep(document, `devices.${index}`);
  return size === undefined
    ? undefined
    : bytes(asked, { value: asked.given ?? 0, least: 0, step, most: Math.max(size + step, asked.given ?? 0) });
};

const SETTINGS: readonly (readonly [RegExp, Read])[] = [
  [/^memory\.size$/, ram],
  [/^memory\.maxmem$/, maxmem],
  [/^memory\.slots$/, slots],
  [/^machine\.pciHole64Size$/, hole],
  [/^machine\.maxRamBelow4g$/, lowRam],
  [/^cpu\.physBits$/, physBits],
  [/^backends\.(\d+)\.size$/, backend],
  [/^devices\.(\d+)\.addr$/, address],
  [/^devices\.(\d+)\.requestedSize$/, requested],
];

/** What one can slide at a path; undefined where there is no such setting, or QEMU does not get as far as to give it a value. */
export function settingAt(document: LayoutDocument, startup: Startup, path: string): Setting | undefined {
  for (const [pattern, read] of SETTINGS) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const setting = read({ document, startup, index: Number(match[1] ?? 0), given: number(valueAt(document, path)) });
    return setting === undefined ? undefined : withLandmarks(setting);
  }
  return undefined;
}

/** In order, each once, on steps counted from the least value, the value in force and both ends among them. */
function withLandmarks(setting: Setting): Setting {
  const { least, most, step, value } = setting;
  const on = (at: number): number => least + Math.floor((at - least) / step) * step;
  const inside = setting.landmarks.filter((at) => at > least && at < most).map(on);
  const landmarks = [...new Set([least, ...inside, on(value), on(most)])].sort((a, b) => a - b);
  return { ...setting, most: on(most) < value ? value : on(most), landmarks };
}

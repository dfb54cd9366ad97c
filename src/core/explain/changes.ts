/** Settings of a layout that can make an address something else: numbers to look along, and single changes to try. */
import { GiB, KiB, MiB, type Bytes } from '../base/addr';
import { formatAddress } from '../base/size-text';
import { sizeText } from '../codecs/option-text';
import { removeDevice } from '../document/device-edits';
import { nameOfDevice } from '../document/device-names';
import type { Edit } from '../document/edit';
import { canHaveAddress, canHaveSize } from '../document/extent';
import { extentEdits, leastStep } from '../document/extent-edits';
import { machineAliases, machineVersions } from '../machines/index';
import type { DocPath } from '../space/region';
import { narrow } from '../stages/narrow';
import type { World } from './world';

/** A change in words: `With maxmem=979G` begins a sentence, `Set maxmem=979G` stands on a button. */
export interface Title {
  readonly words: string;
  readonly deed: string;
}
const titled = (words: string, deed: string): Title => ({ words, deed });
const setTo = (setting: string): Title => titled(`With ${setting}`, `Set ${setting}`);

/** A number of the layout, whose values are looked through in both directions. */
export interface NumberSetting {
  readonly path: DocPath;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** How much it hurts to change it; only the order counts. */
  readonly weight: number;
  /** Bytes that one of it is worth, so that changes can be compared. */
  readonly unit: Bytes;
  title(value: number): Title;
  edits(value: number): readonly Edit[];
}

/** A change that is made or not. */
export interface SingleChange {
  readonly path: DocPath;
  readonly weight: number;
  readonly title: Title;
  readonly edits: readonly Edit[];
}

/** What is asked about. */
export interface Asked {
  readonly address: number;
  /** Of what lies there. */
  readonly own: DocPath | undefined;
  /** It is free window, where a device could be put. */
  readonly isFree: boolean;
  /** Paths of what lies there and of what its borders follow from. */
  readonly near: ReadonlySet<DocPath>;
}

const FOUR_GIB = 4 * GiB;
/** As much memory as any explanation needs; beyond it every address is RAM. */
const MOST_BYTES = 2 ** 52;
const MOST_SLOTS = 256;
/** Entities of one list that are looked at. */
const MOST_OF_A_LIST = 8;

const set = (path: DocPath, value: unknown): readonly Edit[] => [{ op: 'set', path, value }];

function memorySettings({ context }: World): NumberSetting[] {
  const { document, startup } = context;
  const { memory, machine, map } = startup;
  if (memory === undefined || machine === undefined || map === undefined) return [];
  const { family } = machine.version;
  const size = { least: 0, most: MOST_BYTES, step: GiB, unit: 1 };
  const found: NumberSetting[] = [];
  if (family.hasDeviceMemory) {
    found.push({
      ...size,
      path: 'memory.maxmem',
      value: narrow(memory.maxram),
      least: narrow(memory.ram),
      weight: 1,
      title: (value) => setTo(`maxmem=${sizeText(value)}`),
      edits: (value) => set('memory.maxmem', value),
    });
    found.push({
      path: 'memory.slots',
      value: narrow(memory.slots),
      least: 0,
      most: MOST_SLOTS,
      step: 1,
      unit: GiB,
      weight: 1,
      title: (value) => setTo(`slots=${value}`),
      edits: (value) => set('memory.slots', value),
    });
    found.push({
      ...size,
      path: 'machine.pciHole64Size',
      value: narrow(machine.pciHole64Size),
      weight: 2,
      title: (value) => setTo(`pci-hole64-size=${sizeText(value)}`),
      edits: (value) => set('machine.pciHole64Size', value),
    });
  }
  if (family.hasMaxRamBelow4g) {
    found.push({
      path: 'machine.maxRamBelow4g',
      value: narrow(map.below),
      least: 256 * MiB,
      most: FOUR_GIB,
      step: 256 * MiB,
      unit: 1,
      weight: 3,
      title: (value) => setTo(`max-ram-below-4g=${sizeText(value)}`),
      edits: (value) => set('machine.maxRamBelow4g', value),
    });
  }
  if (!document.nodes.some(({ memdev }) => memdev !== undefined)) {
    found.push({
      ...size,
      path: 'memory.size',
      value: narrow(memory.ram),
      least: GiB,
      weight: 3,
      title: (value) => titled(`With ${sizeText(value)} of RAM`, `Give it ${sizeText(value)} of RAM`),
      edits: (value) => extentEdits(document, 'memory.size', { size: value }),
    });
  }
  return found;
}

function sizesOf({ context: { document } }: World, { near }: Asked): NumberSetting[] {
  const sized = (path: DocPath, name: string, value: number, weight: number): NumberSetting => {
    const step = Math.max(leastStep(document, path), value >= GiB && value % GiB === 0 ? GiB : 2 * MiB);
    return {
      path,
      value,
      least: step,
      most: MOST_BYTES,
      step,
      unit: 1,
      weight,
      title: (size) => titled(`With ${sizeText(size)} in ${name}`, `Make ${name} ${sizeText(size)}`),
      edits: (size) => extentEdits(document, path, { size }),
    };
  };
  const backend = (memdev: string | undefined): number => document.backends.find(({ id }) => id === memdev)?.size ?? 0;
  const nodes = document.nodes.flatMap(({ id, memdev }, index) => {
    const path = `nodes.${index}`;
    return memdev === undefined ? [] : [sized(path, `node ${id}`, backend(memdev), 3)];
  });
  const devices = document.devices.flatMap((device, index) => {
    const path = `devices.${index}`;
    const memdev = 'memdev' in device ? device.memdev : undefined;
    return near.has(path) && canHaveSize(document, path)
      ? [sized(path, nameOfDevice(device, index), backend(memdev), 2.5)]
      : [];
  });
  const windows = document.machine.cxlWindows.map(({ size }, index): NumberSetting => ({
    path: `machine.cxlWindows.${index}`,
    value: size,
    least: 256 * MiB,
    most: MOST_BYTES,
    step: 256 * MiB,
    unit: 1,
    weight: 2.5,
    title: (value) =>
      titled(`With ${sizeText(value)} in CXL window ${index}`, `Make CXL window ${index} ${sizeText(value)}`),
    edits: (value) => set(`machine.cxlWindows.${index}.size`, value),
  }));
  return [nodes, devices, windows].flatMap((list) => list.slice(0, MOST_OF_A_LIST));
}

function bits({ context }: World): NumberSetting[] {
  const { cpu } = context.startup;
  if (cpu === undefined) return [];
  return [
    {
      path: 'cpu.physBits',
      value: cpu.physBits,
      least: 32,
      most: 52,
      step: 1,
      unit: 64 * GiB,
      weight: 2,
      title: (value) => setTo(`phys-bits=${value}`),
      edits: (value) => set('cpu.physBits', value),
    },
  ];
}

export const numberSettings = (world: World, asked: Asked): readonly NumberSetting[] => [
  ...memorySettings(world),
  ...sizesOf(world, asked),
  ...bits(world),
];

function deviceChanges(
  { context: { document, startup } }: World,
  { near, own, isFree, address: at }: Asked,
): SingleChange[] {
  const changes: SingleChange[] = [];
  document.devices.forEach((device, index) => {
    const path = `devices.${index}`;
    const name = nameOfDevice(device, index);
    const removal = near.has(path) ? removeDevice(document, index) : undefined;
    const weight = path === own ? 4 : 6;
    if (removal !== undefined)
      changes.push({ path, weight, title: titled(`Without ${name}`, `Remove ${name}`), edits: removal.edits });
    const plugged = startup.devices.find(({ ordinal, placed }) => placed && ordinal === index);
    if (!isFree || plugged === undefined || !canHaveAddress(document, path) || changes.length > 2 * MOST_OF_A_LIST)
      return;
    const step = Math.max(narrow(plugged.alignment), 4 * KiB);
    const addr = at - (at % step);
    if (addr > 0 && addr <= Number.MAX_SAFE_INTEGER) {
      const title = titled(`With ${name} at ${formatAddress(addr)}`, `Put ${name} at ${formatAddress(addr)}`);
      changes.push({ path: `${path}.addr`, weight: 8 + index / 8, title, edits: set(`${path}.addr`, addr) });
    }
  });
  return changes;
}

function machineChanges({ context }: World): SingleChange[] {
  const { document, startup } = context;
  const { machine, cpu } = startup;
  if (machine === undefined) return [];
  const { family } = machine.version;
  const { version } = document.machine;
  const types = [...machineAliases.keys()];
  const others = types.includes(family.id) ? types.filter((type) => type !== family.id) : [];
  /** The newest version before the rule about HyperTransport, or the newest of all where this one is older. */
  const across = machineVersions.all.find(
    (each) => each.family === family && each.rules.avoidsHyperTransport !== machine.version.rules.avoidsHyperTransport,
  );
  const number = across?.id.split('-').at(-1);
  return [
    ...others.map((other) => ({
      path: 'machine.type',
      weight: 9,
      title: onMachine(`${other}${version === undefined ? '' : ` ${version}`}`),
      edits: set('machine.type', other),
    })),
    ...(across === undefined || number === undefined
      ? []
      : [{ path: 'machine.version', weight: 9, title: onMachine(across.id), edits: set('machine.version', number) }]),
    ...(cpu === undefined ? [] : [vendorChange(cpu.isAmd)]),
    ...(family.hasCxl
      ? [
          {
            path: 'machine.cxl',
            weight: 7,
            title: setTo(`cxl=${machine.cxl ? 'off' : 'on'}`),
            edits: set('machine.cxl', !machine.cxl),
          },
        ]
      : []),
  ];
}

const onMachine = (name: string): Title => titled(`On ${name}`, `Use ${name}`);

const vendorChange = (isAmd: boolean): SingleChange => {
  const vendor = isAmd ? 'GenuineIntel' : 'AuthenticAMD';
  return { path: 'cpu.vendor', weight: 8, title: setTo(`vendor=${vendor}`), edits: set('cpu.vendor', vendor) };
};

export const singleChanges = (world: World, asked: Asked): readonly SingleChange[] => [
  ...deviceChanges(world, asked),
  ...machineChanges(world),
];

/** The address map with other settings, for rules that say which setting would avoid what they found. */
import { deviceKinds } from '../../devices/index';
import type { LayoutDocument } from '../../document/schema';
import type { MachineVersion } from '../../machines/machine';
import { layOut } from '../../qemu/address-map';
import type { AddressMap, Startup } from '../../qemu/machine';
import { plugSteps } from '../../document/plugs';

export interface OtherSettings {
  readonly maxmem?: bigint;
  readonly slots?: bigint;
  readonly hole?: bigint;
  readonly version?: MachineVersion;
}

export const GIB = 2n ** 30n;
/** `maxmem` is a multiple of this. */
export const PAGE = 4096n;

/** As QEMU would lay it out; undefined where the start-up does not get as far. */
export function mapWith(startup: Startup, { maxmem, slots, hole, version }: OtherSettings): AddressMap | undefined {
  const { machine, memory, cpu, map } = startup;
  if (machine === undefined || memory === undefined || cpu === undefined || map === undefined) return undefined;
  return layOut({
    machine: {
      ...machine,
      pciHole64Size: hole ?? machine.pciHole64Size,
      version: version ?? machine.version,
    },
    memory: { ...memory, maxram: maxmem ?? memory.maxram, slots: slots ?? memory.slots },
    cpu,
    below: map.below,
    above: map.above,
  });
}

/** The largest multiple of `step` above `least` that holds, given that smaller ones hold if it does; undefined if not even `least` does. */
export function largest(
  { least, most, step }: { readonly least: bigint; readonly most: bigint; readonly step: bigint },
  holds: (value: bigint) => boolean,
): bigint | undefined {
  if (least > most || !holds(least)) return undefined;
  let [low, high] = [0n, (most - least) / step];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (holds(least + middle * step)) low = middle;
    else high = middle - 1n;
  }
  return least + low * step;
}

/** Address bits that a map needs. */
export const bitsOf = ({ maxGuestAddress }: AddressMap): number => maxGuestAddress.toString(2).length;

/** Bytes and slots that the layout's devices take, those of later steps included. */
export function taken(document: LayoutDocument, { devices }: Startup): { bytes: bigint; slots: bigint } {
  const later = plugSteps(document).map(({ device, backend }) => ({
    usesSlot: deviceKinds.find(device.kind)?.usesSlot === true,
    size: (backend ?? document.backends.find(({ id }) => id === device.memdev))?.size ?? 0,
  }));
  return {
    bytes: devices.reduce((sum, { size }) => sum + size, 0n) + later.reduce((sum, { size }) => sum + BigInt(size), 0n),
    slots: BigInt(
      devices.filter(({ slot }) => slot !== undefined).length + later.filter((each) => each.usesSlot).length,
    ),
  };
}

/** A setting that can be made smaller until a map is as wanted. */
export interface Reduction {
  readonly setting: 'maxmem' | 'slots' | 'hole';
  readonly path: string;
  /** The setting's word: `maxmem`, `slots`, `the 64-bit PCI hole`. */
  readonly label: string;
  /** What it adds to the address space now. */
  readonly adds: bigint;
  readonly now: bigint;
  readonly to: bigint;
}

const isSetElsewhere = ({ globals }: LayoutDocument): boolean =>
  globals.some(({ property }) => property === 'pci-hole64-size');

/** Each setting of headroom that alone, made as small as it must be and no smaller, gives a map as wanted. The largest share first. */
export function reductions(
  document: LayoutDocument,
  startup: Startup,
  wanted: (map: AddressMap) => boolean,
): readonly Reduction[] {
  const { memory, machine, map } = startup;
  if (memory === undefined || machine === undefined || map === undefined) return [];
  const holds = (settings: OtherSettings): boolean => {
    const other = mapWith(startup, settings);
    return other !== undefined && wanted(other);
  };
  const used = taken(document, startup);
  const found: Reduction[] = [];
  const add = (reduction: Omit<Reduction, 'to'>, to: bigint | undefined): void => {
    if (to !== undefined && to < reduction.now) found.push({ ...reduction, to });
  };
  if (map.deviceMemory !== undefined) {
    const least = memory.ram + used.bytes;
    add(
      {
        setting: 'maxmem',
        path: 'memory.maxmem',
        label: 'maxmem',
        adds: memory.maxram - memory.ram,
        now: memory.maxram,
      },
      largest({ least, most: memory.maxram, step: PAGE }, (maxmem) => holds({ maxmem })),
    );
    add(
      { setting: 'slots', path: 'memory.slots', label: 'slots', adds: memory.slots * GIB, now: memory.slots },
      largest({ least: used.slots, most: memory.slots, step: 1n }, (slots) => holds({ slots })),
    );
  }
  if (!isSetElsewhere(document)) {
    const hole = machine.pciHole64Size;
    add(
      { setting: 'hole', path: 'machine.pciHole64Size', label: 'the 64-bit PCI hole', adds: hole, now: hole },
      largest({ least: GIB, most: hole, step: GIB }, (value) => holds({ hole: value })),
    );
  }
  return found.toSorted((a, b) => (a.adds === b.adds ? 0 : a.adds > b.adds ? -1 : 1));
}

/** The map without the move, as versions before 7.1 have it. */
export function unmovedMap(startup: Startup): AddressMap | undefined {
  const version = startup.machine?.version;
  if (version === undefined) return undefined;
  return mapWith(startup, { version: { ...version, rules: { ...version.rules, avoidsHyperTransport: false } } });
}

/** What the BARs of a layout ask of the firmware's 64-bit PCI window. */
import { MiB, type Bytes } from '../base/addr';
import type { Bar, Device, LayoutDocument } from '../document/schema';
import { nameOfDevice } from '../document/device-names';
import type { DocPath } from '../space/region';

/** A run of addresses that has to lie in one piece. */
export interface Piece {
  readonly size: Bytes;
  readonly alignment: Bytes;
}

/** One device with BARs that may lie above 4 GiB. */
export interface DeviceNeed extends Piece {
  readonly path: DocPath;
  readonly name: string;
  /** The id of the port that it is behind; absent on a root bus. */
  readonly port?: string;
  /** Sum and largest of its BARs, each a power of two. */
  readonly bars: Bytes;
  readonly largest: Bytes;
}

export interface PciNeed {
  readonly devices: readonly DeviceNeed[];
  /** All of them behind each other, largest alignment first, as firmware packs them. */
  readonly total: Bytes;
  /** Of the largest piece. */
  readonly alignment: Bytes;
}

/** A bridge has windows in steps of this (PCI-to-PCI bridge specification 1.2, section 3.2.5.8). */
const BRIDGE_STEP = MiB;

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** A BAR decodes a power of two. */
export function barSize({ size }: Pick<Bar, 'size'>): Bytes {
  let power = 16;
  while (power < size) power *= 2;
  return power;
}

/** BARs that firmware may put above 4 GiB: 64-bit and prefetchable ones. */
export const wideBars = (device: Device): readonly Bar[] =>
  device.kind === 'other' ? (device.bars ?? []).filter(({ wide }) => wide !== false) : [];

/** Behind each other, largest alignment first: no gap but before the first. */
function packed(pieces: readonly Piece[]): Piece {
  const sorted = pieces.toSorted((a, b) => b.alignment - a.alignment || b.size - a.size);
  const alignment = sorted[0]?.alignment ?? 1;
  return { size: sorted.reduce((at, piece) => roundUp(at, piece.alignment) + piece.size, 0), alignment };
}

/** What a bridge opens for what is behind it: its size is a multiple of its alignment (edk2 PciResourceSupport.c, CalculateResourceAperture). */
function bridged(pieces: readonly Piece[]): Piece {
  const { size, alignment } = packed(pieces);
  const step = Math.max(alignment, BRIDGE_STEP);
  return { size: roundUp(size, step), alignment: step };
}

/** Bridges on bridges end here, though ids can form a ring. */
const DEEPEST = 8;

function piecesOn(buses: ReadonlyMap<string, readonly Device[]>, bus: string, depth: number): readonly Piece[] {
  if (depth > DEEPEST) return [];
  return (buses.get(bus) ?? []).flatMap((device): readonly Piece[] => {
    const own = wideBars(device).map((bar) => ({ size: barSize(bar), alignment: barSize(bar) }));
    const behind = device.id === undefined || !buses.has(device.id) ? [] : piecesOn(buses, device.id, depth + 1);
    return behind.length === 0 ? own : [...own, bridged(behind)];
  });
}

const busOf = (device: Device): string => ('extra' in device ? (device.extra?.['bus'] ?? '') : '');

/** Nothing where no device of the layout says what BARs it has. */
export function pciNeed(document: LayoutDocument): PciNeed | undefined {
  if (!document.devices.some((device) => device.kind === 'other' && device.bars !== undefined)) return undefined;
  const buses = new Map<string, Device[]>();
  const ids = new Set<string>();
  for (const device of document.devices) {
    const on = buses.get(busOf(device));
    if (on === undefined) buses.set(busOf(device), [device]);
    else on.push(device);
    if (device.id !== undefined && !('driver' in device && device.driver.startsWith('pxb'))) ids.add(device.id);
  }
  const isRoot = (bus: string): boolean => !ids.has(bus);
  const all = packed([...buses.keys()].filter(isRoot).flatMap((bus) => piecesOn(buses, bus, 0)));
  const devices = document.devices.flatMap((device, index): DeviceNeed[] => {
    const sizes = wideBars(device).map(barSize);
    if (sizes.length === 0) return [];
    const bus = busOf(device);
    const pieces = sizes.map((size) => ({ size, alignment: size }));
    const own = isRoot(bus) ? packed(pieces) : bridged(pieces);
    return [
      {
        path: `devices.${index}`,
        name: nameOfDevice(device, index),
        ...(isRoot(bus) ? {} : { port: bus }),
        bars: sizes.reduce((sum, size) => sum + size, 0),
        largest: Math.max(...sizes),
        ...own,
      },
    ];
  });
  return devices.length === 0 ? undefined : { devices, total: all.size, alignment: all.alignment };
}

/** The device-memory window: placed devices, and what is still free. */
import { range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import { unsignedOf } from '../../devices/behaviours/behaviour';
import { deviceKinds } from '../../devices/index';
import { askedAddress } from '../../document/extent';
import type { AddressMap, PluggedDevice } from '../../qemu/machine';
import type { Citation, DocPath, Provenance, ReasonStep, Region } from '../../space/region';
import { narrow } from '../narrow';
import { pathOfOption } from '../origin';
import type { StageContext } from '../stage';
import { behaviourOf } from '../../devices/behaviours';

const PLACEMENT: Citation = {
  project: 'qemu',
  version: '11.1',
  place: 'hw/mem/memory-device.c, memory_device_get_free_addr',
};
const WINDOW: Citation = { project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init: device_memory' };

/** How many earlier devices a reason names before it counts them. */
const NAMED_BEFORE = 3;

const nameOf = (device: PluggedDevice): string => device.id ?? `${device.kind} ${device.ordinal}`;
const lastByte = (device: PluggedDevice): string => formatAddress(narrow(device.address + device.size) - 1);

/** Devices of a moment, and where in the layout each comes from. */
export interface DevicesThen {
  readonly devices: readonly PluggedDevice[];
  ownerOf(device: PluggedDevice): DocPath | undefined;
}

export const devicesAtStart = (context: StageContext): DevicesThen => ({
  devices: context.startup.devices,
  ownerOf: ({ option }) => pathOfOption(context, option),
});

function windowStep(map: AddressMap): ReasonStep {
  const base = narrow(map.deviceMemory?.base ?? 0n);
  return { text: `The window opens where RAM ends, rounded up to 1 GiB: ${formatAddress(base)}.`, path: 'memory.size' };
}

/** What a device found below itself when it came: devices by ascending address, as many as a reason names, and how many in all. */
interface Earlier {
  readonly count: number;
  readonly named: readonly PluggedDevice[];
  readonly highest: PluggedDevice | undefined;
}

/** For every placed device, those that were declared before it and lie below. */
function earlierDevices(devices: readonly PluggedDevice[]): ReadonlyMap<PluggedDevice, Earlier> {
  const byAddress: PluggedDevice[] = [];
  const earlier = new Map<PluggedDevice, Earlier>();
  const declared = devices.filter(({ placed }) => placed).sort((a, b) => a.creation - b.creation);
  for (const device of declared) {
    const highest = byAddress.findLastIndex((other) => other.address < device.address);
    const count = highest + 1;
    const named = count > NAMED_BEFORE ? [] : byAddress.slice(0, count);
    earlier.set(device, { count, named, highest: byAddress[highest] });
    byAddress.splice(count, 0, device);
  }
  return earlier;
}

function earlierSteps({ ownerOf }: DevicesThen, { count, named, highest }: Earlier): ReasonStep[] {
  if (highest !== undefined && count > NAMED_BEFORE) {
    const come = highest.wasHotAdded ? 'that came' : 'declared';
    return [{ text: `${count} devices ${come} before it lie below, up to ${lastByte(highest)}.` }];
  }
  return named.map((other) => {
    const path = ownerOf(other);
    return {
      text: `${nameOf(other)} was ${other.wasHotAdded ? 'plugged' : 'declared'} before it and takes ${formatSize(narrow(other.size))} up to ${lastByte(other)}.`,
      ...(path === undefined ? {} : { path }),
    };
  });
}

/** The address that a device was asked to take; none where that was left to QEMU. */
function addressAsked(context: StageContext, device: PluggedDevice, path: DocPath | undefined): number | undefined {
  if (!device.wasHotAdded) {
    const index = path === undefined ? undefined : Number(path.split('.')[1]);
    return askedAddress(index === undefined ? undefined : context.document.devices[index]);
  }
  const property = behaviourOf(deviceKinds.find(device.kind))?.addressProperty ?? '';
  const asked = unsignedOf(device.draft, property) ?? 0n;
  return asked === 0n ? undefined : narrow(asked);
}

/** Gaps may have come since: what counts is how it was then. */
const whenItCame = (device: PluggedDevice): readonly ReasonStep[] =>
  device.wasHotAdded
    ? [{ text: `It came while the machine ran; nothing below had ${formatSize(narrow(device.size))} free then.` }]
    : [];

/** Why a placed device lies where it does. */
function whyPlaced(
  context: StageContext,
  then: DevicesThen,
  map: AddressMap,
  device: PluggedDevice,
  earlier: Earlier | undefined,
): Provenance {
  const path = then.ownerOf(device);
  const at = formatAddress(narrow(device.address));
  const step = formatSize(narrow(device.alignment));
  const asked = addressAsked(context, device, path) !== undefined;
  const field = path?.startsWith('events.') === true ? 'device.addr' : 'addr';
  const place: ReasonStep = asked
    ? { text: `${nameOf(device)} asks for ${at}: a multiple of ${step}, inside the window, and free.` }
    : { text: `${nameOf(device)} names no address, so it gets the lowest gap that fits on a ${step} step: ${at}.` };
  return {
    rule: asked ? 'device/given-address' : 'device/first-fit',
    steps: [
      windowStep(map),
      ...(asked || earlier === undefined ? [] : earlierSteps(then, earlier)),
      path === undefined ? place : { ...place, path: `${path}.${field}` },
      ...(asked ? [] : whenItCame(device)),
    ],
    cite: PLACEMENT,
  };
}

function deviceRegion(
  context: StageContext,
  then: DevicesThen,
  map: AddressMap,
  device: PluggedDevice,
  earlier: Earlier | undefined,
): Region[] {
  const start = narrow(device.address);
  const end = narrow(device.address + device.size);
  if (!device.placed || start >= end) return [];
  const owner = then.ownerOf(device);
  return [
    {
      range: range(start, end),
      kind: deviceKinds.find(device.kind)?.region ?? 'unknown',
      name: nameOf(device),
      node: device.node,
      why: whyPlaced(context, then, map, device, earlier),
      ...(owner === undefined ? {} : { owner }),
    },
  ];
}

function whyFree(context: StageContext, map: AddressMap): Provenance {
  const { memory } = context.startup;
  const budget = (memory?.maxram ?? 0n) - (memory?.ram ?? 0n);
  const slots = memory?.slots ?? 0n;
  return {
    rule: 'machine/device-memory-window',
    steps: [
      windowStep(map),
      {
        text: `maxmem leaves ${formatSize(narrow(budget))} for memory devices beyond the boot RAM.`,
        path: 'memory.maxmem',
      },
      {
        text: `Each of the ${slots} slots adds 1 GiB for alignment: addresses, not a larger budget.`,
        path: 'memory.slots',
      },
      { text: 'Free window is announced by the SRAT as hot-pluggable and never by E820.' },
    ],
    cite: WINDOW,
  };
}

/** Devices and the free rest of the window, in address order. */
export function deviceMemoryRegions(
  context: StageContext,
  map: AddressMap,
  then: DevicesThen = devicesAtStart(context),
): Region[] {
  const window = map.deviceMemory;
  if (window === undefined) return [];
  const earlier = earlierDevices(then.devices);
  const placed = then.devices
    .flatMap((device) => deviceRegion(context, then, map, device, earlier.get(device)))
    .sort((a, b) => a.range.start - b.range.start);
  const why = whyFree(context, map);
  const regions: Region[] = [];
  const free = (from: number, to: number) => {
    if (from < to)
      regions.push({
        range: range(from, to),
        kind: 'device-memory-window',
        name: 'Window, free',
        owner: 'memory.maxmem',
        why,
      });
  };
  let at = narrow(window.base);
  for (const region of placed) {
    free(at, region.range.start);
    regions.push(region);
    at = Math.max(at, region.range.end);
  }
  free(at, narrow(window.base + window.size));
  return regions;
}

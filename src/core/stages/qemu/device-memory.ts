/** The device-memory window: placed devices, and what is still free. */
import { range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import { deviceKinds } from '../../devices/index';
import { askedAddress } from '../../document/extent';
import type { AddressMap, PluggedDevice } from '../../qemu/machine';
import type { Citation, Provenance, ReasonStep, Region } from '../../space/region';
import { narrow } from '../narrow';
import { pathOfOption } from '../origin';
import type { StageContext } from '../stage';

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
  const declared = devices.filter(({ placed }) => placed).sort((a, b) => a.option - b.option);
  for (const device of declared) {
    const highest = byAddress.findLastIndex((other) => other.address < device.address);
    const count = highest + 1;
    const named = count > NAMED_BEFORE ? [] : byAddress.slice(0, count);
    earlier.set(device, { count, named, highest: byAddress[highest] });
    byAddress.splice(count, 0, device);
  }
  return earlier;
}

function earlierSteps(context: StageContext, { count, named, highest }: Earlier): ReasonStep[] {
  if (highest !== undefined && count > NAMED_BEFORE) {
    return [{ text: `${count} devices declared before it lie below, up to ${lastByte(highest)}.` }];
  }
  return named.map((other) => {
    const path = pathOfOption(context, other.option);
    return {
      text: `${nameOf(other)} was declared before it and takes ${formatSize(narrow(other.size))} up to ${lastByte(other)}.`,
      ...(path === undefined ? {} : { path }),
    };
  });
}

/** Why a placed device lies where it does. */
function whyPlaced(
  context: StageContext,
  map: AddressMap,
  device: PluggedDevice,
  earlier: Earlier | undefined,
): Provenance {
  const path = pathOfOption(context, device.option);
  const at = formatAddress(narrow(device.address));
  const step = formatSize(narrow(device.alignment));
  const index = path === undefined ? undefined : Number(path.split('.')[1]);
  const declared = index === undefined ? undefined : context.document.devices[index];
  const asked = askedAddress(declared) !== undefined;
  const place: ReasonStep = asked
    ? { text: `${nameOf(device)} asks for ${at}: a multiple of ${step}, inside the window, and free.` }
    : { text: `${nameOf(device)} names no address, so it gets the lowest gap that fits on a ${step} step: ${at}.` };
  return {
    rule: asked ? 'device/given-address' : 'device/first-fit',
    steps: [
      windowStep(map),
      ...(asked || earlier === undefined ? [] : earlierSteps(context, earlier)),
      path === undefined ? place : { ...place, path: `${path}.addr` },
    ],
    cite: PLACEMENT,
  };
}

function deviceRegion(
  context: StageContext,
  map: AddressMap,
  device: PluggedDevice,
  earlier: Earlier | undefined,
): Region[] {
  const start = narrow(device.address);
  const end = narrow(device.address + device.size);
  if (!device.placed || start >= end) return [];
  const owner = pathOfOption(context, device.option);
  return [
    {
      range: range(start, end),
      kind: deviceKinds.find(device.kind)?.region ?? 'unknown',
      name: nameOf(device),
      node: device.node,
      why: whyPlaced(context, map, device, earlier),
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
export function deviceMemoryRegions(context: StageContext, map: AddressMap): Region[] {
  const window = map.deviceMemory;
  if (window === undefined) return [];
  const earlier = earlierDevices(context.startup.devices);
  const placed = context.startup.devices
    .flatMap((device) => deviceRegion(context, map, device, earlier.get(device)))
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

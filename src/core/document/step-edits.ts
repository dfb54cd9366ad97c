/** The edits of a timeline's steps: each is one undo step. What follows a step is worked out anew by itself. */
import { deviceKinds } from '../devices/index';
import type { DocPath } from '../space/region';
import { machineFamilies } from '../machines/index';
import { newDevice, regionKindOf, type Change } from './device-edits';
import { freeName } from './device-names';
import type { Edit } from './edit';
import type { Backend, LayoutDocument, LayoutEvent, OnlinePolicy } from './schema';

/** A kind of memory device that is plugged, or another thing that a step does. */
export type NewStep = LayoutEvent['do'] | (string & {});

/** A memory device that a step can name. */
export interface NamedDevice {
  readonly id: string;
  /** Device kind. */
  readonly kind: string;
  /** `devices.0`, `events.3`. */
  readonly path: DocPath;
  /** Bytes of its backend, where the layout has that. */
  readonly size?: number;
}

/** Bytes to which a suggested size is cut: the largest memory block of x86 Linux is 2 GiB, the usual one 128 MiB. */
const ROUND = 128 * 2 ** 20;

const sizeOfBackend = (document: LayoutDocument, memdev: string | undefined, own?: Backend): number | undefined =>
  own !== undefined && own.id === memdev ? own.size : document.backends.find(({ id }) => id === memdev)?.size;

type Named = Map<string, NamedDevice>;

function put(
  there: Named,
  document: LayoutDocument,
  device: { readonly id?: string | undefined; readonly kind: string; readonly memdev?: string | undefined },
  path: DocPath,
  own?: Backend,
): void {
  if (device.id === undefined) return;
  const size = sizeOfBackend(document, device.memdev, own);
  there.delete(device.id);
  there.set(device.id, { id: device.id, kind: device.kind, path, ...(size === undefined ? {} : { size }) });
}

function namedAtBoot(document: LayoutDocument): Named {
  const there: Named = new Map();
  document.devices.forEach((device, index) => {
    if (device.kind !== 'other') put(there, document, device, `devices.${index}`);
  });
  return there;
}

/** Steps between two moments that are remembered of a layout, so that whoever goes from step to step does not walk all of them. */
const KEPT_EVERY = 512;
const kept = new WeakMap<LayoutDocument, Named[]>();

/**
 * The memory devices with a name that the layout says are there at a moment, oldest first: those of boot and those plugged by the
 * steps before, without those whose unplug was asked for. Whether QEMU and the guest did what was asked is the planner's to say.
 * @param moment 0 (boot) to the number of steps
 */
export function namedDevicesAt(document: LayoutDocument, moment: number): readonly NamedDevice[] {
  const wanted = Math.min(moment, document.events.length);
  const moments = kept.get(document) ?? [namedAtBoot(document)];
  kept.set(document, moments);
  const last = Math.min(Math.floor(wanted / KEPT_EVERY), moments.length - 1);
  const there: Named = new Map(moments[last]);
  for (let index = last * KEPT_EVERY; index < wanted; index += 1) {
    if (index === moments.length * KEPT_EVERY) moments.push(new Map(there));
    const step = document.events[index];
    if (step?.do === 'plug') put(there, document, step.device, `events.${index}`, step.backend);
    if (step?.do === 'unplug' && step.answer !== 'refuses') there.delete(step.device);
  }
  return [...there.values()];
}

const isColdOnly = (kind: string): boolean => deviceKinds.find(kind)?.coldPlugOnly ?? false;

/** The last step before a moment that something is true of. */
function lastStep<K extends LayoutEvent['do']>(
  { events }: LayoutDocument,
  moment: number,
  kind: K,
  is: (step: Extract<LayoutEvent, { do: K }>) => boolean,
): Extract<LayoutEvent, { do: K }> | undefined {
  for (let index = Math.min(moment, events.length) - 1; index >= 0; index -= 1) {
    const step = events[index];
    if (step?.do === kind && is(step as Extract<LayoutEvent, { do: K }>))
      return step as Extract<LayoutEvent, { do: K }>;
  }
  return undefined;
}

/** A device as the last one of its kind that was plugged before: as large, on the same node. */
function plugging(document: LayoutDocument, kindId: string, moment: number): LayoutEvent | undefined {
  const kind = deviceKinds.find(kindId);
  if (kind === undefined) return undefined;
  const { device, backend } = newDevice(document, kind);
  const alike = lastStep(document, moment, 'plug', (step) => step.device.kind === kindId);
  const size = alike === undefined ? undefined : sizeOfBackend(document, alike.device.memdev, alike.backend);
  const node = alike !== undefined && 'node' in alike.device ? alike.device.node : undefined;
  return {
    do: 'plug',
    device: { ...device, ...(node === undefined ? {} : { node }) } as Extract<LayoutEvent, { do: 'plug' }>['device'],
    backend: size === undefined ? backend : { ...backend, type: alike?.backend?.type ?? backend.type, size },
  };
}

const PORT = 'pcie-root-port';

/** A port that a device can arrive behind. */
interface Port {
  readonly id: string;
  /** What adds it; nothing where it is there. */
  readonly added: readonly Edit[];
}

/**
 * Where the machine's root bus takes no device while it runs (hw/pci-host/q35.c), a PCI device arrives behind a root port that is there
 * from the start: one that nothing in the layout names yet, else a new one. Nothing for other machines and devices, which need none.
 */
export function portFor(document: LayoutDocument, kindId: string): Port | undefined {
  const { hasDeviceMemory, rootBus } = machineFamilies.find(document.machine.type) ?? {};
  const isFixed = hasDeviceMemory === true && rootBus?.hotpluggable === false;
  if (!isFixed || deviceKinds.find(kindId)?.bus !== 'pci') return undefined;
  const taken = new Set(
    [...document.devices, ...document.events.flatMap((step) => (step.do === 'plug' ? [step.device] : []))].map(
      ({ extra }) => extra?.['bus'],
    ),
  );
  const spare = document.devices.find(
    (device) => device.kind === 'other' && device.driver === PORT && device.id !== undefined && !taken.has(device.id),
  );
  if (spare?.id !== undefined) return { id: spare.id, added: [] };
  const id = freeName(document, 'rp');
  const extra = { bus: rootBus.name, chassis: freeChassis(document) };
  return { id, added: [{ op: 'insert', path: 'devices.-', value: { kind: 'other', driver: PORT, id, extra } }] };
}

/** The first chassis number that no port has. */
export function freeChassis({ devices }: LayoutDocument): string {
  const taken = new Set(devices.map(({ extra }) => extra?.['chassis']));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}

function unplugging(document: LayoutDocument, moment: number): LayoutEvent | undefined {
  const there = namedDevicesAt(document, moment);
  const device = there.findLast(({ kind }) => !isColdOnly(kind)) ?? there.at(-1);
  return device === undefined ? undefined : { do: 'unplug', device: device.id };
}

/** Up to all that the device offers; if that was asked for already, down to half. */
function resizing(document: LayoutDocument, moment: number): LayoutEvent | undefined {
  const device = namedDevicesAt(document, moment).findLast(({ kind }) => deviceKinds.find(kind)?.isResizable === true);
  if (device === undefined) return undefined;
  const size = device.size ?? 0;
  const asked = lastStep(document, moment, 'resize', (step) => step.device === device.id)?.requestedSize;
  const requestedSize = (asked ?? firstRequest(document, device)) < size ? size : Math.floor(size / 2 / ROUND) * ROUND;
  return { do: 'resize', device: device.id, requestedSize };
}

function firstRequest({ devices, events }: LayoutDocument, { path }: NamedDevice): number {
  const [list, index] = path.split('.');
  const step = events[Number(index)];
  const device = list === 'devices' ? devices[Number(index)] : step?.do === 'plug' ? step.device : undefined;
  return device !== undefined && 'requestedSize' in device ? (device.requestedSize ?? 0) : 0;
}

const policyAt = (document: LayoutDocument, moment: number): OnlinePolicy | undefined =>
  lastStep(document, moment, 'guest', ({ online }) => online !== undefined)?.online;

/** What a new step says at first; undefined where there is nothing that it could be about. */
function fresh(document: LayoutDocument, what: NewStep, moment: number): LayoutEvent | undefined {
  switch (what) {
    case 'plug':
      return plugging(document, 'pc-dimm', moment);
    case 'unplug':
      return unplugging(document, moment);
    case 'resize':
      return resizing(document, moment);
    case 'reboot':
      return { do: 'reboot' };
    case 'guest':
      return { do: 'guest', online: policyAt(document, moment) === 'online_movable' ? 'online' : 'online_movable' };
    case 'blocks': {
      const device = namedDevicesAt(document, moment).findLast(({ kind }) => regionKindOf(kind) !== 'persistent');
      if (device === undefined) return undefined;
      const to = policyAt(document, moment) === 'offline' ? 'online_movable' : 'offline';
      return { do: 'blocks', device: device.id, to };
    }
    case 'qmp':
      return { do: 'qmp', command: '{"execute": "query-memory-devices"}' };
    default:
      return plugging(document, what, moment);
  }
}

const NOTHING_FOR: Readonly<Record<string, string>> = {
  unplug: 'No device with a name is there by then: nothing can be unplugged.',
  resize: 'No virtio-mem device with a name is there by then: nothing can be resized.',
  blocks: 'No device with a name is there by then: it has no memory blocks.',
};

/**
 * Adds a step with values to begin from.
 * @param what a kind of memory device, which is plugged, or another thing that a step does
 * @param after the moment behind which it happens, 0 (boot) to the number of steps; absent: the last
 * @returns no edits where there is nothing that such a step could be about, and what is said of that
 */
export function addStep(document: LayoutDocument, what: NewStep, after?: number): Change {
  const index = Math.min(Math.max(0, after ?? document.events.length), document.events.length);
  const step = fresh(document, what, index);
  if (step === undefined) return { edits: [], said: NOTHING_FOR[what] ?? `physmap knows no step “${what}”.` };
  const select = `events.${index}`;
  const insert = (value: LayoutEvent): Edit => ({ op: 'insert', path: select, value });
  const port = step.do === 'plug' ? portFor(document, step.device.kind) : undefined;
  if (step.do !== 'plug' || port === undefined) return { edits: [insert(step)], select };
  const behind = { ...step, device: { ...step.device, extra: { bus: port.id } } };
  if (port.added.length === 0) return { edits: [insert(behind)], select };
  return {
    edits: [...port.added, insert(behind)],
    select,
    said: `The root port ${port.id} was added to what is there at boot: on ${document.machine.type} a virtio device arrives behind one`,
  };
}

/** The nearest time that a step before (-1) or behind (1) a place has. */
function timeBeside(events: LayoutDocument['events'], from: number, by: 1 | -1): number | undefined {
  for (let index = from; index >= 0 && index < events.length; index += by) {
    const atMs = events[index]?.atMs;
    if (atMs !== undefined) return atMs;
  }
  return undefined;
}

/**
 * Moves a step so that it then is `events.${to}`. A step with a time keeps it if its new neighbours allow it, and else takes the
 * nearest one that they do.
 * @param atMs the time that it then has, as when it is dragged along a clock
 */
export function moveStep(document: LayoutDocument, from: number, to: number, atMs?: number): Change {
  const { events } = document;
  const step = events[from];
  if (step === undefined || to < 0 || to >= events.length) return { edits: [] };
  const moved = from === to ? events : events.toSpliced(from, 1).toSpliced(to, 0, step);
  const wanted = atMs ?? step.atMs;
  const time =
    wanted === undefined
      ? undefined
      : Math.max(
          timeBeside(moved, to - 1, -1) ?? 0,
          Math.min(timeBeside(moved, to + 1, 1) ?? wanted, Math.round(wanted)),
        );
  const edits: Edit[] = from === to ? [] : [{ op: 'move', path: `events.${from}`, to }];
  if (time !== step.atMs) edits.push({ op: 'set', path: `events.${to}.atMs`, value: time });
  return edits.length === 0 ? { edits } : { edits, select: `events.${to}` };
}

/** Removes a step. What a later step says of its device stays, and QEMU then says what it thinks of that. */
export function removeStep({ events }: LayoutDocument, index: number): Change {
  if (events[index] === undefined) return { edits: [] };
  const left = events.length - 1;
  return {
    edits: [{ op: 'remove', path: `events.${index}` }],
    ...(left === 0 ? {} : { select: `events.${Math.min(index, left - 1)}` }),
  };
}

/** What the guest says to an unplug. @param answer absent: as the model of the guest has it */
export function setAnswer({ events }: LayoutDocument, index: number, answer?: 'agrees' | 'refuses'): Change {
  const step = events[index];
  if (step?.do !== 'unplug' || step.answer === answer) return { edits: [] };
  return { edits: [{ op: 'set', path: `events.${index}.answer`, value: answer }], select: `events.${index}` };
}

/** Properties of a device while it runs (qom/qom-qmp-cmds.c, hw/core/qdev-properties.c). */
import { deviceKinds } from '../../devices/index';
import type { DeviceBehaviour, RunningDevice } from '../../devices/behaviours/behaviour';
import type { DeviceKind } from '../../devices/kind';
import type { JsonValue } from '../../options/json';
import { wrap64 } from '../../options/number';
import { resolverOf } from '../../qemu/devices-plug';
import { expectsText } from '../../options/texts';
import { done, failed, notFound, refused, type Answer, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import { textOf, type QmpCommand } from './command';
import { findDevice } from './find-device';
import { ofBackend } from './qom-backend';
import { behaviourOf } from '../../devices/behaviours';

interface Found {
  readonly device: RunningDevice;
  readonly kind: DeviceKind;
  readonly name: string;
}

/** The device and a property that it has, or QEMU's words. */
function find(machine: RunningMachine, given: Arguments): Found | Reply {
  const path = textOf(given, 'path') ?? '';
  const name = textOf(given, 'property') ?? '';
  const found = findDevice(machine, path);
  const object = path.startsWith('/') ? /^\/objects\/(.*)$/s.exec(path)?.[1] : path;
  const backend = object === undefined ? undefined : machine.population.backends.get(object);
  if (found === undefined) {
    return backend === undefined ? notFound(path) : ofBackend(backend, path, name, given.has('value'));
  }
  // A name of two things leads to neither.
  if (object !== undefined && machine.objects.has(object)) return notFound(path);
  if ('other' in found) return ofOther(found.other.driver, name, given.has('value'));
  const kind = deviceKinds.find(found.memory.kind);
  if (kind === undefined || !isKnown(behaviourOf(kind), name)) return noSuch(kind?.driver ?? found.memory.kind, name);
  return { device: machine.running(found.memory), kind, name };
}

const OF_ALL = ['type', 'realized', 'hotplugged', 'hotpluggable', 'memdev'];
const READ_ONLY = new Set(['type', 'hotplugged', 'hotpluggable', 'size']);

const isKnown = ({ properties }: DeviceBehaviour, name: string): boolean =>
  OF_ALL.includes(name) || Object.hasOwn(properties, name);

const noSuch = (driver: string, name: string): Reply => failed(`Property '${driver}.${name}' not found`);

/** Of a device that is no memory device, nothing but what every device has is predicted. */
function ofOther(driver: string, name: string, isSet: boolean): Reply {
  if (name !== 'type') return noSuch(driver, name);
  return isSet ? failed(`Property '${driver}.type' is not writable`) : done(driver);
}

function get(machine: RunningMachine, given: Arguments): Reply {
  const found = find(machine, given);
  if (!('device' in found)) return found;
  const { device, kind, name } = found;
  const values: Readonly<Record<string, Answer>> = {
    ...behaviourOf(kind).readable(device, machine.context.machine),
    type: kind.driver,
    realized: true,
    hotplugged: device.wasHotAdded,
    hotpluggable: !kind.coldPlugOnly,
    memdev: `/objects/${device.memdev}`,
  };
  const value = values[name];
  return value === undefined ? noSuch(kind.driver, name) : done(value);
}

function set(machine: RunningMachine, given: Arguments): Reply {
  const found = find(machine, given);
  if (!('device' in found)) return found;
  const { device, kind, name } = found;
  const { properties, fixed = {}, resize } = behaviourOf(kind);
  const value = given.get('value') ?? null;
  if (name === 'requested-size' && resize !== undefined) return request(machine, device, resize, value);
  const property = properties[name];
  if (READ_ONLY.has(name) || property?.type === 'read-only') {
    const of = property?.type === 'read-only' ? property.of : undefined;
    return failed(`Property '${of ?? kind.driver}.${name}' is not writable`);
  }
  if (name === 'realized') return value === true ? done() : failed(expectsRealized(value));
  const unlinked = name === 'memdev' ? linkFault(machine, value) : undefined;
  if (unlinked !== undefined) return unlinked;
  const words = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
  return failed(words ?? realizedText(device, kind, name));
}

/** A link is looked up before it is asked whether it may be set (object_set_link_property). */
function linkFault({ population, context }: RunningMachine, value: JsonValue): Reply | undefined {
  if (typeof value !== 'string') return failed("Invalid parameter type for 'memdev', expected: string");
  const found = resolverOf(population, context)(value);
  if (found.ok) return undefined;
  return failed(found.error, /not found$/.test(found.error) ? 'DeviceNotFound' : 'GenericError');
}

const expectsRealized = (value: JsonValue): string =>
  value === false
    ? 'taking a device back this way is not predicted'
    : "Invalid parameter type for 'realized', expected: boolean";

/**
 * qdev_prop_set_after_realize, and qdev_prop_allow_set_link_before_realize for the backend: the inner device of a virtio kind has no
 * name of its own.
 */
function realizedText({ id }: RunningDevice, kind: DeviceKind, name: string): string {
  const { driver, bus } = kind;
  const isInner = bus === 'pci' && name !== 'addr';
  const type = isInner ? driver.replace(/-pci$/, '') : driver;
  const shown = isInner ? undefined : id;
  if (name === 'memdev') {
    return `Attempt to set link property 'memdev' on device '${shown ?? '(null)'}' (type '${type}') after it was realized`;
  }
  const on = shown === undefined ? 'anonymous device' : `device '${shown}'`;
  return `Attempt to set property '${name}' on ${on} (type '${type}') after it was realized`;
}

function request(
  machine: RunningMachine,
  device: RunningDevice,
  resize: NonNullable<DeviceBehaviour['resize']>,
  value: JsonValue,
): Reply {
  const plugged = machine.population.devices.find(({ creation }) => creation === device.creation);
  if (plugged === undefined) return notFound(device.id ?? '');
  if (machine.leaving.has(plugged)) {
    return refused(
      'device/unplug-pending',
      "'requested-size' cannot be changed if the device is in the process of unplug",
    );
  }
  if (typeof value !== 'bigint') return failed(expectsText('requested-size', 'uint64'));
  const bytes = wrap64(value);
  const text = resize(device, bytes);
  if (text !== undefined) return refused('device/resize-refused', text);
  machine.request(plugged, bytes);
  return done();
}

const PLACE = { path: { type: 'string', required: true }, property: { type: 'string', required: true } } as const;

export const qomGet: QmpCommand = { id: 'qom-get', takes: PLACE, run: get };
export const qomSet: QmpCommand = {
  id: 'qom-set',
  takes: { ...PLACE, value: { type: 'any', required: true } },
  run: set,
};

/** QMP commands as a user would send them for what a layout says. Over QMP values have the types of JSON, sizes are bytes. */
import type { Dialect } from '../dialects/dialect';
import { driverOf } from '../qemu/memory-models';
import { deviceKinds, type MemoryDevice } from '../devices/index';
import type { PropertyType } from '../devices/behaviours/behaviour';
import type { Backend } from '../document/schema';
import { parseBoolean, parseSigned, parseUnsigned } from '../options/number';
import { parseSize } from '../options/size';
import type { JsonObject, JsonValue } from '../options/json';
import { OBJECT_KEYS, type KeyType } from '../qemu/object-values';
import { behaviourOf } from '../devices/behaviours';

/** A command with its arguments; those without a value are left out. */
export function qmpCommand(name: string, given: Readonly<Record<string, JsonValue | undefined>> = {}): JsonObject {
  const values = new Map<string, JsonValue>();
  for (const key in given) {
    const value = given[key];
    if (value !== undefined) values.set(key, value);
  }
  const command = new Map<string, JsonValue>([['execute', name]]);
  if (values.size > 0) command.set('arguments', values);
  return command;
}

const bytes = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value));

export function objectAdd(backend: Backend): JsonObject {
  const type = `memory-backend-${backend.type}`;
  const extra: Record<string, JsonValue> = {};
  for (const [name, text] of Object.entries(backend.extra ?? {}).sort(byName)) {
    extra[name] = ofKey(OBJECT_KEYS.get(type)?.find((key) => key.name === name)?.type, text);
  }
  return qmpCommand('object-add', {
    'qom-type': type,
    id: backend.id,
    size: BigInt(backend.size),
    'mem-path': backend.path,
    share: backend.share,
    reserve: backend.reserve,
    align: bytes(backend.align),
    hugetlb: backend.hugetlb,
    hugetlbsize: bytes(backend.hugetlbSize),
    hmem: backend.hmem,
    ...extra,
  });
}

export const objectDel = (id: string): JsonObject => qmpCommand('object-del', { id });

/** @param dialect by whose name for its kind a device is asked for; the newest release's where none is given */
export function deviceAdd(device: MemoryDevice, dialect: Pick<Dialect, 'spm'> = {}): JsonObject {
  const kind = deviceKinds.find(device.kind);
  if (kind === undefined) throw new Error(`no device kind ${device.kind}`);
  const values: Readonly<Record<string, unknown>> = { ...device };
  const given: Record<string, JsonValue | undefined> = { driver: driverOf(kind, dialect) };
  for (const { key } of kind.fields) given[kind.properties[key] ?? key] = ofDocument(values[key]);
  for (const [name, text] of Object.entries(device.extra ?? {}).sort(byName)) {
    given[name] = ofProperty(behaviourOf(kind).properties[name], text);
  }
  return qmpCommand('device_add', given);
}

export const deviceDel = (id: string): JsonObject => qmpCommand('device_del', { id });

/** @param path the device's id, or its path in the object tree */
export const requestSize = (path: string, size: number): JsonObject =>
  qmpCommand('qom-set', { path, property: 'requested-size', value: BigInt(size) });

export const systemReset = (): JsonObject => qmpCommand('system_reset');

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

function ofDocument(value: unknown): JsonValue | undefined {
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** What was typed for a command line, as JSON has it; a text stays where it is no such value, and QEMU complains about it. */
function ofProperty(property: PropertyType | undefined, text: string): JsonValue {
  switch (property?.type) {
    case 'boolean':
      return parseBoolean(text) ?? text;
    case 'size':
      return valueOr(parseSize(text), text);
    case 'int32':
      return valueOr(parseSigned(text), text);
    case 'uint64':
    case 'uint32':
    case 'uint16':
    case 'uint8':
      return valueOr(parseUnsigned(text), text);
    default:
      return text;
  }
}

function ofKey(type: KeyType | undefined, text: string): JsonValue {
  if (type === 'boolean') return parseBoolean(text) ?? text;
  if (type === 'size') return valueOr(parseSize(text), text);
  return type === 'uint32' ? valueOr(parseUnsigned(text), text) : text;
}

const valueOr = (
  read: { readonly ok: true; readonly value: bigint } | { readonly ok: false },
  text: string,
): JsonValue => (read.ok ? read.value : text);

/** `-object`: what QEMU checks while it reads the option (step 1), and while it creates the object (step 4). */
import { err, ok, type Result } from '../base/result';
import type { Dialect } from '../dialects/dialect';
import { isWellFormedId, malformedIdText } from '../options/identifier';
import { looksLikeJson, parseJsonObject, type JsonObject } from '../options/json';
import { inPropertyOrder } from '../options/property-order';
import { parseQemuOpts, type KeyValue } from '../options/qemu-opts';
import { doesNotAccept, invalidParameter, missingParameter, unexpectedParameter } from '../options/texts';
import type { Backend, Option, Refusal } from './machine';
import { createBackend } from './objects-backend';
import { hashTableOrder } from './object-order';
import {
  isObjectType,
  objectKeys,
  readConfigValue,
  readJsonValue,
  readOptionValue,
  type ObjectValue,
} from './object-values';

/** A well-formed `-object`, not created yet. */
export interface ObjectRequest {
  /** Index into `Startup.options`. */
  readonly option: number;
  readonly prefix: string;
  readonly type: string;
  readonly id: string;
  /** Typed values under QEMU's key names; only of the types that concern memory. */
  readonly values: ReadonlyMap<string, ObjectValue>;
}

/** `-object acpi-generic-initiator` and `acpi-generic-port`, whose references are resolved when all devices exist. */
export interface AffinityRequest {
  readonly kind: 'initiator' | 'port';
  readonly id: string;
  readonly option: number;
  readonly node: bigint;
  /** Id of a PCI device, or name of a host bridge's bus. */
  readonly target: string;
}

export interface CreatedObjects {
  readonly backends: readonly Backend[];
  readonly affinities: readonly AffinityRequest[];
  /** Names of all objects in the order in which QEMU creates them. */
  readonly names: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** Ids that plain `-object` (or `-device`) options gave so far. One per command line and option name; `parse…` adds to it. */
export type SeenIds = Set<string>;

/** What JSON and plain options have in common once their syntax is read. */
interface RawObject {
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly keys: readonly string[];
  read(key: string, type: Parameters<typeof readJsonValue>[0]): Result<ObjectValue, string> | undefined;
}

/**
 * Step 1 for one `-object`: syntax, qom-type, id, duplicates, values, unknown keys, in QEMU's order (spec section 6.3).
 *
 * @param index the option's place in `Startup.options`
 * @param seen changed: gains this object's id
 * @param dialect whose properties there are; the newest release's where none is given
 */
export function parseObject(
  option: Option,
  index: number,
  seen: SeenIds,
  dialect?: Dialect,
): Result<ObjectRequest, Refusal> {
  const json = looksLikeJson(option.text);
  const inFile = !option.prefix.startsWith('-');
  const raw = json ? rawJsonText(option.text) : inFile ? rawConfig(option.text) : rawPlain(option.text, seen);
  return requestOf(raw, json || inFile, option, index, dialect);
}

/** As `parseObject`, for the arguments of `object-add`. Over QMP no option stands before an error. */
export const objectOfJson = (object: JsonObject, dialect?: Dialect): Result<ObjectRequest, Refusal> =>
  requestOf(rawJson(object), true, { prefix: '' }, -1, dialect);

function requestOf(
  raw: Result<RawObject, string>,
  structured: boolean,
  { prefix }: Pick<Option, 'prefix'>,
  option: number,
  dialect: Dialect | undefined,
): Result<ObjectRequest, Refusal> {
  const refuse = (code: string, text: string) => err({ code, text: prefix + text, option, inputs: [] });
  if (!raw.ok) return refuse('object/malformed', raw.error);
  const { type, id } = raw.value;
  if (type === undefined) return refuse('object/no-type', missingParameter('qom-type'));
  if (!isObjectType(type)) return refuse('object/unknown-type', doesNotAccept('qom-type', type));
  if (id === undefined) return refuse('object/no-id', missingParameter('id'));
  const values = readValues(objectKeys(type, dialect), raw.value, structured);
  if (!values.ok) return refuse('object/bad-key', values.error);
  return ok({ option, prefix, type, id, values: values.value });
}

function rawPlain(text: string, seen: SeenIds): Result<RawObject, string> {
  const { id, pairs } = parseQemuOpts(text, 'qom-type');
  if (id !== undefined) {
    if (!isWellFormedId(id)) return err(malformedIdText);
    if (seen.has(id)) return err(`Duplicate ID '${id}' for object`);
    seen.add(id);
  }
  return ok(rawPairs(id, pairs, readOptionValue));
}

/** Groups of a configuration file are read as `-object` in JSON is, but for their values. */
function rawConfig(text: string): Result<RawObject, string> {
  const { id, pairs } = parseQemuOpts(text, 'qom-type');
  return ok(rawPairs(id, pairs, readConfigValue));
}

function rawPairs(id: string | undefined, pairs: readonly KeyValue[], readValue: typeof readOptionValue): RawObject {
  const byKey = new Map<string, string[]>();
  for (const { key, value } of pairs) {
    const values = byKey.get(key);
    if (values === undefined) byKey.set(key, [value]);
    else values.push(value);
  }
  return {
    type: byKey.get('qom-type')?.at(-1),
    id,
    keys: [...byKey.keys(), 'id'],
    read: (key, type) => {
      const texts = byKey.get(key);
      return texts === undefined ? undefined : readValue(type, texts);
    },
  };
}

function rawJsonText(text: string): Result<RawObject, string> {
  const object = parseJsonObject(text);
  return object.ok ? rawJson(object.value) : object;
}

function rawJson(object: JsonObject): Result<RawObject, string> {
  const type = nameIn(object, 'qom-type');
  if (!type.ok) return type;
  // QEMU looks at the type's value before it looks at the id at all.
  const known = type.value !== undefined && isObjectType(type.value);
  const id = known ? nameIn(object, 'id') : ok(undefined);
  if (!id.ok) return id;
  return ok({
    type: type.value,
    id: id.value,
    keys: inPropertyOrder(object.keys()),
    read: (key, keyType) => {
      const value = object.get(key);
      return value === undefined ? undefined : readJsonValue(keyType, value);
    },
  });
}

function nameIn(object: JsonObject, key: string): Result<string | undefined, string> {
  const value = object.get(key);
  if (value === undefined || typeof value === 'string') return ok(value);
  return err(`Invalid parameter type for '${key}', expected: string`);
}

/** Known keys in QEMU's order, then the first key that is none. */
function readValues(
  keys: ReturnType<typeof objectKeys>,
  raw: RawObject,
  structured: boolean,
): Result<ReadonlyMap<string, ObjectValue>, string> {
  const values = new Map<string, ObjectValue>();
  if (keys === undefined) return ok(values);
  for (const key of keys) {
    const read = raw.read(key.name, key);
    if (read === undefined) {
      if (key.required === true) return err(missingParameter(key.name));
      continue;
    }
    if (!read.ok) return read;
    values.set(key.name, read.value);
  }
  const known = new Set([...keys.map(({ name }) => name), 'qom-type', 'id']);
  if (raw.keys.every((key) => known.has(key))) return ok(values);
  const unknown = hashTableOrder(raw.keys).find((key) => !known.has(key)) ?? '';
  return err(structured ? unexpectedParameter(unknown) : invalidParameter(unknown));
}

/**
 * Objects that QEMU creates only after the machine's memory is set up (object_create_early): memory backends, and what needs a
 * character device or a network.
 */
const isLate = (type: string): boolean =>
  /^(memory-backend-|filter-|monitor-|colo-compare$|rng-egd$|qtest$|cryptodev-vhost-user$)/.test(type);

const isMonitor = (type: string): boolean => type.startsWith('monitor-');

/**
 * The monitor through which tables are read from a running QEMU is an object too, and its name moves others in QEMU's order. It is
 * assumed unless the command line has a monitor object of its own.
 */
const READERS_MONITOR = 'physmapqmp';

/** QEMU's limit on node ids (MAX_NODES). */
const MAX_NODES = 128n;

/**
 * What ends QEMU while it creates the objects that need no machine, before it looks at memory sizes: a node beyond the limit. Both
 * kinds say it in the same words (acpi_generic_initiator_set_node).
 */
export function earlyObjectRefusal(requests: readonly ObjectRequest[]): Refusal | undefined {
  for (const { type, values, option } of requests) {
    const node = values.get('node');
    if (!type.startsWith('acpi-generic-') || typeof node !== 'bigint' || node < MAX_NODES) continue;
    const text = 'acpi-generic-initiator: Invalid NUMA node specified';
    return { code: 'affinity/no-such-node', text, option, inputs: ['objects'] };
  }
  return undefined;
}

/** Step 4: the checks whose texts have no prefix. Goes on behind a refused object, so that the layout can be drawn. */
export function createObjects(requests: readonly ObjectRequest[]): CreatedObjects {
  const early = requests.filter(({ type }) => !isLate(type));
  const late = requests.filter(({ type }) => isLate(type));
  const names = new Set<string>();
  const backends: Backend[] = [];
  const affinities: AffinityRequest[] = [];
  const refusals: Refusal[] = [];
  const create = (request: ObjectRequest) => {
    const created = createBackend(request, names);
    if (!created.ok) {
      refusals.push({ ...created.error, option: request.option, inputs: ['backends'] });
      return;
    }
    names.add(request.id);
    if (created.value !== undefined) backends.push(created.value);
    const affinity = affinityOf(request);
    if (affinity !== undefined) affinities.push(affinity);
  };
  early.forEach(create);
  if (!requests.some(({ type }) => isMonitor(type))) names.add(READERS_MONITOR);
  late.forEach(create);
  return { backends, affinities, names: [...names], refusals };
}

function affinityOf({ type, id, option, values }: ObjectRequest): AffinityRequest | undefined {
  const kind = type === 'acpi-generic-initiator' ? 'initiator' : type === 'acpi-generic-port' ? 'port' : undefined;
  const node = values.get('node');
  const target = values.get(kind === 'port' ? 'pci-bus' : 'pci-dev');
  if (kind === undefined || typeof node !== 'bigint' || typeof target !== 'string') return undefined;
  return { kind, id, option, node, target };
}

/** `-device`, plain and JSON. */
import { err, ok, type Result } from '../../base/result';
import type { PropertyTable } from '../../devices/behaviours/behaviour';
import { deviceKinds } from '../../devices/index';
import type { DeviceKind } from '../../devices/kind';
import { isWellFormedId, malformedIdText } from '../../options/identifier';
import { looksLikeJson, parseJsonObject } from '../../options/json';
import { parseQemuOpts } from '../../options/qemu-opts';
import { readProperty, type Given } from '../../qemu/properties';
import { keepOption, type LayoutDraft, type OptionReader } from './draft';
import { partOf, quotedPart, type OptionFault, type TypedOption } from './typed-option';
import { MERGED_DRIVERS, MERGED_PROPERTIES, noteSpelling } from './never-merged';
import { exactNumber, extraOf, isPlainKey, plainText } from './values';
import { behaviourOf } from '../../devices/behaviours';

type Device = LayoutDraft['devices'][number];

interface TypedDevice {
  readonly driver?: string;
  readonly id?: string;
  readonly properties: ReadonlyMap<string, Given>;
}

const fault = (option: TypedOption, text: string, works: string, key?: string): OptionFault => {
  const part = (key === undefined ? undefined : partOf(option.text, key, 'driver')) ?? quotedPart(option.text, text);
  return { option, ...(part === undefined ? {} : { part }), text, works };
};

export const readDevice: OptionReader = (draft, option) => {
  const isJson = looksLikeJson(option.text);
  const device = isJson ? fromJson(option) : ok(fromPlain(option));
  if (!device.ok) return device.error;
  const { driver, id } = device.value;
  if (id !== undefined && !isWellFormedId(id)) return fault(option, malformedIdText, 'A name such as dimm1.', 'id');
  if (driver === undefined) {
    keepOption(draft, option, `-device ${option.text} is kept as typed: it names no driver, which QEMU refuses.`);
    return undefined;
  }
  const merged = MERGED_DRIVERS.get(driver);
  const kind = deviceKinds.all.find((each) => each.driver === (merged ?? driver));
  const given = merged === undefined ? device.value : asMerged(device.value);
  if (merged !== undefined) noteSpelling(draft, 'spm-memory', option);
  if (given !== device.value && device.value.properties.has('memaddr')) {
    draft.notes.push({ option, message: 'memaddr is what a list of devices calls it; the property is addr.' });
  }
  const taken = kind === undefined ? takeOther(driver, given) : takeMemoryDevice(option, kind, given);
  if (!taken.ok) return taken.error;
  if (taken.value === undefined) {
    keepOption(draft, option, 'This device is kept as typed: its JSON says more than a layout has fields for.');
  } else (isJson ? draft.jsonDevices : draft.devices).push(taken.value);
  return undefined;
};

const asMerged = (device: TypedDevice): TypedDevice => ({
  ...device,
  properties: new Map([...device.properties].map(([key, value]) => [MERGED_PROPERTIES.get(key) ?? key, value])),
});

function fromPlain(option: TypedOption): TypedDevice {
  const { id, pairs } = parseQemuOpts(option.text, 'driver');
  const values = new Map(pairs.map(({ key, value }) => [key, value]));
  const driver = values.get('driver');
  values.delete('driver');
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(id === undefined ? {} : { id }),
    properties: new Map([...values].map(([key, text]) => [key, { form: 'keyval', text } as const])),
  };
}

function fromJson(option: TypedOption): Result<TypedDevice, OptionFault> {
  const json = parseJsonObject(option.text);
  if (!json.ok) return err(fault(option, json.error, 'One JSON object: {"driver":"pc-dimm","memdev":"m1"}.'));
  const driver = json.value.get('driver');
  const id = json.value.get('id');
  for (const [key, value] of [
    ['driver', driver],
    ['id', id],
  ] as const) {
    if (value !== undefined && typeof value !== 'string') {
      return err(fault(option, `Invalid parameter type for '${key}', expected: string`, `"${key}" as text.`, key));
    }
  }
  const properties = [...json.value].filter(([key]) => key !== 'driver' && key !== 'id');
  return ok({
    ...(typeof driver === 'string' ? { driver } : {}),
    ...(typeof id === 'string' ? { id } : {}),
    properties: new Map(properties.map(([key, value]) => [key, { form: 'json', value } as const])),
  });
}

/** As the plain form spells it; nothing for JSON that it cannot spell. */
function spelled(key: string, given: Given): string | undefined {
  if (given.form !== 'json') return given.text;
  return isPlainKey(key) ? plainText(given.value) : undefined;
}

function takeOther(driver: string, { id, properties }: TypedDevice): Result<Device | undefined, OptionFault> {
  const extra = new Map<string, string>();
  for (const [key, given] of properties) {
    const text = spelled(key, given);
    if (text === undefined) return ok(undefined);
    extra.set(key, text);
  }
  return ok({ kind: 'other', driver, ...(id === undefined ? {} : { id }), ...extraOf(extra) });
}

/** The kind's properties as QEMU's syntax sees them, without what it thinks of well-formed values. */
const syntaxOf = (kind: DeviceKind): PropertyTable =>
  Object.fromEntries(
    Object.entries(behaviourOf(kind).properties).map(([name, property]) => [
      name,
      'check' in property ? { type: property.type } : property,
    ]),
  );

function takeMemoryDevice(
  option: TypedOption,
  kind: DeviceKind,
  device: TypedDevice,
): Result<Device | undefined, OptionFault> {
  const fieldOf = new Map(kind.fields.map(({ key }) => [kind.properties[key] ?? key, key]));
  const syntax = syntaxOf(kind);
  const fields: Record<string, unknown> = {};
  const extra = new Map<string, string>();
  for (const [name, given] of device.properties) {
    const field = name === 'id' ? undefined : fieldOf.get(name);
    if (field !== undefined) {
      const read = readProperty(kind.driver, syntax, name, given, (backend) => ok(backend));
      if (!read.ok) return err(fault(option, read.error, worksFor(syntax[name]?.type), name));
      const value = typeof read.value === 'bigint' ? exactInteger(read.value) : read.value;
      if (value !== undefined) {
        fields[field] = value;
        continue;
      }
    }
    const text = spelled(name, given);
    if (text === undefined) return ok(undefined);
    extra.set(name, text);
  }
  const named = device.id === undefined ? {} : { id: device.id };
  // The schema judges the whole document at the end; each field was read by the type that it has there.
  return ok({ kind: kind.id, ...named, ...fields, ...extraOf(extra) } as Device);
}

/** Slots may be negative; everything else that is has wrapped to a large number before. */
function exactInteger(number: bigint): number | undefined {
  if (number < 0n) return Number(number);
  const exact = exactNumber(number);
  return exact.is === 'value' ? exact.value : undefined;
}

function worksFor(type: string | undefined): string {
  if (type === 'size') return 'A size such as 2M, or a number of bytes.';
  if (type === 'boolean') return 'on or off.';
  return type === 'choice'
    ? 'One of the values that QEMU names.'
    : 'A whole number without suffix: 0x140000000 or 5368709120.';
}

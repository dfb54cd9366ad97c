/**
 * Setting a device's properties: from `-global`, from `key=value` text, from JSON. Each way reads values, and words its refusals,
 * differently (QOM's string, keyval and QAPI visitors).
 */
import { err, ok, type Result } from '../base/result';
import type { PropertyTable, PropertyType, PropertyValue } from '../devices/behaviours/behaviour';
import type { JsonValue } from '../options/json';
import { parseBoolean, parseSigned, parseUnsigned, wrap64 } from '../options/number';
import { inPropertyOrder } from '../options/property-order';
import { parseSize } from '../options/size';
import { doesNotAccept, expectsText, optionSizeText } from '../options/texts';

/** How a value was given. */
export type Given =
  { readonly form: 'keyval' | 'global'; readonly text: string } | { readonly form: 'json'; readonly value: JsonValue };

/** Finds what a `backend` property names. An empty name is no error and gives nothing. */
export type ResolveBackend = (name: string) => Result<string | undefined, string>;

/** Properties of every device; none of them is for users to set. */
const COMMON: PropertyTable = {
  hotplugged: { type: 'read-only' },
  hotpluggable: { type: 'read-only' },
  parent_bus: { type: 'read-only' },
  type: { type: 'read-only' },
};

const BITS = { uint64: 64, uint32: 32, uint16: 16, uint8: 8, int32: 32, size: 64 } as const;
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

type Read = Result<PropertyValue | undefined, string>;

/** One property of `driver`: the value, nothing for an empty link, or QEMU's words. */
export function readProperty(
  driver: string,
  table: PropertyTable,
  name: string,
  given: Given,
  resolve: ResolveBackend,
): Read {
  const property = Object.hasOwn(table, name) ? table[name] : Object.hasOwn(COMMON, name) ? COMMON[name] : undefined;
  if (property === undefined) return err(`Property '${driver}.${name}' not found`);
  if (property.type === 'read-only') return err(`Property '${property.of ?? driver}.${name}' is not writable`);
  return readValue(driver, name, property, given, resolve);
}

function readValue(
  driver: string,
  name: string,
  property: Exclude<PropertyType, { type: 'read-only' }>,
  given: Given,
  resolve: ResolveBackend,
): Read {
  switch (property.type) {
    case 'boolean':
      return readBoolean(name, given);
    case 'pci-address':
      return readPciAddress(driver, name, given);
    case 'text':
      return readText(name, given);
    case 'uuid': {
      const text = readText(name, given);
      return !text.ok || UUID.test(text.value) ? text : err(`Property '${driver}.${name}' has invalid value`);
    }
    case 'backend': {
      const text = readText(name, given);
      return text.ok ? resolve(text.value) : text;
    }
    case 'choice': {
      const text = readText(name, given);
      return !text.ok || property.choices.includes(text.value) ? text : err(doesNotAccept(name, text.value));
    }
    default: {
      const value = readInteger(name, property.type, given);
      if (!value.ok) return value;
      const text = property.check?.(value.value);
      return text === undefined ? value : err(text);
    }
  }
}

function readText(name: string, given: Given): Result<string, string> {
  if (given.form !== 'json') return ok(given.text);
  return typeof given.value === 'string'
    ? ok(given.value)
    : err(`Invalid parameter type for '${name}', expected: string`);
}

function readBoolean(name: string, given: Given): Result<boolean, string> {
  if (given.form === 'json') {
    return typeof given.value === 'boolean'
      ? ok(given.value)
      : err(`Invalid parameter type for '${name}', expected: boolean`);
  }
  const value = parseBoolean(given.text);
  return value === undefined ? err(expectsText(name, "'on' or 'off'")) : ok(value);
}

function readInteger(name: string, type: keyof typeof BITS, given: Given): Result<bigint, string> {
  const wide = type === 'int32' ? readSigned(name, given) : readUnsigned(name, type, given);
  if (!wide.ok || BITS[type] === 64) return wide;
  const bits = BITS[type];
  const fits = type === 'int32' ? BigInt.asIntN(bits, wide.value) : BigInt.asUintN(bits, wide.value);
  return fits === wide.value ? wide : err(expectsText(name, `${type}_t`));
}

function readSigned(name: string, given: Given): Result<bigint, string> {
  if (given.form === 'json') {
    return typeof given.value === 'bigint' && given.value < 2n ** 63n
      ? ok(given.value)
      : err(`Invalid parameter type for '${name}', expected: integer`);
  }
  const value = parseSigned(given.text);
  return value.ok ? value : err(expectsText(name, given.form === 'global' ? 'int64' : 'integer'));
}

function readUnsigned(name: string, type: string, given: Given): Result<bigint, string> {
  if (given.form === 'json') {
    return typeof given.value === 'bigint' ? ok(wrap64(given.value)) : err(expectsText(name, 'uint64'));
  }
  if (type === 'size') {
    const size = parseSize(given.text);
    if (size.ok) return size;
    return err(given.form === 'global' ? optionSizeText(name, given.text, size.error) : expectsText(name, 'size'));
  }
  const value = parseUnsigned(given.text);
  return value.ok ? value : err(expectsText(name, given.form === 'global' ? 'uint64' : 'integer'));
}

const PCI_ADDRESS = /^\s*\+?(?:0[xX])?([0-9a-fA-F]+)(?:\.\s*\+?(?:0[xX])?([0-9a-fA-F]+))?$/;

/** What sscanf's `%x` keeps: 32 bits, all ones where not even 64 suffice. A guest address given as `addr` ends here. */
const scanned = (digits: string): bigint => {
  const value = BigInt(`0x${digits}`);
  return value < 2n ** 64n ? value % 2n ** 32n : 2n ** 32n - 1n;
};

/** `D` or `D.F` in hexadecimal, as device × 8 + function. -1: any (set_pci_devfn). */
function readPciAddress(driver: string, name: string, given: Given): Result<bigint, string> {
  if (given.form === 'json' && typeof given.value !== 'string') return readPciNumber(name, given.value);
  const text = given.form === 'json' ? String(given.value) : given.text;
  const [, device, part = '0'] = PCI_ADDRESS.exec(text) ?? [];
  const slot = device === undefined ? undefined : scanned(device);
  const fn = scanned(part);
  if (slot !== undefined && slot <= 31n && fn <= 7n) return ok(slot * 8n + fn);
  return err(`Property '${driver}.${name}' doesn't take value '${text}'`);
}

function readPciNumber(name: string, value: JsonValue): Result<bigint, string> {
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(32, value) !== value) return err(expectsText(name, 'int32_t'));
    return value >= -1n && value <= 255n ? ok(value) : err(expectsText(name, 'a value between -1 and 255'));
  }
  const fraction = typeof value === 'object' && value !== null && 'fraction' in value;
  return err(
    fraction
      ? `Invalid parameter type for '${name}', expected: integer`
      : `Invalid parameter type for '${name}', expected int or str`,
  );
}

/** Sets properties in QEMU's order into `values`; the text is that of the first bad one. */
export function setProperties(
  driver: string,
  table: PropertyTable,
  properties: ReadonlyMap<string, Given>,
  values: Map<string, PropertyValue>,
  resolve: ResolveBackend,
): string | undefined {
  for (const name of inPropertyOrder(properties.keys())) {
    const given = properties.get(name);
    if (given === undefined) continue;
    const read = readProperty(driver, table, name, given, resolve);
    if (!read.ok) return read.error;
    if (read.value === undefined) values.delete(name);
    else values.set(name, read.value);
  }
  return undefined;
}

/** Backends and devices of a layout from the arguments of QMP commands. */
import type { MemoryDevice } from '../../devices/index';
import type { Backend } from '../../document/schema';
import { backendSchema, deviceSchema } from '../../document/schema';
import type { JsonObject } from '../../options/json';
import { deviceAdd, objectAdd } from '../../timeline/commands';
import { readDevice } from '../qemu-options/device';
import { emptyDraft, type OptionReader } from '../qemu-options/draft';
import { readObject } from '../qemu-options/object';
import type { TypedOption } from '../qemu-options/typed-option';
import { jsonLine, sortedLine } from './json-value';

const option = (name: string, text: string): TypedOption => ({
  name,
  typed: `-${name}`,
  text,
  hasArgument: true,
  offsetOf: () => 0,
  start: 0,
  length: 0,
});

function read(reader: OptionReader, name: string, given: JsonObject) {
  const draft = emptyDraft();
  return reader(draft, option(name, jsonLine(given))) === undefined ? draft : undefined;
}

/** Whether the command that a step would send is the one that was sent, whatever the order of its arguments. */
function isSame(command: JsonObject, given: JsonObject): boolean {
  return sortedLine(command.get('arguments') ?? new Map()) === sortedLine(given);
}

/** Undefined for what is no memory backend, and for one that a layout has no words for. */
export function backendOf(given: JsonObject): Backend | undefined {
  const parsed = backendSchema.safeParse(read(readObject, 'object', given)?.backends[0]);
  return parsed.success && isSame(objectAdd(parsed.data), given) ? parsed.data : undefined;
}

/** Likewise for a memory device. */
export function deviceOf(given: JsonObject): MemoryDevice | undefined {
  const parsed = deviceSchema.safeParse(read(readDevice, 'device', given)?.jsonDevices[0]);
  if (!parsed.success || parsed.data.kind === 'other') return undefined;
  return isSame(deviceAdd(parsed.data), given) ? parsed.data : undefined;
}

/** Before QEMU 6.0 an object's own properties stood apart. */
export function withoutProps(given: JsonObject): JsonObject {
  const props = given.get('props');
  if (!(props instanceof Map)) return given;
  return new Map([...[...given].filter(([key]) => key !== 'props'), ...(props as JsonObject)]);
}

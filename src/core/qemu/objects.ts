/** `-object`: what QEMU checks while it reads the option, and while it creates the object. */
import { ok, type Result } from '../base/result';
import type { Backend, Option, Refusal } from './machine';

/** A well-formed `-object`, not created yet. */
export interface ObjectRequest {
  /** Index into `Startup.options`. */
  readonly option: number;
  readonly prefix: string;
  readonly type: string;
  readonly id: string;
  /** Given as JSON; QEMU then looks for a duplicate id only at creation. */
  readonly json: boolean;
  /** Typed values under QEMU's key names: sizes and integers as bigint. */
  readonly values: Readonly<Record<string, string | bigint | boolean>>;
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

/**
 * Step 1 for one `-object`: syntax, qom-type, id, duplicates, values, unknown keys, in QEMU's order (spec section 6.3).
 *
 * @param index the option's place in `Startup.options`
 * @param seen changed: gains this object's id
 */
export function parseObject(option: Option, index: number, seen: SeenIds): Result<ObjectRequest, Refusal> {
  seen.add(option.text);
  return ok({ option: index, prefix: option.prefix, type: '', id: '', json: false, values: {} });
}

/** Step 4: the checks whose texts have no prefix. Goes on behind a refused object, so that the layout can be drawn. */
export function createObjects(requests: readonly ObjectRequest[]): CreatedObjects {
  return { backends: [], affinities: [], names: requests.map((request) => request.id), refusals: [] };
}

/** `-cpu`, and the globals that reach CPUs: which vendor, how many address bits. */
import { err, ok, type Result } from '../base/result';
import { parseBoolean, parseSigned, parseUnsigned } from '../options/number';
import { utf8Bytes } from '../options/utf8';
import { cpuModels, type CpuModel } from './cpu-models';
import { cpuPropertyType, cpuPropertyWidth } from './cpu-properties';
import type { GlobalSetting } from './devices';
import type { Cpu } from './machine';

/** `-cpu`, split but not yet applied. */
export interface CpuRequest {
  readonly model: string;
  readonly facts: CpuModel;
  /** `KEY=VALUE` and bare `KEY`, which QEMU treats as globals of the model's class, in order. */
  readonly settings: readonly GlobalSetting[];
  readonly plus: readonly string[];
  readonly minus: readonly string[];
  readonly warnings: readonly string[];
}

/** A CPU as its model has it, or QEMU's words for why it cannot be made. */
export type CpuOutcome = Result<Cpu, string>;

const CLASS_SUFFIX = '-x86_64-cpu';
/** Follows the machine that QEMU runs on, and is derived from `max`; there is none without KVM or HVF. */
const HOST = 'host';
const DEFAULT_BITS = 40n;
const LEAST_BITS = 32n;

/** The part of `-cpu` that QEMU reads before there is a machine to put the CPU in (parse_cpu_option). */
export function parseCpu(text: string): Result<CpuRequest, string> {
  if (text === '') return err('-cpu option cannot be empty');
  const comma = text.indexOf(',');
  const model = comma < 0 ? text : text.slice(0, comma);
  const facts = cpuModels.get(model);
  if (facts === undefined) return err(`unable to find CPU model '${model}'`);
  return parseFeatures(model, facts, comma < 0 ? '' : text.slice(comma + 1));
}

function ambiguity(sign: string, signed: readonly string[], name: string, value: string): string[] {
  if (!signed.includes(name)) return [];
  return [`Ambiguous CPU model string. Don't mix both "${sign}${name}" and "${name}=${value}"`];
}

/** x86_cpu_parse_featurestr */
function parseFeatures(model: string, facts: CpuModel, text: string): Result<CpuRequest, string> {
  const settings: GlobalSetting[] = [];
  const plus: string[] = [];
  const minus: string[] = [];
  const warnings: string[] = [];
  for (const feature of text.split(',')) {
    if (feature === '') continue;
    if (feature.startsWith('+')) plus.push(feature.slice(1));
    else if (feature.startsWith('-')) minus.push(feature.slice(1));
    else {
      const equals = feature.indexOf('=');
      const value = equals < 0 ? 'on' : feature.slice(equals + 1);
      const property = (equals < 0 ? feature : feature.slice(0, equals)).replaceAll('_', '-');
      warnings.push(...ambiguity('+', plus, property, value), ...ambiguity('-', minus, property, value));
      settings.push({ driver: model + CLASS_SUFFIX, property, value });
    }
  }
  if (warnings.length > 0)
    warnings.push("Compatibility of ambiguous CPU model strings won't be kept on future QEMU versions");
  return ok({ model, facts, settings, plus, minus, warnings });
}

/** The classes that a CPU of this model belongs to, by which a `-global` reaches it. */
const reaches = (driver: string, model: string): boolean =>
  driver === 'cpu' ||
  driver === 'x86_64-cpu' ||
  driver === model + CLASS_SUFFIX ||
  (model === HOST && driver === `max${CLASS_SUFFIX}`);

interface Draft {
  vendor: string;
  lm: boolean;
  pae: boolean;
  pse36: boolean;
  x2apic: boolean;
  pdpe1gb: boolean;
  physBits: bigint;
}

const TRACKED = ['lm', 'pae', 'pse36', 'x2apic', 'pdpe1gb'] as const;

function isTracked(name: string): name is (typeof TRACKED)[number] {
  return TRACKED.some((tracked) => tracked === name);
}

/** Sets one property from text, or says why not. */
function set(draft: Draft, model: string, property: string, value: string): string | undefined {
  const type = cpuPropertyType(property, model);
  if (type === undefined) return `Property '${model}${CLASS_SUFFIX}.${property}' not found`;
  if (type === 'read-only') return `Property '${model}${CLASS_SUFFIX}.${property}' is not writable`;
  if (type === 'boolean') {
    const flag = parseBoolean(value);
    if (flag === undefined) return `Parameter '${property}' expects 'on' or 'off'`;
    if (isTracked(property)) draft[property] = flag;
    return undefined;
  }
  if (type === 'text') {
    if (property !== 'vendor') return undefined;
    if (utf8Bytes(value).length !== 12) return "value of property 'vendor' must consist of exactly 12 characters";
    draft.vendor = value;
    return undefined;
  }
  return setInteger(draft, property, value, type);
}

function setInteger(draft: Draft, property: string, value: string, type: 'uint64' | 'int64'): string | undefined {
  const number = type === 'uint64' ? parseUnsigned(value) : parseSigned(value);
  if (!number.ok) return `Parameter '${property}' expects ${type}`;
  const width = cpuPropertyWidth(property);
  const limit = 2n ** BigInt(type === 'uint64' ? width.bits : width.bits - 1);
  if (number.value >= limit || (type === 'int64' && number.value < -limit)) {
    return `Parameter '${property}' expects ${width.type}`;
  }
  if (property === 'phys-bits') draft.physBits = number.value;
  return undefined;
}

/** `+name` and `-name`, applied when the CPU is realized and so after every global. */
function setSigned(draft: Draft, model: string, name: string, value: boolean): string | undefined {
  const type = cpuPropertyType(name, model);
  if (type === undefined) return `Property '${model}${CLASS_SUFFIX}.${name}' not found`;
  if (type === 'read-only') return `Property '${model}${CLASS_SUFFIX}.${name}' is not writable`;
  if (type === 'text') return `Invalid parameter type for '${name}', expected: string`;
  if (type !== 'boolean') return `Parameter '${name}' expects ${type}`;
  if (isTracked(name)) draft[name] = value;
  return undefined;
}

/** x86_cpu_realizefn: 64-bit CPUs have 40 bits unless told otherwise, 32-bit ones what their paging allows. */
function physBits(draft: Draft): Result<bigint, string> {
  if (!draft.lm) {
    if (draft.physBits !== 0n) return err('phys-bits is not user-configurable in 32 bit');
    return ok(draft.pae || draft.pse36 ? 36n : 32n);
  }
  if (draft.physBits === 0n) return ok(DEFAULT_BITS);
  if (draft.physBits < LEAST_BITS) return err(`phys-bits should be at least 32 (but is ${draft.physBits})`);
  return ok(draft.physBits);
}

/**
 * Makes the CPU: globals in order, those of `-cpu` last, then `+` and `-` features, then the address bits.
 * Source: qdev_prop_set_globals, x86_cpu_realizefn; spec section 3.
 */
export function createCpu(request: CpuRequest, globals: readonly GlobalSetting[]): CpuOutcome {
  const { facts, model } = request;
  const draft: Draft = { ...facts, physBits: 0n };
  for (const global of globals) {
    if (!reaches(global.driver, model)) continue;
    const refused = set(draft, model, global.property, global.value);
    if (refused !== undefined) return err(cannotApply(global, refused));
  }
  for (const setting of request.settings) {
    const refused = set(draft, model, setting.property, setting.value);
    if (refused !== undefined) return err(cannotApply(setting, refused));
  }
  if (model === HOST) return err("CPU model 'host' requires KVM or HVF");
  for (const name of request.plus) {
    const refused = setSigned(draft, model, name, true);
    if (refused !== undefined) return err(refused);
  }
  for (const name of request.minus) {
    const refused = setSigned(draft, model, name, false);
    if (refused !== undefined) return err(refused);
  }
  const bits = physBits(draft);
  if (!bits.ok) return bits;
  return ok(cpuOf(model, draft, bits.value));
}

const cpuOf = (model: string, draft: Draft, bits: bigint): Cpu => ({
  model,
  isAmd: draft.vendor === 'AuthenticAMD',
  longMode: draft.lm,
  physBits: Number(bits),
  x2apic: draft.x2apic,
  gigabytePages: draft.pdpe1gb,
});

/** What QEMU says when a global does not fit the object that it is for. */
export const cannotApply = ({ driver, property, value }: GlobalSetting, reason: string): string =>
  `can't apply global ${driver}.${property}=${value}: ${reason}`;

/** The CPU of a model without any settings: what a refused one is drawn with. */
export function plainCpu(model: string): Cpu {
  const facts = cpuModels.get(model) ?? cpuModels.get('qemu64');
  const draft: Draft = {
    vendor: '',
    lm: true,
    pae: true,
    pse36: true,
    x2apic: false,
    pdpe1gb: false,
    ...facts,
    physBits: 0n,
  };
  const bits = physBits(draft);
  return cpuOf(model, draft, bits.ok ? bits.value : DEFAULT_BITS);
}

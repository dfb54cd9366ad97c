/** Step 1 of start-up: every option's own syntax, left to right (the option loop of qemu_init). */
import type { Result } from '../base/result';
import { parseKeyval, parseKeyvalInto, mergeKeyval, type KeyvalObject } from '../options/keyval';
import { parseQemuOpts } from '../options/qemu-opts';
import { isWellFormedId, malformedIdText } from '../options/identifier';
import { parseDevice, type DeviceRequest, type GlobalSetting } from './devices';
import { parseGlobal } from './globals';
import type { Dialect } from '../dialects/dialect';
import type { Option } from './machine';
import { mergeMemory, readMemoryOption, type MemoryKeys } from './memory';
import { parseObject, type ObjectRequest, type SeenIds } from './objects';
import type { StartupReport } from './report';

/** What the options say, each kind collected. */
export interface ParsedOptions {
  /** `-machine`, `-m` and `-smp` merged; always has a `memory`. */
  readonly machine: KeyvalObject;
  readonly objects: readonly ObjectRequest[];
  readonly devices: readonly DeviceRequest[];
  readonly globals: readonly GlobalSetting[];
  readonly numa: readonly { readonly option: Option; readonly index: number }[];
  /** The last `-cpu`. */
  readonly cpu?: { readonly text: string; readonly index: number };
}

interface Pass {
  readonly machine: KeyvalObject;
  readonly memory: MemoryKeys;
  readonly objects: ObjectRequest[];
  readonly devices: DeviceRequest[];
  readonly globals: GlobalSetting[];
  readonly numa: { readonly option: Option; readonly index: number }[];
  readonly seen: { readonly objects: SeenIds; readonly devices: SeenIds };
  readonly report: StartupReport;
  readonly dialect: Dialect;
  cpu?: { readonly text: string; readonly index: number };
}

/** Acts on one option; gives QEMU's words, without the prefix, if it cannot. */
type Handler = (pass: Pass, option: Option, index: number) => string | undefined;

function keep<T>(pass: Pass, parsed: Result<T, Parameters<StartupReport['refuse']>[0]>, into: T[]): undefined {
  if (parsed.ok) into.push(parsed.value);
  else pass.report.refuse(parsed.error);
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  machine: (pass, { text }) => parseKeyvalInto(pass.machine, text, 'type'),
  smp: (pass, { text }) => {
    const smp = parseKeyval(text, 'cpus');
    if (!smp.ok) return smp.error;
    mergeKeyval(pass.machine, new Map([['smp', smp.value]]));
    return undefined;
  },
  m: (pass, { text }) => readMemoryOption(pass.memory, text),
  object: (pass, option, index) =>
    keep(pass, parseObject(option, index, pass.seen.objects, pass.dialect), pass.objects),
  device: (pass, option, index) => keep(pass, parseDevice(option, index, pass.seen.devices), pass.devices),
  numa: (pass, option, index) => {
    const { id } = parseQemuOpts(option.text, 'type');
    if (id !== undefined && !isWellFormedId(id)) return malformedIdText;
    pass.numa.push({ option, index });
    return undefined;
  },
  global: (pass, { text }) => {
    const global = parseGlobal(text);
    if (!global.ok) return global.error;
    pass.globals.push(global.value);
    return undefined;
  },
  cpu: (pass, { text }, index) => {
    pass.cpu = { text, index };
    return undefined;
  },
  'config-error': (_pass, { text }) => text,
};

/** Which settings of a document an option's syntax depends on. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  machine: ['machine'],
  smp: ['smp'],
  m: ['memory.size', 'memory.maxmem', 'memory.slots'],
  numa: ['nodes'],
  global: ['globals'],
};

/** Only QEMU's words for a missing `-kernel` are predicted; what a kernel image holds is not memory layout. */
function withoutKernel(machine: KeyvalObject, options: readonly Option[]): string | undefined {
  if (machine.has('kernel') || options.some(({ name }) => name === 'kernel')) return undefined;
  const lonely = ['append', 'initrd', 'shim'].find(
    (key) => machine.has(key) || options.some(({ name }) => name === key),
  );
  return lonely === undefined ? undefined : `-${lonely} only allowed with -kernel option`;
}

/** Reads every option; a refused one is left out. */
export function passOptions(options: readonly Option[], report: StartupReport, dialect: Dialect): ParsedOptions {
  const pass: Pass = {
    machine: new Map(),
    memory: {},
    objects: [],
    devices: [],
    globals: [],
    numa: [],
    seen: { objects: new Set(), devices: new Set() },
    report,
    dialect,
  };
  options.forEach((option, index) => {
    const handler = Object.hasOwn(HANDLERS, option.name) ? HANDLERS[option.name] : undefined;
    const refused = handler?.(pass, option, index);
    if (refused === undefined) return;
    const inputs = INPUTS[option.name] ?? ['options'];
    report.refuse({ code: `${option.name}/syntax`, text: option.prefix + refused, option: index, inputs });
  });
  const kernel = withoutKernel(pass.machine, options);
  if (kernel !== undefined) report.refuse({ code: 'option/syntax', text: kernel, inputs: ['boot'] });
  const memory = mergeMemory(pass.machine, pass.memory);
  if (memory !== undefined) {
    report.refuse({ code: 'memory/syntax', text: memory, inputs: ['machine.extra'] });
    pass.machine.delete('memory');
    mergeMemory(pass.machine, pass.memory);
  }
  const { machine, objects, devices, globals, numa, cpu } = pass;
  return { machine, objects, devices, globals, numa, ...(cpu === undefined ? {} : { cpu }) };
}

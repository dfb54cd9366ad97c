/** Options, wherever they were typed → layout. */
import { err, ok, type Result } from '../../base/result';
import { readDocument } from '../../document/defaults';
import type { FieldErrors } from '../../document/field-errors';
import { FORMAT, type LayoutDocument } from '../../document/schema';
import { DEFAULT_MACHINE, findMachine } from '../../machines/index';
import { parseKeyvalInto, type KeyvalObject } from '../../options/keyval';
import { optionTakesArgument } from '../../qemu/option-names';
import { takeCpu, takeCpuGlobals } from './cpu';
import { readDevice } from './device';
import { emptyDraft, keepOption, type LayoutDraft, type OptionReader } from './draft';
import { readGlobal } from './global';
import { HOST_CPU_UNKNOWN, isHostCpu } from './host-cpu';
import { takeHole, takeMachine } from './machine';
import { readM, takeMemory } from './memory';
import { dialectOfSpellings } from './never-merged';
import { readNuma } from './numa';
import { readObject } from './object';
import { readSmp, takeSmp } from './smp';
import { partOf, quotedPart, type OptionFault, type TypedOption } from './typed-option';

export interface OptionNote {
  readonly message: string;
  readonly option?: TypedOption;
}

export interface OptionsRead {
  readonly document: LayoutDocument;
  readonly notes: readonly OptionNote[];
  /** A model stands in for the CPU of a machine that is not known. */
  readonly hasStandIn: boolean;
}

export type OptionsFailure = { readonly fault: OptionFault } | { readonly fields: FieldErrors };

const readMachine: OptionReader = (draft, option) => {
  const words = parseKeyvalInto(draft.machine, option.text, 'type');
  if (words === undefined) return undefined;
  const part = quotedPart(option.text, words);
  return { option, ...(part === undefined ? {} : { part }), text: words, works: 'Pairs of key=value: q35,nvdimm=on.' };
};

const READERS: Readonly<Record<string, OptionReader>> = {
  machine: readMachine,
  m: readM,
  smp: readSmp,
  cpu: (draft, option) => {
    if (draft.cpu !== undefined) {
      draft.notes.push({ option: draft.cpu, message: `-cpu ${draft.cpu.text} is left out: QEMU obeys the last -cpu.` });
    }
    draft.cpu = option;
    return undefined;
  },
  numa: readNuma,
  object: readObject,
  device: readDevice,
  global: readGlobal,
};

/** The layout that options describe. The failure is the first thing that QEMU's syntax refuses. */
export function readOptions(options: readonly TypedOption[]): Result<OptionsRead, OptionsFailure> {
  const draft = emptyDraft();
  const kept: TypedOption[] = [];
  for (const option of options) {
    const reader = Object.hasOwn(READERS, option.name) ? READERS[option.name] : undefined;
    const fault = reader?.(draft, option);
    if (fault !== undefined) return err({ fault });
    if (reader !== undefined) continue;
    const known = optionTakesArgument.has(option.name);
    keepOption(
      draft,
      option,
      known ? undefined : `${option.typed} is no option that QEMU 11.1 knows; it is kept as typed.`,
    );
    if (known) kept.push(option);
  }
  const layout = assemble(draft, options);
  if (!layout.ok) return err({ fault: layout.error });
  const document = readDocument({ format: FORMAT, ...layout.value });
  if (!document.ok) return err({ fields: document.error });
  return ok({ document: document.value, notes: notesOf(draft, kept), hasStandIn: isHostCpu(draft, options) });
}

/** Puts together what several options, or `-machine` and another, say about one thing. */
function assemble(
  draft: LayoutDraft,
  options: readonly TypedOption[],
): Result<Readonly<Record<string, unknown>>, OptionFault> {
  const { machine, globals, backends, objects, nodes, cpuAssignments, distances, hmat, hmatCaches } = draft;
  const { memory, kept, malformed: ram } = takeMemory(subtree(machine, 'memory'), draft.memory);
  if (ram !== undefined) {
    return err(
      lastFault(
        options,
        ram.key,
        `Parameter '${ram.key}' expects ${ram.expected}`,
        'A size such as 4G; for slots, a number.',
      ),
    );
  }
  const { smp, malformed: count } = takeSmp(mergedSmp(draft));
  if (count !== undefined)
    return err(lastFault(options, `smp.${count}`, `Parameter 'smp.${count}' expects integer`, 'A whole number.'));
  const taken = takeMachine(machine, kept, DEFAULT_MACHINE);
  if (taken.malformed !== undefined)
    return err(lastFault(options, taken.malformed.key, taken.malformed.text, worksFor(taken.malformed.text)));
  const cpu = draft.cpu === undefined ? { cpu: {} } : takeCpu(draft.cpu);
  if (cpu.fault !== undefined) return err(cpu.fault);
  if (draft.cpu !== undefined && isHostCpu(draft, options)) {
    draft.notes.push({ option: draft.cpu, message: HOST_CPU_UNKNOWN });
    // What was typed of its vendor and its address bits holds all the same.
    delete cpu.cpu.model;
    delete cpu.cpu.features;
  }
  takeCpuGlobals(cpu.cpu, globals, findMachine(taken.machine.type)?.family.defaultCpu ?? '');
  takeHole(taken.machine, globals);
  if (draft.machine.get('type') === undefined) {
    draft.notes.push({ message: `Without -machine, QEMU runs ${DEFAULT_MACHINE}.` });
  }
  return ok({
    ...dialectOfSpellings(draft),
    machine: taken.machine,
    cpu: { features: [], ...cpu.cpu },
    smp,
    memory,
    ...{ backends, objects, nodes, cpuAssignments, distances, hmat, hmatCaches, globals },
    devices: [...draft.devices, ...draft.jsonDevices],
    options: draft.options,
  });
}

const subtree = (tree: KeyvalObject, key: string): KeyvalObject => {
  const value = tree.get(key);
  return value instanceof Map ? value : new Map();
};

/** `-smp` over `-machine smp.…`, key by key. */
const mergedSmp = (draft: LayoutDraft): KeyvalObject => new Map([...subtree(draft.machine, 'smp'), ...draft.smp]);

/** What a key of `-machine` is called in the options that say the same, which win over it. */
const SPELLINGS: Readonly<Record<string, (key: string) => string>> = {
  machine: (key) => key,
  m: (key) => ({ 'memory.size': 'size', 'memory.slots': 'slots', 'memory.max-size': 'maxmem' })[key] ?? key,
  smp: (key) => key.replace(/^smp\./, ''),
};
const IMPLIED: Readonly<Record<string, string>> = { machine: 'type', m: 'size', smp: 'cpus' };

/** A fault at the option whose value for a key counts. */
function lastFault(options: readonly TypedOption[], key: string, text: string, works: string): OptionFault {
  for (const name of ['m', 'smp', 'machine']) {
    const spelled = SPELLINGS[name]?.(key) ?? key;
    for (const option of options.filter((each) => each.name === name).reverse()) {
      const part = partOf(option.text, spelled, IMPLIED[name]);
      if (part !== undefined) return { option, part, text, works };
    }
  }
  const option = options.find(({ name }) => name === 'machine') ?? options[0];
  if (option === undefined) throw new Error(`a fault at ${key} without an option`);
  return { option, text, works };
}

const worksFor = (text: string): string =>
  text.includes('size')
    ? 'A size such as 2G, or a number of bytes.'
    : text.includes('on')
      ? 'on or off.'
      : 'A whole number.';

function notesOf(draft: LayoutDraft, kept: readonly TypedOption[]): readonly OptionNote[] {
  const [first] = kept;
  if (first === undefined) return draft.notes;
  const names = [...new Set(kept.map(({ typed }) => typed))].join(', ');
  return [...draft.notes, { option: first, message: `Kept as typed, since no layout field holds them: ${names}.` }];
}

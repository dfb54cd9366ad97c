import type { z } from 'zod/mini';
import type { KeyvalObject } from '../../options/keyval';
import type { MemoryKeys } from '../../qemu/memory';
import type { documentSchema } from '../../document/schema';
import type { NeverMerged } from './never-merged';
import type { OptionFault, TypedOption } from './typed-option';

type Layout = z.input<typeof documentSchema>;
type List<K extends keyof Layout> = NonNullable<Layout[K]>;

/** What the options said so far. */
export interface LayoutDraft {
  readonly machine: KeyvalObject;
  readonly smp: KeyvalObject;
  readonly memory: MemoryKeys;
  /** The last `-cpu`. */
  cpu?: TypedOption;
  readonly backends: List<'backends'>;
  readonly objects: List<'objects'>;
  readonly nodes: List<'nodes'>;
  readonly cpuAssignments: List<'cpuAssignments'>;
  readonly distances: List<'distances'>;
  readonly hmat: List<'hmat'>;
  readonly hmatCaches: List<'hmatCaches'>;
  readonly devices: List<'devices'>;
  /** QEMU plugs devices given as JSON after the others. */
  readonly jsonDevices: List<'devices'>;
  readonly globals: List<'globals'>;
  readonly options: List<'options'>;
  /** Spellings that were never merged, with the first option that has each. */
  readonly spellings: Map<NeverMerged, TypedOption>;
  readonly notes: { readonly option?: TypedOption; readonly message: string }[];
}

export const emptyDraft = (): LayoutDraft => ({
  machine: new Map(),
  smp: new Map(),
  memory: {},
  backends: [],
  objects: [],
  nodes: [],
  cpuAssignments: [],
  distances: [],
  hmat: [],
  hmatCaches: [],
  devices: [],
  jsonDevices: [],
  globals: [],
  options: [],
  spellings: new Map(),
  notes: [],
});

/** Takes one option into the draft. */
export type OptionReader = (draft: LayoutDraft, option: TypedOption) => OptionFault | undefined;

/** Keeps an option whole, where the document has no field for what it says. */
export function keepOption(draft: LayoutDraft, option: TypedOption, reason?: string): void {
  draft.options.push({ name: option.name, ...(option.hasArgument ? { value: option.text } : {}) });
  if (reason !== undefined) draft.notes.push({ option, message: reason });
}

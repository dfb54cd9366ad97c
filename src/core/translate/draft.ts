/** A layout on its way from one form of specific-purpose memory to another, and what every such step needs. */
import { MiB, type Bytes } from '../base/addr';
import type { LayoutDocument, NumaNode } from '../document/schema';
import type { DocPath } from '../space/region';
import type { Stack } from './stacks';
import { bytesText, sentenceName } from './words';

/** Which part of a layout a sentence is about. */
export type Topic = 'memory' | 'start' | 'place' | 'mark' | 'table' | 'srat' | 'migration' | 'name' | 'setting';

/** One sentence with its numbers, and the place of the layout before that it is about. */
export interface Said {
  readonly topic: Topic;
  readonly text: string;
  readonly path?: DocPath;
}

/** A layout under way from one form to another. */
export interface Draft {
  document: LayoutDocument;
  readonly losses: Said[];
  readonly changes: Said[];
  /** Why it cannot be. */
  readonly refusals: Said[];
}

/** `-m` where nothing is said of it (hw/core/machine.c, machine_set_mem). */
const DEFAULT_RAM = 128 * MiB;

export const ramOf = ({ memory }: LayoutDocument): Bytes => memory.size ?? DEFAULT_RAM;
export const windowOf = (document: LayoutDocument): Bytes =>
  Math.max(0, (document.memory.maxmem ?? ramOf(document)) - ramOf(document));

export const withoutKey = <T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;

export const replaceNode = (draft: Draft, index: number, node: NumaNode): void => {
  draft.document = { ...draft.document, nodes: draft.document.nodes.with(index, node) };
};

/** A mark with nothing behind it. */
export const withoutMemory = ({ name, path, memdev }: Stack): Said => ({
  topic: 'mark',
  text:
    memdev === undefined
      ? `${sentenceName(name)} is marked and has no memory of its own: the mark marks nothing and is left out.`
      : `${sentenceName(name)} has its memory from ${memdev}, which the layout does not have: the mark is left out.`,
  path,
});

/** A mark that a dialect does not know. */
export const notReserved = ({ name, path, size = 0 }: Stack): Said => ({
  topic: 'mark',
  text: `${sentenceName(name)} (${bytesText(size)}) was to be reserved, which no guest uses; there is no such choice here, and it becomes soft reserved, of which Linux makes a dax device.`,
  path,
});

/** Gives `-m` and the window their sizes; without a window its settings go. */
export function setMemory(draft: Draft, { ram, window }: { readonly ram: Bytes; readonly window: Bytes }): void {
  const { memory } = draft.document;
  if (!Number.isSafeInteger(Math.max(ram, ram + window))) {
    draft.refusals.push({
      topic: 'memory',
      text: 'Boot memory and window together are more than 8 PiB.',
      path: 'memory',
    });
    return;
  }
  const hasWindow = window > 0;
  const rest = hasWindow ? memory : withoutKey(withoutKey(memory, 'maxmem'), 'slots');
  draft.document = {
    ...draft.document,
    memory: { ...rest, size: ram, ...(hasWindow ? { maxmem: ram + window } : {}) },
  };
  const { maxmem: wasMaxmem, slots } = memory;
  draft.changes.push({
    topic: 'setting',
    text: `-m goes from ${bytesText(ramOf({ memory } as LayoutDocument))} to ${bytesText(ram)}.`,
    path: 'memory.size',
  });
  const isMaxmem = draft.document.memory.maxmem;
  if (isMaxmem !== wasMaxmem)
    draft.changes.push({ topic: 'setting', text: maxmemText(wasMaxmem, isMaxmem), path: 'memory.maxmem' });
  if (!hasWindow && slots !== undefined) {
    draft.changes.push({
      topic: 'setting',
      text: `slots=${slots} goes with the window, since QEMU wants no slots without one.`,
      path: 'memory.slots',
    });
  }
}

function maxmemText(was: Bytes | undefined, is: Bytes | undefined): string {
  if (is === undefined) return `maxmem=${bytesText(was ?? 0)} goes: there is nothing left for a window.`;
  if (was === undefined) return `maxmem is ${bytesText(is)}: the window for memory devices opens.`;
  return `maxmem goes from ${bytesText(was)} to ${bytesText(is)}.`;
}

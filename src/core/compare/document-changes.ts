/** What is different between two layouts, thing by thing, in the field's words. */
import type { LayoutDocument } from '../document/schema';
import { CHANGE_GROUPS, isSame, type Change } from './change';
import { deviceChanges } from './device-changes';
import { fieldChanges } from './fields';
import { hostChanges } from './host-changes';
import { listChanges } from './listed';
import { nodeChanges } from './node-changes';
import { stepChanges } from './step-changes';
import { BOOT, CPU, CXL_WINDOW, MACHINE, MEMORY, plain, ROOT, size, SMP } from './words';

/**
 * Empty for documents that mean the same: order of keys does not count, nor does a field that says what its absence says nothing of.
 * Grouped as `CHANGE_GROUPS` has it. Takes time in proportion to the documents.
 */
export function documentChanges(before: LayoutDocument, after: LayoutDocument): readonly Change[] {
  const changes = [
    ...machineChanges(before, after),
    ...fieldChanges(before.memory, after.memory, { group: 'memory', path: 'memory', table: MEMORY }),
    ...deviceChanges(before, after),
    ...nodeChanges(before, after),
    ...fieldChanges(before.boot, after.boot, { group: 'boot', path: 'boot', table: BOOT }),
    ...hostChanges(before, after),
    ...stepChanges(before, after),
    ...otherChanges(before, after),
  ];
  return CHANGE_GROUPS.flatMap(({ id }) => changes.filter(({ group }) => group === id));
}

function machineChanges(before: LayoutDocument, after: LayoutDocument): Change[] {
  const pick = ({ title, dialect }: LayoutDocument): object => ({ title, dialect });
  return [
    ...fieldChanges({ ...pick(before) }, { ...pick(after) }, { group: 'machine', path: '', table: ROOT }),
    ...fieldChanges(before.machine, after.machine, {
      group: 'machine',
      path: 'machine',
      table: MACHINE,
      but: ['cxlWindows'],
    }),
    ...listChanges(before.machine.cxlWindows, after.machine.cxlWindows, {
      group: 'machine',
      path: 'machine.cxlWindows',
      names: [() => ''],
      title: ({ index }) => `CXL window ${index}`,
      words: (window) => `${size(window.size)}, to ${window.targets.join(', ')}`,
      table: CXL_WINDOW,
    }),
    ...fieldChanges(before.cpu, after.cpu, { group: 'machine', path: 'cpu', table: CPU }),
    ...fieldChanges(before.smp, after.smp, { group: 'machine', path: 'smp', table: SMP }),
  ];
}

function otherChanges(before: LayoutDocument, after: LayoutDocument): Change[] {
  return [
    ...listChanges(before.objects, after.objects, {
      group: 'other',
      path: 'objects',
      names: [({ id }) => id],
      title: ({ item }) => item.id,
      words: ({ type }) => `-object ${type}`,
      table: { type: { label: 'type' } },
    }),
    ...listChanges(before.globals, after.globals, {
      group: 'other',
      path: 'globals',
      names: [({ driver, property }) => `${driver}.${property}`],
      title: ({ item }) => `-global ${item.driver}.${item.property}`,
      words: ({ value }) => plain(value),
      table: { value: { label: 'value' } },
    }),
    ...listChanges(before.options, after.options, {
      group: 'other',
      path: 'options',
      names: [({ name, value }) => `${name} ${value ?? ''}`, ({ name }) => name],
      title: ({ item }) => `-${item.name}`,
      words: ({ value }) => (value === undefined ? 'given' : plain(value)),
      table: { value: { label: 'value' } },
    }),
    ...orderChanges(before, after),
  ];
}

/** Order that decides something: of settings of one property, and of options of one name, the last one counts. */
function orderChanges(before: LayoutDocument, after: LayoutDocument): Change[] {
  const changes = [
    orderChange(before.globals, after.globals, ({ property }) => property, {
      path: 'globals',
      what: 'Order of -global',
    }),
    orderChange(before.options, after.options, ({ name }) => name, {
      path: 'options',
      what: 'Order of the other options',
    }),
  ];
  return changes.filter((change) => change !== undefined);
}

function orderChange<T>(
  before: readonly T[],
  after: readonly T[],
  kindOf: (item: T) => string,
  about: Pick<Change, 'path' | 'what'>,
): Change | undefined {
  const [was, is] = [before, after].map((items) => items.map((item) => JSON.stringify(item)));
  if (was === undefined || is === undefined || isSame(was, is)) return undefined;
  if (!isSame(was.toSorted(), is.toSorted()) || isSame(byKind(before, kindOf), byKind(after, kindOf))) return undefined;
  return { group: 'other', kind: 'changed', ...about, before: 'as before', after: 'another' };
}

/** Those of one kind together, each kind in its own order. */
const byKind = <T>(items: readonly T[], kindOf: (item: T) => string): readonly T[] =>
  items.toSorted((a, b) => (kindOf(a) < kindOf(b) ? -1 : kindOf(a) > kindOf(b) ? 1 : 0));

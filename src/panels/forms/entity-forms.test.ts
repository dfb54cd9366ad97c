import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { deviceKinds } from '../../core/devices/index';
import { emptyDocument } from '../../core/document/defaults';
import { documentSchema, type LayoutDocument } from '../../core/document/schema';
import { commitEdits } from '../../core/document/validate';
import { addDevice, addStep, addItem } from '../edits';
import { formAt } from './entity-forms';

type Shape = Readonly<Record<string, z.core.$ZodType>>;

function inner(schema: z.core.$ZodType): z.core.$ZodTypes {
  const given = schema as z.core.$ZodTypes;
  const { def } = given._zod;
  return def.type === 'optional' || def.type === 'default' ? inner(def.innerType) : given;
}

const shapeOf = (schema: z.core.$ZodType): Shape => {
  const { def } = inner(schema)._zod;
  if (def.type === 'array') return shapeOf(def.element);
  return def.type === 'object' ? def.shape : {};
};

const top = shapeOf(documentSchema);
const schemaAt = (path: string): Shape =>
  path.split('.').reduce<Shape>((shape, key) => (shape[key] === undefined ? {} : shapeOf(shape[key])), top);

const keysOfForm = (document: LayoutDocument, path: string): readonly string[] => {
  const form = formAt(document, undefined, path);
  return [...(form?.fields ?? []), ...(form?.more ?? [])]
    .flatMap((field) => [field, ...(field.beside === undefined ? [] : [field.beside])])
    .filter((field) => field.path.startsWith(`${path}.`))
    .map((field) => field.path.slice(path.length + 1));
};

/** Dialects that have a field which the others lack. */
const PATCHED: Readonly<Record<string, string>> = { backends: 'spm-v0', nodes: 'spm-v7' };

describe('every field of the document has a place in a form', () => {
  test.each(['machine', 'cpu', 'smp', 'memory', 'boot', 'host'])('%s', (part) => {
    const lists = ['cxlWindows', 'ranges', 'nodes', 'dax', 'resources'];
    const wanted = Object.keys(schemaAt(part)).filter((key) => !lists.includes(key));
    expect(keysOfForm(emptyDocument(), part).toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    'host.ranges',
    'host.nodes',
    'host.dax',
    'host.resources',
    'fleet',
    'machine.cxlWindows',
    'backends',
    'objects',
    'nodes',
    'cpuAssignments',
    'distances',
    'hmat',
    'hmatCaches',
    'globals',
    'options',
  ] as const)('%s', (list) => {
    const document = { ...emptyDocument(), dialect: PATCHED[list] ?? 'qemu-11.1' };
    const made = commitEdits(document, addItem(document, list).edits);
    if (!made.ok) throw new Error(made.error[0]?.message);
    expect(keysOfForm(made.value, `${list}.0`).toSorted()).toEqual(Object.keys(schemaAt(list)).toSorted());
  });

  test('marks of patches that were never merged: only where a QEMU has them, or a layout', () => {
    const made = commitEdits(emptyDocument(), addItem(emptyDocument(), 'nodes').edits);
    if (!made.ok) throw new Error(made.error[0]?.message);
    expect(keysOfForm(made.value, 'nodes.0')).not.toContain('mark');
    const marked = { ...made.value, nodes: [{ id: 0, mark: 'spm' as const }] };
    expect(keysOfForm(marked, 'nodes.0')).toContain('mark');
    const choicesIn = (dialect: string) =>
      formAt({ ...marked, dialect }, undefined, 'nodes.0')
        ?.fields.find(({ label }) => label === 'Boot memory is')
        ?.choices?.map(({ value }) => value);
    expect(choicesIn('spm-v4')).toEqual(['spm']);
    expect(choicesIn('spm-v7')).toEqual(['spm', 'reserved']);
  });

  test.each(deviceKinds.all)('$title', ({ id, schema }) => {
    const made = commitEdits(emptyDocument(), addDevice(emptyDocument(), id).edits);
    if (!made.ok) throw new Error(made.error[0]?.message);
    expect(keysOfForm(made.value, 'devices.0').toSorted()).toEqual(Object.keys(shapeOf(schema)).toSorted());
  });

  test('a step of the timeline, its device and its backend', () => {
    const made = commitEdits(emptyDocument(), addStep(emptyDocument(), 'pc-dimm').edits);
    if (!made.ok) throw new Error(made.error[0]?.message);
    const keys = keysOfForm(made.value, 'events.0');
    for (const key of ['title', 'device.addr', 'device.memdev', 'backend.id', 'backend.size', 'backend.share']) {
      expect(keys).toContain(key);
    }
  });
});

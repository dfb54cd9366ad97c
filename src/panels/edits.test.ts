import { describe, expect, test } from 'vitest';
import { commitEdits } from '../core/document/validate';
import { deviceKinds } from '../core/devices/index';
import { samples } from '../core/document/samples';
import type { LayoutDocument } from '../core/document/schema';
import { entityAt } from './document-path';
import { addDevice, addStep, addItem, moveItem, removeItem, renameBackend, usesOfBackend, type Change } from './edits';

const fourApu = samples.all[0]?.document as LayoutDocument;

function after(document: LayoutDocument, change: Change | undefined): LayoutDocument {
  const done = commitEdits(document, change?.edits ?? []);
  if (!done.ok) throw new Error(done.error[0]?.message);
  return done.value;
}

const remove = (document: LayoutDocument, path: string): LayoutDocument => {
  const place = entityAt(document, path);
  return after(document, place === undefined ? undefined : removeItem(document, place));
};

describe('adding', () => {
  test.each(deviceKinds.all)('$title comes with a backend of its own and leaves the rest alone', ({ id }) => {
    const change = addDevice(fourApu, id);
    const next = after(fourApu, change);
    expect(next.devices).toHaveLength(fourApu.devices.length + 1);
    expect(next.backends).toHaveLength(fourApu.backends.length + 1);
    expect(next.memory).toBe(fourApu.memory);
    expect(entityAt(next, change.select)?.path).toBe(`devices.${fourApu.devices.length}`);
  });

  test('an SPM device takes the next node and the size of its neighbours', () => {
    const three = remove(fourApu, 'devices.3');
    const next = after(three, addDevice(three, 'sp-mem'));
    expect(next.devices.at(-1)).toMatchObject({ id: 'sp4', memdev: 'hbm4', node: 4 });
    expect(next.backends.at(-1)).toMatchObject({ id: 'hbm4', size: 128 * 2 ** 30 });
  });

  test.each(deviceKinds.all)('a step can plug $title later', ({ id }) => {
    expect(after(fourApu, addStep(fourApu, id)).events).toHaveLength(1);
  });

  test.each([
    'host.ranges',
    'machine.cxlWindows',
    'backends',
    'objects',
    'nodes',
    'cpuAssignments',
    'distances',
    'hmat',
    'hmatCaches',
    'devices',
    'globals',
    'options',
  ] as const)('a new item of %s passes the schema', (list) => {
    const change = addItem(fourApu, list);
    expect(entityAt(after(fourApu, change), change.select)?.kind).toBe(list);
  });
});

describe('removing', () => {
  test('a device takes along the backend that nobody else uses, and says so', () => {
    const next = remove(fourApu, 'devices.1');
    expect(next.devices.map(({ id }) => id)).toEqual(['sp1', 'sp3', 'sp4']);
    expect(next.backends.map(({ id }) => id)).not.toContain('hbm2');
    const place = entityAt(fourApu, 'devices.1');
    expect(place && removeItem(fourApu, place)?.said).toBe('sp2 and its backend hbm2 were removed');
  });

  test('a backend that others use stays', () => {
    const shared = after(fourApu, { edits: [{ op: 'set', path: 'devices.0.memdev', value: 'hbm2' }] });
    expect(usesOfBackend(shared, 'hbm2')).toBe(2);
    expect(remove(shared, 'devices.1').backends.map(({ id }) => id)).toContain('hbm2');
  });
});

describe('renaming a backend', () => {
  test('takes along whatever names it', () => {
    const next = after(fourApu, { edits: renameBackend(fourApu, 'backends.1', 'stack') });
    expect(next.backends[1]?.id).toBe('stack');
    expect(next.devices[0]).toMatchObject({ memdev: 'stack' });
    expect(next.devices[1]).toBe(fourApu.devices[1]);
  });

  test('of a step changes that step only', () => {
    const layout = after(fourApu, addStep(fourApu, 'pc-dimm'));
    const next = after(layout, { edits: renameBackend(layout, 'events.0.backend', 'late') });
    expect(next.events[0]).toMatchObject({ device: { memdev: 'late' }, backend: { id: 'late' } });
    expect(next.devices).toBe(layout.devices);
  });
});

describe('moving', () => {
  const rows = ['devices.0', 'devices.1', 'devices.2', 'devices.3'];

  test('a device goes past its neighbour in the outline', () => {
    const change = moveItem(rows, 'devices.1', -1, fourApu);
    expect(after(fourApu, change).devices.map(({ id }) => id)).toEqual(['sp2', 'sp1', 'sp3', 'sp4']);
    expect(change?.select).toBe('devices.0');
  });

  test('nothing goes past the ends, or into another list', () => {
    expect(moveItem(rows, 'devices.0', -1, fourApu)).toBeUndefined();
    expect(moveItem(rows, 'devices.3', 1, fourApu)).toBeUndefined();
    expect(moveItem(['memory.slots', 'devices.0'], 'devices.0', -1, fourApu)).toBeUndefined();
  });
});

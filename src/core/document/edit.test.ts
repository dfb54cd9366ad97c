import { describe, expect, test } from 'vitest';
import { applyEdit, tryEdit, valueAt } from './edit';
import { layout } from './layout-builder';

const start = layout().ram('8G').dimm('4G').dimm('2G').specificPurpose('1G').build();

describe('an edit', () => {
  test('replaces a field and shares everything else', () => {
    const edited = applyEdit(start, { op: 'set', path: 'memory.size', value: 2 ** 34 });
    expect(edited.memory.size).toBe(2 ** 34);
    expect(start.memory.size).toBe(2 ** 33);
    expect(edited.devices).toBe(start.devices);
    expect(edited.machine).toBe(start.machine);
  });

  test('changes one device and leaves the others the same objects', () => {
    const edited = applyEdit(start, { op: 'set', path: 'devices.1.addr', value: 2 ** 33 });
    expect(valueAt(edited, 'devices.1.addr')).toBe(2 ** 33);
    expect(edited.devices[0]).toBe(start.devices[0]);
    expect(edited.devices[2]).toBe(start.devices[2]);
  });

  test('removes an optional field when set to undefined', () => {
    const edited = applyEdit(start, { op: 'set', path: 'memory.maxmem', value: undefined });
    expect('maxmem' in edited.memory).toBe(false);
  });

  test('that sets what is there already gives the same document', () => {
    expect(applyEdit(start, { op: 'set', path: 'memory.size', value: start.memory.size })).toBe(start);
    expect(applyEdit(start, { op: 'set', path: 'cpu.physBits', value: undefined })).toBe(start);
    expect(applyEdit(start, { op: 'move', path: 'devices.1', to: 1 })).toBe(start);
  });

  test('inserts at a position, at the end, and into a list that was absent', () => {
    const node = { id: 0 };
    expect(applyEdit(start, { op: 'insert', path: 'nodes.0', value: node }).nodes).toEqual([node]);
    const two = applyEdit(applyEdit(start, { op: 'insert', path: 'nodes.-', value: node }), {
      op: 'insert',
      path: 'nodes.0',
      value: { id: 1 },
    });
    expect(two.nodes.map(({ id }) => id)).toEqual([1, 0]);
    expect(
      applyEdit(two, { op: 'insert', path: 'nodes.0.cpus.-', value: { first: 0, last: 3 } }).nodes[0]?.cpus,
    ).toEqual([{ first: 0, last: 3 }]);
  });

  test('removes and moves list items', () => {
    const ids = (document: typeof start): unknown[] => document.devices.map((device) => device.id);
    expect(ids(applyEdit(start, { op: 'remove', path: 'devices.1' }))).toEqual(['dimm1', 'sp1']);
    expect(ids(applyEdit(start, { op: 'move', path: 'devices.0', to: 2 }))).toEqual(['dimm2', 'sp1', 'dimm1']);
    expect(ids(applyEdit(start, { op: 'move', path: 'devices.2', to: 0 }))).toEqual(['sp1', 'dimm1', 'dimm2']);
  });

  test('takes the rest of a path behind extra as one key', () => {
    const edited = applyEdit(start, { op: 'set', path: 'machine.extra.memory.slots', value: '3' });
    expect(edited.machine.extra).toEqual({ 'memory.slots': '3' });
    expect(valueAt(edited, 'machine.extra.memory.slots')).toBe('3');
  });

  test.each([
    { op: 'remove', path: 'devices.3' },
    { op: 'remove', path: 'cpu.model' },
    { op: 'set', path: 'devices.3', value: {} },
    { op: 'set', path: 'devices.-1', value: {} },
    { op: 'set', path: 'title.0', value: 'x' },
    { op: 'set', path: '', value: 1 },
    { op: 'insert', path: 'devices.4', value: {} },
    { op: 'insert', path: 'memory.size', value: 1 },
    { op: 'move', path: 'devices.0', to: 3 },
    { op: 'move', path: 'devices.0', to: 0.5 },
    { op: 'set', path: 'devices.0', value: undefined },
  ] as const)('with no place changes nothing and says so: %j', (edit) => {
    expect(applyEdit(start, edit)).toBe(start);
    const tried = tryEdit(start, edit);
    expect(tried.ok).toBe(false);
    if (!tried.ok) expect(tried.error[0]?.path).toBe(edit.path);
  });
});

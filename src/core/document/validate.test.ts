import { describe, expect, it } from 'vitest';
import { emptyDocument, readDocument } from './defaults';
import { applyEdit, type Edit } from './edit';
import type { LayoutDocument } from './schema';
import { checkDocument, commitEdits } from './validate';

const GiB = 2 ** 30;

function layout(): LayoutDocument {
  const read = readDocument({
    ...emptyDocument(),
    memory: { size: 4 * GiB, slots: 2, maxmem: 64 * GiB },
    backends: [
      { id: 'm0', type: 'ram', size: GiB },
      { id: 'm1', type: 'ram', size: GiB },
    ],
    devices: [{ kind: 'pc-dimm', id: 'd0', memdev: 'm0' }],
    host: { physBits: 46, ranges: [{ start: 0, size: GiB, type: 1 }], nodes: [], resources: [], dax: [] },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const EDITS: readonly Edit[] = [
  { op: 'set', path: 'memory.size', value: 8 * GiB },
  { op: 'set', path: 'memory.size', value: -1 },
  { op: 'set', path: 'memory.size', value: undefined },
  { op: 'set', path: 'memory', value: undefined },
  { op: 'set', path: 'machine', value: undefined },
  { op: 'set', path: 'machine.cxlWindows', value: undefined },
  { op: 'set', path: 'backends.1.size', value: 2 * GiB },
  { op: 'set', path: 'backends.1.size', value: 'much' },
  { op: 'set', path: 'backends.1.colour', value: 'red' },
  { op: 'set', path: 'backends', value: 'none' },
  { op: 'set', path: 'backends', value: Array.from({ length: 5000 }, () => ({ id: 'm', type: 'ram', size: 1 })) },
  { op: 'insert', path: 'devices.-', value: { kind: 'pc-dimm', id: 'd1', memdev: 'm1' } },
  { op: 'insert', path: 'devices.0', value: { kind: 'lamp' } },
  { op: 'insert', path: 'nodes.-', value: { id: 0 } },
  { op: 'remove', path: 'devices.0' },
  { op: 'move', path: 'backends.0', to: 1 },
  { op: 'set', path: 'host.physBits', value: 52 },
  { op: 'set', path: 'host.ranges.0.size', value: 0.5 },
  { op: 'set', path: 'colour', value: 'red' },
  { op: 'set', path: 'title', value: 'x'.repeat(300) },
];

describe('the gate of edits', () => {
  it.each(EDITS)('judges what an edit leaves alone no more, and says the same: $op $path', (edit) => {
    const before = layout();
    const whole = checkDocument(applyEdit(before, edit));
    expect(commitEdits(before, [edit])).toStrictEqual(whole);
  });

  it('keeps every part that an edit leaves alone the same object', () => {
    const before = layout();
    const after = commitEdits(before, [{ op: 'set', path: 'backends.1.size', value: 2 * GiB }]);
    expect(after.ok && after.value.backends[0]).toBe(before.backends[0]);
    expect(after.ok && after.value.host).toBe(before.host);
  });
});

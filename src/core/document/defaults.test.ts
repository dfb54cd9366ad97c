import { describe, expect, test } from 'vitest';
import { compactDocument, emptyDocument, readDocument } from './defaults';
import { layout } from './layout-builder';
import { migrate, migrations } from './migrations/index';

import { FORMAT } from './schema';
import { checkDocument, commitEdits } from './validate';

const start = layout().ram('8G').dimm('4G').build();

describe('reading a document', () => {
  test('fills in every default', () => {
    const read = readDocument({ format: 1, machine: { type: 'q35' } });
    expect(read).toEqual({ ok: true, value: emptyDocument() });
    if (read.ok) expect(read.value.machine.cxlWindows).toEqual([]);
  });

  test('gives back what compacting wrote', () => {
    expect(readDocument(JSON.parse(JSON.stringify(compactDocument(start))))).toEqual({ ok: true, value: start });
  });

  test.each([
    [{ format: 1, machine: {} }, 'machine.type', 'Text is required here.'],
    [{ format: 1, machine: { type: 'q35' }, memory: { size: -1 } }, 'memory.size', '-1 is too small: at least 0.'],
    [
      { format: 1, machine: { type: 'q35' }, memory: { size: 1.5 } },
      'memory.size',
      'A whole number is expected here, not 1.5.',
    ],
    [{ format: 1, machine: { type: 'q35' }, colour: 'red' }, 'colour', 'There is no field “colour” here.'],
    [
      { format: 1, machine: { type: 'q35' }, devices: [{ kind: 'pc-dimm', slot: 'a' }] },
      'devices.0.slot',
      'A number is expected here, not “a”.',
    ],
    [
      { format: 1, machine: { type: 'q35' }, devices: [{ kind: 'gpu' }] },
      'devices.0',
      'an object is none of the kinds known here.',
    ],
    [
      { format: 1, machine: { type: 'q35' }, devices: [{ kind: 'other', driver: 5 }] },
      'devices.0.driver',
      'Text is expected here, not 5.',
    ],
    [
      { format: 1, machine: { type: 'q35' }, backends: [{ id: '1a', type: 'ram', size: 1 }] },
      'backends.0.id',
      "“1a” is no identifier: identifiers consist of letters, digits, '-', '.', '_', starting with a letter.",
    ],
    [
      { format: 1, machine: { type: 'q35' }, backends: [{ id: 'a', type: 'rom', size: 1 }] },
      'backends.0.type',
      'One of ram, file, memfd, shm is expected here, not “rom”.',
    ],
  ])('names the field and what it would take: %j', (value, path, message) => {
    expect(readDocument(value)).toEqual({ ok: false, error: [{ path, message }] });
  });

  test.each([null, 5, 'x', [], {}, { format: '1' }, { format: 0 }])('refuses %j as no layout', (value) => {
    expect(readDocument(value).ok).toBe(false);
  });

  test('tells a newer format apart', () => {
    const read = readDocument({ format: FORMAT + 1 });
    expect(!read.ok && read.error[0]?.code).toBe('too-new');
  });

  test('reports no more than fifty errors', () => {
    const read = readDocument({ format: 1, machine: { type: 'q35' }, hmat: Array.from({ length: 5000 }, () => ({})) });
    expect(!read.ok && read.error.length).toBe(50);
  });
});

describe('migrations', () => {
  test('raise the format one by one to the current one', () => {
    expect(migrations.map(({ to }) => to)).toEqual(Array.from({ length: FORMAT - 1 }, (_, index) => index + 2));
  });

  test('run once each, in order, from the format that the document has', () => {
    const steps = [2, 3].map((to) => ({
      to,
      up: (document: Readonly<Record<string, unknown>>) => ({
        ...document,
        seen: [...(document['seen'] as number[]), to],
      }),
    }));
    expect(migrate({ format: 1, seen: [] }, steps, 3)).toEqual({ ok: true, value: { format: 3, seen: [2, 3] } });
    expect(migrate({ format: 2, seen: [] }, steps, 3)).toEqual({ ok: true, value: { format: 3, seen: [3] } });
    expect(migrate({ format: 3, seen: [] }, steps, 3)).toEqual({ ok: true, value: { format: 3, seen: [] } });
  });
});

describe('checking a document', () => {
  test('keeps the very objects it was given', () => {
    const checked = checkDocument(start);
    expect(checked.ok && checked.value).toBe(start);
  });

  test('puts back a default that an edit took away, and keeps the rest', () => {
    const committed = commitEdits(start, [{ op: 'remove', path: 'devices' }]);
    if (!committed.ok) throw new Error('refused');
    expect(committed.value.devices).toEqual([]);
    expect(committed.value.backends).toBe(start.backends);
    expect(committed.value.memory).toBe(start.memory);
  });

  test('commits all edits or none', () => {
    const committed = commitEdits(start, [
      { op: 'set', path: 'memory.size', value: 2 ** 30 },
      { op: 'set', path: 'memory.slots', value: -1 },
    ]);
    expect(committed).toEqual({
      ok: false,
      error: [{ path: 'memory.slots', message: '-1 is too small: at least 0.' }],
    });
  });
});

describe('compacting', () => {
  test('leaves out what is default and sorts free keys', () => {
    const document = layout()
      .machine({ extra: { b: '1', a: '2' } })
      .build();
    expect(JSON.stringify(compactDocument(document))).toBe(
      `{"format":${FORMAT},"machine":{"type":"q35","extra":{"a":"2","b":"1"}},"memory":{"size":134217728}}`,
    );
  });

  test('does not depend on the order in which fields were set', () => {
    const { machine, ...rest } = start;
    const shuffled = {
      ...rest,
      machine,
      devices: start.devices.map((device) => Object.fromEntries(Object.entries(device).reverse())),
    };
    expect(JSON.stringify(compactDocument(shuffled as typeof start))).toBe(JSON.stringify(compactDocument(start)));
  });
});

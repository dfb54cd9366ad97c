import { expect, test } from 'vitest';
import { readDocument } from '../../core/document/defaults';
import { FORMAT } from '../../core/document/schema';
import { sections } from './sections';

test('a backend that no field holds is not told as missing', () => {
  const object = '{"qom-type":"memory-backend-ram","id":"kept","size":4096,"host-nodes":[0,2],"policy":"bind"}';
  const read = readDocument({
    format: FORMAT,
    machine: { type: 'q35' },
    memory: { size: 2 ** 30 },
    nodes: [
      { id: 0, memdev: 'kept' },
      { id: 1, memdev: 'lost' },
    ],
    options: [{ name: 'object', value: object }],
  });
  if (!read.ok) throw new Error('no layout');
  const rows = sections(read.value, undefined).flatMap((section) => section.rows);
  const valueOf = (name: string): unknown => rows.find((row) => row.name === name)?.value;
  expect([valueOf('kept'), valueOf('lost')]).toEqual(['kept as typed', 'no such backend']);
});

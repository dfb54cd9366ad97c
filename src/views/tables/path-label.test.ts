import { expect, test } from 'vitest';
import { fourApu } from '../../core/document/samples/four-apu';
import { pathLabel } from './path-label';

test.each([
  ['memory.size', '-m 64 GiB'],
  ['devices.0', 'sp1'],
  ['devices.1.addr', 'sp2 addr'],
  ['nodes.2', 'node 2'],
  ['backends.0', 'r0'],
  ['devices.99', 'device 99'],
  ['backends.99', 'backends.99'],
  ['machine.oemId', 'machine.oemId'],
])('%s is called %s', (path, label) => {
  expect(pathLabel(fourApu.document, path)).toBe(label);
});

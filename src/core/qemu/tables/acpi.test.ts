import { expect, test } from 'vitest';
import { startUp } from '../startup';
import { accepted } from './accepted';
import { sratBytes, sratRecords } from './srat';

test('an OEM id beyond ASCII is the UTF-8 bytes that were typed, padded with zeros', () => {
  const startup = accepted(startUp(['-machine', 'q35,x-oem-id=é€', '-m', '2G,maxmem=4G']));
  if (startup === undefined) throw new Error('QEMU takes five bytes of OEM id');
  const bytes = sratBytes(startup, sratRecords(startup) ?? []);
  expect([...bytes.slice(10, 16)]).toEqual([0xc3, 0xa9, 0xe2, 0x82, 0xac, 0]);
});

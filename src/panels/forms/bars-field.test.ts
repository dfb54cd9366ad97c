import { expect, test } from 'vitest';
import { GiB, MiB } from '../../core/base/addr';
import { barsField } from './bars-field';

const { read, write } = barsField('devices.0');

test.each([
  ['16M, 128G, 32M', [{ size: 16 * MiB }, { size: 128 * GiB }, { size: 32 * MiB }]],
  [
    '128G @ 0x8000000000; 16M low',
    [
      { size: 128 * GiB, addr: 0x80_0000_0000 },
      { size: 16 * MiB, wide: false },
    ],
  ],
  ['', undefined],
])('%s', (text, bars) => {
  expect(read?.(text)).toEqual({ ok: true, value: bars });
  const again = write?.(bars) ?? '';
  expect(read?.(again)).toEqual({ ok: true, value: bars });
});

test.each(['much', '0', '128G @ there', '1M,1M,1M,1M,1M,1M,1M'])('%s is refused with what works', (text) => {
  expect(read?.(text)).toMatchObject({ ok: false });
});

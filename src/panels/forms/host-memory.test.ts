import { describe, expect, test } from 'vitest';
import { GiB } from '../../core/base/addr';
import { readDocument } from '../../core/document/defaults';
import { FORMAT, type LayoutDocument } from '../../core/document/schema';
import { commitEdits } from '../../core/document/validate';
import { hostMemory } from './host-memory';

function layout(): LayoutDocument {
  const read = readDocument({
    format: FORMAT,
    machine: { type: 'q35' },
    backends: [{ id: 'hbm', type: 'ram', size: 64 * GiB }],
    host: {
      ranges: [
        { start: 4 * GiB, size: 64 * GiB, type: 1, title: 'RAM, socket 0' },
        { start: 128 * GiB, size: 128 * GiB, type: 0xefff_ffff, title: 'HBM 1' },
      ],
    },
  });
  if (!read.ok) throw new Error(read.error[0]?.message);
  return read.value;
}

/** What is in force and what the field shows once a text was typed. */
function typed(text: string): { readonly host: unknown; readonly shown: string | undefined } | string {
  const document = layout();
  const field = hostMemory(document, 'backends.0');
  const read = field.read?.(text);
  if (read === undefined || !read.ok) return read?.error ?? 'cannot be read';
  const done = commitEdits(document, field.edits?.(read.value) ?? []);
  if (!done.ok) return done.error[0]?.message ?? '';
  const { host } = done.value.backends[0] ?? {};
  return { host, shown: hostMemory(done.value, 'backends.0').write?.(host) };
}

describe('the memory of the host behind a backend', () => {
  const hbm = [{ start: 128 * GiB, size: 64 * GiB }];

  test.each([
    ['HBM 1', hbm, 'HBM 1 0x2000000000'],
    ['hbm 1 0x2000000000', hbm, 'HBM 1 0x2000000000'],
    ['0x3000000000', [{ start: 192 * GiB, size: 64 * GiB }], 'HBM 1 0x3000000000'],
    ['RAM, socket 0', [{ start: 4 * GiB, size: 64 * GiB }], 'RAM, socket 0 0x100000000'],
    ['0xf000000000', [{ start: 960 * GiB, size: 64 * GiB }], '0xf000000000'],
    [
      '0x2000000000+32G, 0x3000000000 + 32 GiB',
      [
        { start: 128 * GiB, size: 32 * GiB },
        { start: 192 * GiB, size: 32 * GiB },
      ],
      '0x2000000000+32 GiB, 0x3000000000+32 GiB',
    ],
    ['', undefined, ''],
  ])('%s', (text, host, shown) => {
    expect(typed(text)).toEqual({ host, shown });
  });

  test('says what would work where no range has that name', () => {
    expect(typed('HBM 9')).toBe(
      'The host has no range “HBM 9”. What works: RAM, socket 0, or an address, as in 0x6080000000.',
    );
  });
});

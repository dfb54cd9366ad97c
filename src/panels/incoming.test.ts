import { describe, expect, test } from 'vitest';
import { given, isLink, LARGEST_FILE, offsetOf } from './incoming';
import { offeredBy } from './offered';

test('a line and column become a position in the text', () => {
  expect(offsetOf('ab\ncd\nef', { line: 2, column: 2 })).toBe(4);
  expect(offsetOf('ab\ncd', { line: 9, column: 1 })).toBe(5);
  expect(offsetOf('ab', {})).toBeUndefined();
});

test('a link is told from a command line', () => {
  expect(isLink('https://physmap.example/#d=1.96.abc')).toBe(true);
  expect(isLink('#d=1.96.abc')).toBe(true);
  expect(isLink('qemu-system-x86_64 -device pc-dimm,id=d=1')).toBe(false);
});

describe('a file', () => {
  test('keeps its name', async () => {
    expect(await given({ file: new File(['-m 4G'], 'vm.sh') })).toEqual({
      ok: true,
      value: { name: 'vm.sh', source: { text: '-m 4G' } },
    });
  });

  test('that is too large, or cannot be read, is refused in words', async () => {
    const file = new File([], 'disk.img');
    Object.defineProperty(file, 'size', { value: 2.5 * LARGEST_FILE });
    expect(await given({ file })).toMatchObject({
      ok: false,
      error: { message: 'disk.img has 120 MiB; at most 48 MiB are read here.' },
    });
    const folder = new File([], 'logs');
    folder.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    expect(await given({ file: folder })).toMatchObject({ ok: false, error: { code: 'file/unreadable' } });
  });
});

describe('what comes with a paste or drop', () => {
  const transfer = (text: string, ...files: readonly File[]): DataTransfer =>
    ({ files, getData: () => text }) as unknown as DataTransfer;
  const picture = new File(['x'], 'image.png', { type: 'image/png' });
  const log = new File(['x'], 'dmesg.txt', { type: 'text/plain' });

  test('is the first file, and how many more there were', () => {
    expect(offeredBy(transfer('', log, picture))).toEqual({ file: log, others: 1 });
    expect(offeredBy(transfer('', picture))).toEqual({ file: picture, others: 0 });
    expect(offeredBy(transfer('/home/me/dmesg.txt', log))).toEqual({ file: log, others: 0 });
  });

  test('is the text, where a picture of it lies beside it', () => {
    expect(offeredBy(transfer('-m 4G', picture))).toEqual({ text: '-m 4G' });
    expect(offeredBy(transfer('-m 4G'))).toEqual({ text: '-m 4G' });
  });

  test('may be nothing', () => {
    expect(offeredBy(transfer(' \n'))).toBeUndefined();
  });
});

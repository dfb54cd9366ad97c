/** What stands around and in place of JSON in logs. */
import { expect, test } from 'vitest';
import { clockTime } from './log-time';
import { typedCommand } from './typed-command';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

test('times of loggers differ by what has passed between them, over midnight, leap days and new years', () => {
  const between = (a: string, b: string): number => (clockTime(b) ?? NaN) - (clockTime(a) ?? NaN);
  expect(clockTime('1970-01-01 00:00:00.000+0000: ')).toBe(0);
  expect(clockTime('2026-11-22 10:00:01.250+0000: 2411: info : ')).toBe(1_795_341_601_250);
  expect(between('2026-11-22T23:59:59,5 ', '2026-11-23T00:00:00.750123 ')).toBe(1250);
  expect(between('2024-02-28 00:00:00 ', '2024-03-01 00:00:00 ')).toBe(2 * DAY);
  expect(between('2025-12-31 00:00:00 ', '2026-01-01 00:00:00 ')).toBe(DAY);
  expect(between('[10:00:00] -> ', '[10:00:02.5] <- ')).toBe(2500);
  for (const text of ['', '-> ', '(QEMU) ', 'mon=0x10:20', '1:2:3 ']) expect(clockTime(text)).toBeUndefined();
});

test.each([
  ['(QEMU) system_reset', 'system_reset', {}],
  ['(QEMU) device_del id=d1', 'device_del', { id: 'd1' }],
  ['(QEMU) qom-set path=v1 property=requested-size value=1073741824', 'qom-set', { value: 1_073_741_824n }],
  [
    'QMP> object-add qom-type=memory-backend-ram id=m1 size=0x40000000 share=True',
    'object-add',
    { size: 2n ** 30n, share: true },
  ],
  ['(QEMU) x a={"b": [1, 2]} c=d e="f g"', 'x', { c: 'd', e: 'f g' }],
])('%s is typed at a shell', (line, name, some) => {
  const typed = typedCommand(line);
  expect(typed?.name).toBe(name);
  expect(Object.fromEntries(typed?.given ?? [])).toMatchObject(some);
});

test.each(['', 'device_del id=d1', '(QEMU) ', '(QEMU) x =1', '(QEMU) x y', '(QEMU) 7'])('%j is not', (line) => {
  expect(typedCommand(line)).toBeUndefined();
});

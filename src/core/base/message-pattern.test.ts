import { expect, test } from 'vitest';
import { isMessage } from './message-pattern';

const LIMIT = 'Address space limit 0x… < 0x… phys-bits too low (…)';

test.each([
  'Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)',
  'qemu-system-x86_64: Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)\n',
  '  Address space limit 0xffffffffff <\n 0x1fc3fffffff phys-bits too low (40)',
])('a message is known by its fixed words: %s', (text) => {
  expect(isMessage(LIMIT, text)).toBe(true);
});

test('another message, or half of one, is not', () => {
  expect(isMessage(LIMIT, 'no free slots available')).toBe(false);
  expect(isMessage(LIMIT, 'Address space limit 0xff')).toBe(false);
  expect(isMessage('slot … is busy', 'a slot 3 is busy')).toBe(false);
});

test('what an option has put in front does not count', () => {
  expect(isMessage('slot … is busy', 'qemu-system-x86_64: -device pc-dimm,memdev=m0,slot=3: slot 3 is busy')).toBe(
    true,
  );
});

import { expect, it } from 'vitest';
import { err, ok, type Result } from './result';

it('narrows to the value or to the error', () => {
  const halve = (n: number): Result<number, string> => (n % 2 === 0 ? ok(n / 2) : err(`${n} is odd`));
  const good = halve(4);
  const bad = halve(3);
  expect(good.ok && good.value).toBe(2);
  expect(!bad.ok && bad.error).toBe('3 is odd');
});

import { expect, it } from 'vitest';
import { Errands } from './errands.svelte';

it('is busy until the last errand is settled, whether it succeeds or not', async () => {
  const errands = new Errands();
  let succeed = (): void => undefined;
  let fail = (): void => undefined;
  const runs = [
    errands.run(new Promise<void>((resolve) => (succeed = resolve))),
    errands.run(new Promise<void>((_, reject) => (fail = () => reject(new Error('gone'))))),
  ];
  expect(errands.busy).toBe(true);
  succeed();
  await runs[0];
  expect(errands.busy).toBe(true);
  fail();
  await expect(runs[1]).rejects.toThrow('gone');
  expect(errands.busy).toBe(false);
});

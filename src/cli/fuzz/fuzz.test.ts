import { describe, expect, it } from 'vitest';
import { runTarget } from './run-target';
import { targets } from './targets';

describe.each(targets.map((target) => ({ id: target.id, target })))('the reader $id', ({ target }) => {
  it('survives hundreds of hostile inputs', async () => {
    expect(await runTarget(target, 7, 300)).toBeUndefined();
  });
});

it('tells which input a reader did not survive', async () => {
  const failure = await runTarget(
    {
      id: 'third-fails',
      prepare: () => {
        let calls = 0;
        return Promise.resolve(() => () => {
          calls += 1;
          if (calls === 3) throw new Error('the third');
        });
      },
    },
    1,
    10,
  );
  expect(failure).toMatchObject({ target: 'third-fails', number: 2 });
});

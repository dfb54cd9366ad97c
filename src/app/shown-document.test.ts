import { expect, it } from 'vitest';
import type { Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { Plan } from '../core/plan/plan';
import { DocumentHistory } from './history.svelte';
import { PlanState } from './plans.svelte';
import { ShownDocument } from './shown-document.svelte';

/** A history with a planner that answers when it is told to. */
function workplace() {
  const history = new DocumentHistory(emptyDocument());
  let answer: (plan: Plan) => void = () => undefined;
  let fail: (reason: unknown) => void = () => undefined;
  const planner: Planner = {
    call: () =>
      new Promise((resolve, reject) => {
        answer = resolve as never;
        fail = reject;
      }),
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const plans = new PlanState(planner, () => history.revision);
  const ask = (): void => plans.ask(history.current, history.revision);
  const planned = async (): Promise<void> => {
    answer({ revision: history.revision } as Plan);
    await Promise.resolve();
    await Promise.resolve();
  };
  const failed = async (): Promise<void> => {
    fail(new Error('bug'));
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  const title = (value: string, merge?: string): void =>
    void history.commit({ op: 'set', path: 'title', value }, merge);
  return { history, plans, shown: new ShownDocument(history, plans), ask, planned, failed, title };
}

it('follows typing together with the plan', async () => {
  const { history, shown, ask, planned, title } = workplace();
  ask();
  await planned();
  const before = shown.current;
  title('a', 'type title');
  ask();
  expect(shown.current).toBe(before);
  await planned();
  expect(shown.current).toBe(history.current);
});

it('follows every other change at once, undo included', async () => {
  const { history, shown, ask, planned, title } = workplace();
  ask();
  await planned();
  title('a');
  expect(shown.current).toBe(history.current);
  title('b', 'type title');
  history.undo();
  expect(shown.current).toBe(history.current);
});

it('does not wait for a plan that will not come', async () => {
  const { history, shown, ask, planned, failed, title } = workplace();
  title('a', 'type title');
  expect(shown.current).toBe(history.current);
  ask();
  await planned();
  title('b', 'type title');
  ask();
  expect(shown.current.title).toBe('a');
  await failed();
  expect(shown.current).toBe(history.current);
});

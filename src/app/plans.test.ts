import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailure, type FailureReason, type Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { Plan } from '../core/plan/plan';
import { PlanState } from './plans.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

interface Asked {
  readonly revision: number;
  early(): void;
  answer(): void;
  fail(reason: FailureReason): void;
}

function make() {
  const asked: Asked[] = [];
  const planner: Planner = {
    call: (_call, ask, options) =>
      new Promise<never>((resolve, reject) => {
        const { revision } = ask as { revision: number };
        asked.push({
          revision,
          early: () => options?.early?.({ revision } as Plan),
          answer: () => (resolve as (plan: unknown) => void)({ revision } as Plan),
          fail: (reason) => reject(new CallFailure(reason, 'what happened', 'at core')),
        });
      }),
    cancel: () => asked.forEach(({ fail }) => fail('cancelled')),
    dispose: () => undefined,
  };
  let newest = 0;
  const plans = new PlanState(planner, () => newest);
  const ask = (revision: number): void => {
    newest = revision;
    plans.ask(emptyDocument(), revision);
  };
  const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  return { asked, plans, ask, flush };
}

describe('the plan on screen', () => {
  it('is that of the start while its steps are still carried out, and then the whole one', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    asked[0]?.early();
    const early = plans.current;
    expect(early?.revision).toBe(1);
    asked[0]?.answer();
    await flush();
    expect([plans.current?.revision, plans.whole?.revision, plans.failure]).toEqual([1, 1, undefined]);
    ask(2);
    ask(3);
    asked[2]?.answer();
    await flush();
    asked[1]?.early();
    expect(plans.current?.revision).toBe(3);
  });

  it('stays, marked stale, until that of the newest edit arrives', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    asked[0]?.answer();
    await flush();
    expect([plans.current?.revision, plans.stale]).toEqual([1, false]);
    ask(2);
    expect([plans.current?.revision, plans.stale]).toEqual([1, true]);
    asked[1]?.answer();
    await flush();
    expect([plans.current?.revision, plans.stale]).toEqual([2, false]);
  });

  it('is never replaced by an older one', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    ask(2);
    asked[1]?.answer();
    asked[0]?.answer();
    await flush();
    expect(plans.current?.revision).toBe(2);
  });

  it('is busy after 100 ms and no sooner', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    await vi.advanceTimersByTimeAsync(99);
    expect(plans.busy).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(plans.busy).toBe(true);
    asked[0]?.answer();
    await flush();
    expect(plans.busy).toBe(false);
    expect(plans.elapsedMs).toBeGreaterThanOrEqual(0);
  });

  it('stays busy while edits keep coming, until the newest is answered', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    await vi.advanceTimersByTimeAsync(80);
    ask(2);
    asked[0]?.fail('superseded');
    await vi.advanceTimersByTimeAsync(20);
    expect(plans.busy).toBe(true);
    expect(plans.failure).toBeUndefined();
    asked[1]?.answer();
    await flush();
    expect(plans.busy).toBe(false);
  });

  it('is asked for again, once, when the worker died', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    asked[0]?.fail('died');
    await flush();
    expect(asked).toHaveLength(2);
    expect(plans.failure).toBeUndefined();
    asked[1]?.fail('died');
    await flush();
    expect(asked).toHaveLength(2);
    expect(plans.failure?.reason).toBe('crashed');
  });

  it('reports a bug with its details, and recovers with the next edit', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    asked[0]?.fail('crashed');
    await flush();
    expect(plans.failure?.details).toContain('at core');
    ask(2);
    asked[1]?.answer();
    await flush();
    expect(plans.failure).toBeUndefined();
  });

  it('can be cancelled, and computed again', async () => {
    const { asked, plans, ask, flush } = make();
    ask(1);
    await vi.advanceTimersByTimeAsync(150);
    plans.cancel();
    await flush();
    expect([plans.busy, plans.failure?.reason]).toEqual([false, 'cancelled']);
    plans.retry();
    asked[1]?.answer();
    await flush();
    expect([plans.current?.revision, plans.failure]).toEqual([1, undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { NearPlanner, type ComputePlan } from './near-planner';
import { CallFailure, type Planner } from './planner';

const document = {} as LayoutDocument;

/** A planner whose plans name where they were made, with a clock that each plan moves on by what it takes. */
function planner(takes: { near: number | Error; far: number }, load?: () => Promise<ComputePlan>) {
  const made: string[] = [];
  const clock = { ms: 0 };
  const idle: (() => void)[] = [];
  const far: Planner = {
    call: (call, ask) => {
      made.push(`far ${call}`);
      clock.ms += takes.far;
      return Promise.resolve({ revision: (ask as { revision?: number }).revision } as Plan) as never;
    },
    cancel: () => void made.push('cancel'),
    dispose: () => void made.push('dispose'),
  };
  const compute: ComputePlan = (_document, revision) => {
    made.push('near plan');
    if (takes.near instanceof Error) throw takes.near;
    clock.ms += takes.near;
    return { revision } as Plan;
  };
  const near = new NearPlanner({
    far,
    load: load ?? (() => Promise.resolve(compute)),
    whenIdle: (run) => void idle.push(run),
    now: () => clock.ms,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) {
      idle.shift()?.();
      await Promise.resolve();
    }
  };
  const plan = (revision: number) => near.call('plan', { document, revision });
  return { near, made, takes, settle, plan };
}

describe('the planner that plans where it is quicker', () => {
  it('asks the worker first, fetches and warms the core when the page is idle, and then plans by itself', async () => {
    const { made, plan, settle } = planner({ near: 1, far: 5 });
    await plan(1);
    expect(made).toEqual(['far plan']);
    await settle();
    expect((await plan(2)).revision).toBe(2);
    expect(made).toEqual(['far plan', 'near plan', 'near plan']);
  });

  it('leaves layouts that take long to the worker, and takes them back when they are quick again', async () => {
    const { made, plan, settle, takes } = planner({ near: 1, far: 5 });
    await plan(1);
    await settle();
    takes.near = 40;
    takes.far = 45;
    await plan(2);
    made.length = 0;
    await plan(3);
    expect(made).toEqual(['far plan']);
    takes.near = 1;
    takes.far = 5;
    await plan(4);
    await plan(5);
    expect(made).toEqual(['far plan', 'far plan', 'near plan']);
  });

  it('stays with the worker where the core stays slow, cannot be fetched, or has a bug', async () => {
    const slow = planner({ near: 40, far: 45 });
    const absent = planner({ near: 1, far: 5 }, () => Promise.reject(new Error('offline')));
    const broken = planner({ near: new Error('bug'), far: 5 });
    for (const { made, plan, settle } of [slow, absent, broken]) {
      await plan(1);
      await settle();
      made.length = 0;
      await plan(2);
      expect(made).toEqual(['far plan']);
    }
  });

  it('reports a bug that shows up later as a crash, as the worker does', async () => {
    const { plan, settle, takes } = planner({ near: 1, far: 5 });
    await plan(1);
    await settle();
    takes.near = new Error('bug');
    const failure = await plan(2).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(CallFailure);
    expect(failure).toMatchObject({ reason: 'crashed', message: 'bug' });
  });

  it('leaves imports, exports and cancelling to the worker', async () => {
    const { near, made, plan, settle } = planner({ near: 1, far: 5 });
    await plan(1);
    await settle();
    made.length = 0;
    await near.call('export', { exporter: 'e820', document });
    near.cancel();
    near.dispose();
    await plan(2);
    expect(made).toEqual(['far export', 'cancel', 'dispose', 'far plan']);
  });
});

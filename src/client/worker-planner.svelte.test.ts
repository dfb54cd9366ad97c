import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../core/document/defaults';
import { samples } from '../core/document/samples/index';
import type { LayoutDocument } from '../core/document/schema';
import { InlinePlanner } from './inline-planner';
import { CallFailure, type Planner } from './planner';
import { startPlanner } from './start-planner';
import { WorkerPlanner, type WorkerPort } from './worker-planner';

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (failure: unknown) => (failure instanceof CallFailure ? failure.reason : String(failure)),
  );

async function using<T>(planner: Planner, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } finally {
    planner.dispose();
  }
}

describe('the partitioner in a real worker', () => {
  it('gives the same plans as the planner without a worker', async () => {
    const planner = startPlanner(() => undefined);
    const inline = new InlinePlanner();
    await using(planner, async () => {
      for (const [index, { document }] of samples.all.entries()) {
        const ask = { document, revision: index + 1 };
        expect(await planner.call('plan', ask)).toEqual(await inline.call('plan', ask));
      }
    });
  });

  it('answers the newest of a burst and supersedes the rest', async () => {
    const planner = startPlanner(() => undefined);
    await using(planner, async () => {
      const document = emptyDocument();
      const burst = Array.from({ length: 50 }, (_, index) =>
        outcome(planner.call('plan', { document, revision: index + 1 })),
      );
      const outcomes = await Promise.all(burst);
      expect(outcomes.at(-1)).toBe('answered');
      expect(outcomes.filter((each) => each === 'superseded').length).toBeGreaterThan(40);
    });
  });

  it('reports a bug in the core as a crash and answers the next question', async () => {
    const deaths: string[] = [];
    const planner = startPlanner((details) => deaths.push(details));
    await using(planner, async () => {
      const broken = {} as LayoutDocument;
      expect(await outcome(planner.call('plan', { document: broken, revision: 1 }))).toBe('crashed');
      expect((await planner.call('plan', { document: emptyDocument(), revision: 2 })).revision).toBe(2);
      expect(deaths).toEqual([]);
    });
  });

  it('is started anew when it dies, and asked again it answers', async () => {
    const deaths: string[] = [];
    const dying = URL.createObjectURL(new Blob(["throw new Error('out of memory')"], { type: 'text/javascript' }));
    const planner = new WorkerPlanner({
      start: (): WorkerPort =>
        deaths.length === 0
          ? new Worker(dying)
          : new Worker(new URL('../worker/partitioner.worker.ts', import.meta.url), { type: 'module' }),
      fallback: () => Promise.reject(new Error('not expected')),
      onDeath: (details) => deaths.push(details),
    });
    await using(planner, async () => {
      const ask = { document: emptyDocument(), revision: 1 };
      expect(await outcome(planner.call('plan', ask))).toBe('died');
      expect((await planner.call('plan', ask)).revision).toBe(1);
      expect(deaths).toHaveLength(1);
      expect(deaths[0]).toContain('out of memory');
    });
  });

  it('stops at once when cancelled and works on after that', async () => {
    const planner = startPlanner(() => undefined);
    await using(planner, async () => {
      const ask = { document: emptyDocument(), revision: 1 };
      const cancelled = outcome(planner.call('plan', ask));
      planner.cancel();
      expect(await cancelled).toBe('cancelled');
      expect((await planner.call('plan', ask)).revision).toBe(1);
    });
  });
});

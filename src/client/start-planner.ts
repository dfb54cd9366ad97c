import type { Planner } from './planner';
import { WorkerPlanner } from './worker-planner';

/** The planner that this browser can have: in a worker, else on the page's own thread. */
export const startPlanner = (onDeath: (details: string) => void): Planner =>
  new WorkerPlanner({
    start: () =>
      new Worker(new URL('../worker/partitioner.worker.ts', import.meta.url), { type: 'module', name: 'partitioner' }),
    fallback: async () => {
      const { InlinePlanner } = await import('./inline-planner');
      return new InlinePlanner();
    },
    onDeath,
  });

import type { Held, Planner, Reply } from './planner';
import { WorkerPlanner } from './worker-planner';

/** The planner that this browser can have: in a worker, else on the page's own thread. */
export const startPlanner = (onDeath: (details: string) => void): Planner =>
  new WorkerPlanner({
    start: () =>
      watched(
        new Worker(new URL('../worker/partitioner.worker.ts', import.meta.url), {
          type: 'module',
          name: 'partitioner',
        }),
      ),
    fallback: async () => {
      const { InlinePlanner } = await import('./inline-planner');
      return new InlinePlanner();
    },
    onDeath,
  });

/** A worker that fails as one with a bug does when it is ended from outside. */
function watched(worker: Worker): Worker {
  worker.addEventListener('message', ({ data }: MessageEvent<Reply | Held>) => {
    if (!('held' in data)) return;
    const ended = (): boolean => worker.dispatchEvent(new ErrorEvent('error', { message: 'the worker was ended' }));
    navigator.locks.request(data.held, ended).catch(() => undefined);
  });
  return worker;
}

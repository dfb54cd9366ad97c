import { describe, expect, it } from 'vitest';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { Cancel, Request } from '../worker/protocol';
import { CallFailure, type Planner } from './planner';
import { WorkerPlanner, type WorkerPort } from './worker-planner';

const document = {} as LayoutDocument;

class FakeWorker implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null;
  onmessageerror: WorkerPort['onmessageerror'] = null;
  onerror: WorkerPort['onerror'] = null;
  readonly received: (Request | Cancel)[] = [];
  isTerminated = false;

  postMessage(request: Request | Cancel): void {
    this.received.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  reply(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }

  die(message = 'out of memory'): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }
}

function planner(over: { fallback?: () => Promise<Planner>; start?: () => WorkerPort } = {}) {
  const workers: FakeWorker[] = [];
  const deaths: string[] = [];
  const clock = { ms: 0 };
  const made = new WorkerPlanner({
    start: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    fallback: () => Promise.reject(new Error('not expected')),
    onDeath: (details) => deaths.push(details),
    now: () => clock.ms,
    ...over,
  });
  const last = (): FakeWorker => {
    const worker = workers.at(-1);
    if (worker === undefined) throw new Error('no worker was started');
    return worker;
  };
  return { made, workers, deaths, clock, last };
}

const reasonOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (failure: unknown) => (failure instanceof CallFailure ? failure.reason : 'other'),
  );

describe('the planner in a worker', () => {
  it('matches replies with calls by their numbers', async () => {
    const { made, last } = planner();
    const first = made.call('plan', { document, revision: 1 });
    const second = made.call('plan', { document, revision: 2 });
    last().reply({ id: 2, answer: { revision: 2 } });
    last().reply({ id: 1, answer: { revision: 1 } });
    expect((await first).revision).toBe(1);
    expect((await second).revision).toBe(2);
  });

  it('tells a superseded plan from a crashed one', async () => {
    const { made, last } = planner();
    const older = reasonOf(made.call('plan', { document, revision: 1 }));
    const newer = reasonOf(made.call('plan', { document, revision: 2 }));
    last().reply({ id: 1, superseded: true });
    last().reply({ id: 2, crash: { message: 'bug', stack: 'at core' } });
    expect(await older).toBe('superseded');
    expect(await newer).toBe('crashed');
  });

  it('rejects what a dead worker owed, reports the death once and starts another', async () => {
    const { made, workers, deaths, last } = planner();
    const warm = made.call('plan', { document, revision: 1 });
    last().reply({ id: 1, answer: { revision: 1 } });
    await warm;
    const calls = [2, 3].map((revision) => reasonOf(made.call('plan', { document, revision })));
    last().die();
    expect(await Promise.all(calls)).toEqual(['died', 'died']);
    expect(deaths).toEqual(['out of memory']);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.isTerminated).toBe(true);
    const again = made.call('plan', { document, revision: 3 });
    last().reply({ id: 4, answer: { revision: 3 } });
    expect((await again).revision).toBe(3);
  });

  it('ignores what a replaced worker still says', async () => {
    const { made, workers, deaths } = planner();
    const call = reasonOf(made.call('plan', { document, revision: 1 }));
    made.cancel();
    workers[0]?.die();
    expect(await call).toBe('cancelled');
    expect(deaths).toEqual([]);
    expect(workers).toHaveLength(2);
  });

  it('cancels by ending the worker and starting another', async () => {
    const { made, workers } = planner();
    const call = reasonOf(made.call('plan', { document, revision: 1 }));
    made.cancel();
    expect(await call).toBe('cancelled');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it('stops a plan that runs for over a second when a newer one is asked for, and keeps other calls', async () => {
    const { made, workers, clock, last } = planner();
    const older = reasonOf(made.call('plan', { document, revision: 1 }));
    const exporting = reasonOf(made.call('export', { exporter: 'e820', document }));
    clock.ms = 1500;
    const newer = made.call('plan', { document, revision: 2 });
    expect(await older).toBe('superseded');
    expect(workers).toHaveLength(2);
    expect(last().received).toMatchObject([{ call: 'export' }, { call: 'plan' }]);
    last().reply({ id: 2, answer: { ok: true, value: { fileName: '', mediaType: '', content: '' } } });
    last().reply({ id: 3, answer: { revision: 2 } });
    expect(await exporting).toBe('answered');
    expect((await newer).revision).toBe(2);
  });

  it('lets a short plan finish', () => {
    const { made, workers, clock } = planner();
    void made.call('plan', { document, revision: 1 });
    clock.ms = 900;
    void made.call('plan', { document, revision: 2 });
    expect(workers).toHaveLength(1);
  });

  it('moves to the fallback, with the calls that wait, when no worker ever answers', async () => {
    const answered: number[] = [];
    const inline: Planner = {
      call: (_call, ask) => {
        const { revision } = ask as { revision: number };
        answered.push(revision);
        return Promise.resolve({ revision } as Plan) as never;
      },
      cancel: () => undefined,
      dispose: () => undefined,
    };
    const { made, last } = planner({ fallback: () => Promise.resolve(inline) });
    const first = reasonOf(made.call('plan', { document, revision: 1 }));
    last().die('');
    expect(await first).toBe('died');
    const second = made.call('plan', { document, revision: 1 });
    last().die('');
    expect((await second).revision).toBe(1);
    expect((await made.call('plan', { document, revision: 2 })).revision).toBe(2);
    expect(answered).toEqual([1, 2]);
  });

  it('does not start workers for ever when each dies at once', async () => {
    const { made, workers, last } = planner();
    const warm = made.call('plan', { document, revision: 1 });
    last().reply({ id: 1, answer: { revision: 1 } });
    await warm;
    last().die();
    last().die();
    last().die();
    expect(workers).toHaveLength(2);
  });

  it('uses the fallback where workers cannot even be made', async () => {
    const inline: Planner = {
      call: () => Promise.resolve({ revision: 7 } as Plan) as never,
      cancel: () => undefined,
      dispose: () => undefined,
    };
    const { made } = planner({
      start: () => {
        throw new Error('no workers here');
      },
      fallback: () => Promise.resolve(inline),
    });
    expect((await made.call('plan', { document, revision: 7 })).revision).toBe(7);
  });

  it('rejects everything once it is closed', async () => {
    const { made, workers } = planner();
    const waiting = reasonOf(made.call('plan', { document, revision: 1 }));
    made.dispose();
    expect(await waiting).toBe('closed');
    expect(await reasonOf(made.call('plan', { document, revision: 2 }))).toBe('closed');
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('tells how far a call is, and cancels it alone', async () => {
    const { made, last } = planner();
    const seen: number[] = [];
    const stop = new AbortController();
    const ask = { name: '', text: '', current: document };
    const options = { progress: (done: number) => seen.push(done), signal: stop.signal };
    const importing = reasonOf(made.call('import', ask, options));
    const plan = made.call('plan', { document, revision: 1 });
    last().reply({ id: 1, progress: 0.4 });
    stop.abort();
    expect(await importing).toBe('cancelled');
    expect(last().received.at(-1)).toEqual({ cancel: 1 });
    last().reply({ id: 1, progress: 0.8 });
    last().reply({ id: 1, answer: { ok: false } });
    last().reply({ id: 2, answer: { revision: 1 } });
    expect((await plan).revision).toBe(1);
    expect(seen).toEqual([0.4]);
    expect(await reasonOf(made.call('import', ask, options))).toBe('cancelled');
  });
});

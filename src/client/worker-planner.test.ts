import { describe, expect, it, vi } from 'vitest';
import { deltaOf } from '../core/base/delta';
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

  it('puts plans together that cross as what is different, of the same worker and also where nobody waits any more', async () => {
    const { made, last } = planner();
    const stop = new AbortController();
    const plan = { revision: 1, limit: 5 };
    const left = reasonOf(made.call('plan', { document, revision: 1 }, { signal: stop.signal }));
    stop.abort();
    last().reply({ id: 1, delta: deltaOf(undefined, plan) });
    const second = made.call('plan', { document, revision: 2 });
    last().reply({ id: 2, delta: deltaOf(plan, { ...plan, revision: 2 }) });
    expect(await left).toBe('cancelled');
    expect(await second).toEqual({ revision: 2, limit: 5 });
    const third = reasonOf(made.call('plan', { document, revision: 3 }));
    last().die();
    const fourth = made.call('plan', { document, revision: 4 });
    last().reply({ id: 4, delta: deltaOf(undefined, { ...plan, revision: 4 }) });
    expect(await third).toBe('died');
    expect(await fourth).toEqual({ revision: 4, limit: 5 });
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
    const ask = { name: '', source: { text: '' }, current: document };
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

  describe('with very many steps', () => {
    const long = {
      events: Array.from({ length: 2000 }, (_, index) => ({ do: 'unplug', device: `d${index}` })),
    } as unknown as LayoutDocument;
    const textsOf = (worker: FakeWorker): readonly number[] =>
      worker.received.flatMap((each) => ('cancel' in each ? [] : [each.steps?.fresh.length ?? 0]));

    /** What packs steps is fetched with the first of them. */
    const sent = (worker: FakeWorker, count: number) => vi.waitFor(() => expect(worker.received).toHaveLength(count));

    it('keeps the order of calls while what packs steps is fetched, and sends none twice or in vain', async () => {
      const { made, workers, clock, last } = planner();
      const older = reasonOf(made.call('plan', { document: long, revision: 1 }));
      const stop = new AbortController();
      const ask = { name: '', source: { text: '' }, current: long };
      const importing = reasonOf(made.call('import', ask, { signal: stop.signal }));
      stop.abort();
      clock.ms = 1500;
      void made.call('plan', { document: long, revision: 2 });
      void made.call('plan', { document, revision: 3 });
      await sent(last(), 2);
      expect(await Promise.all([older, importing])).toEqual(['superseded', 'cancelled']);
      expect(workers[0]?.received).toEqual([{ cancel: 2 }]);
      expect(last().received).toMatchObject([{ ask: { revision: 2 } }, { ask: { revision: 3 } }]);
    });

    it('sends them anew to a worker that was started anew', async () => {
      const { made, workers, last } = planner();
      const warm = made.call('plan', { document: long, revision: 1 });
      await sent(last(), 1);
      last().reply({ id: 1, answer: { revision: 1 } });
      await warm;
      const failed = reasonOf(made.call('plan', { document: long, revision: 2 }));
      last().die();
      expect(await failed).toBe('died');
      void made.call('plan', { document: long, revision: 2 });
      expect(workers.map(textsOf)).toEqual([[1, 0], [1]]);
    });

    it('sends what waits with all its steps when a worker is replaced', async () => {
      const { made, workers, clock, last } = planner();
      void reasonOf(made.call('plan', { document: long, revision: 1 }));
      void made.call('export', { exporter: 'e820', document: long });
      await sent(last(), 2);
      clock.ms = 1500;
      void made.call('plan', { document: long, revision: 2 });
      expect(workers.map(textsOf)).toEqual([
        [1, 0],
        [1, 0],
      ]);
    });

    it('sends them anew to a worker that does not know them', async () => {
      const { made, last } = planner();
      const call = made.call('plan', { document: long, revision: 1 });
      await sent(last(), 1);
      last().reply({ id: 1, unknown: true });
      expect(textsOf(last())).toEqual([1, 1]);
      last().reply({ id: 1, answer: { revision: 1 } });
      expect((await call).revision).toBe(1);
    });

    it('asks about an imported layout by its name', async () => {
      const { made, last } = planner();
      const importing = made.call('import', { name: '', source: { text: '' }, current: document });
      const value = { document: { events: [] }, notes: [] };
      last().reply({
        id: 1,
        answer: { ok: true, value },
        steps: { name: -1, text: JSON.stringify(long.events) },
      });
      const read = await importing;
      expect(read).toEqual({ ok: true, value: { document: long, notes: [] } });
      if (read.ok) void made.call('plan', { document: read.value.document, revision: 1 });
      expect(last().received.at(-1)).toMatchObject({
        ask: { document: { events: [] } },
        steps: { fresh: [], of: [{ field: 'document', name: -1 }] },
      });
    });
  });
});

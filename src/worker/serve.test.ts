import { describe, expect, it } from 'vitest';
import type { Plan } from '../core/plan/plan';
import type { LayoutDocument } from '../core/document/schema';
import type { CallName, Reply, Request } from './protocol';
import { answers as all, type Answers } from './answers';
import { Desk, type Surroundings } from './serve';

const document = {} as LayoutDocument;
const plan = (revision: number): Request => ({ id: revision, call: 'plan', ask: { document, revision } });
const exporting = (id: number): Request => ({ id, call: 'export', ask: { exporter: 'e820', document } });

const refused = { ok: false, error: { code: 'x/y', message: 'no', works: 'yes' } } as const;
const importing = (id: number): Request => ({
  id,
  call: 'import',
  ask: { name: '', source: { text: '' }, current: document },
});
/** Each step takes longer than a slice. */
function* threeSteps() {
  for (const done of [0.25, 0.5, 0.75]) {
    clock.ms += 100;
    yield done;
  }
  return refused;
}
const clock = { ms: 0 };

function desk(over: Partial<Answers> = {}, prepareNext?: (call: CallName) => void) {
  const replies: { reply: Reply; transfer: readonly ArrayBuffer[] }[] = [];
  const deferred: (() => void)[] = [];
  const planned: number[] = [];
  const answers: Answers = {
    ...all,
    plan: ({ revision }) => {
      planned.push(revision);
      return { revision } as Plan;
    },
    place: ({ wanted }) => ({ ok: true, value: wanted }),
    import: () => Promise.resolve(threeSteps()),
    export: () =>
      Promise.resolve({ ok: true, value: { fileName: 'a', mediaType: 'b', content: new Uint8Array([1, 2]) } }),
    ...over,
  };
  const surroundings: Surroundings = {
    post: (reply, transfer) => replies.push({ reply, transfer }),
    defer: (run) => deferred.push(run),
    now: () => clock.ms,
  };
  const made = new Desk(answers, surroundings, prepareNext);
  const runAll = async (): Promise<void> => {
    for (let round = 0; round < 20; round += 1) {
      for (let run = deferred.shift(); run !== undefined; run = deferred.shift()) run();
      await Promise.resolve();
    }
  };
  return { made, replies, planned, deferred, runAll };
}

describe('the partitioner at its desk', () => {
  it('answers only the newest of the plans that have arrived', async () => {
    const { made, replies, planned, runAll } = desk();
    [1, 2, 3].forEach((revision) => made.receive(plan(revision)));
    await runAll();
    expect(planned).toEqual([3]);
    expect(replies.map(({ reply }) => reply)).toEqual([
      { id: 1, superseded: true },
      { id: 2, superseded: true },
      { id: 3, answer: { revision: 3 } },
    ]);
  });

  it('lets requests in between two computations', () => {
    const { made, planned, deferred } = desk();
    made.receive(exporting(1));
    made.receive(plan(2));
    deferred.shift()?.();
    made.receive(plan(3));
    deferred.shift()?.();
    expect(planned).toEqual([3]);
  });

  it('lets a search for a place wait for the plan, and answers the newest one only', async () => {
    const { made, replies, runAll } = desk();
    const search = (id: number): Request => ({
      id,
      call: 'place',
      ask: { document, path: 'devices.0', seek: 'address', wanted: id, step: 1 },
    });
    [search(1), search(2), plan(3)].forEach((request) => made.receive(request));
    await runAll();
    expect(replies.map(({ reply }) => reply)).toEqual([
      { id: 1, superseded: true },
      { id: 3, answer: { revision: 3 } },
      { id: 2, answer: { ok: true, value: 2 } },
    ]);
  });

  it('prepares what is likely to be asked for next once nobody waits', async () => {
    const prepared: string[] = [];
    const { made, deferred, runAll } = desk({}, (call) => prepared.push(call));
    made.receive(exporting(1));
    deferred.shift()?.();
    made.receive(plan(2));
    await runAll();
    expect(prepared.at(-1)).toBe('plan');
    made.receive(exporting(3));
    await runAll();
    expect(prepared.at(-1)).toBe('export');
  });

  it('does not report a bug in what nobody has asked for', async () => {
    const { made, replies, runAll } = desk({}, () => {
      throw new RangeError('not a physical address: -1');
    });
    made.receive(plan(1));
    await runAll();
    expect(replies.map(({ reply }) => reply)).toEqual([{ id: 1, answer: { revision: 1 } }]);
  });

  it('never drops an import or an export for a plan', async () => {
    const { made, replies, runAll } = desk();
    made.receive(plan(1));
    made.receive(exporting(2));
    made.receive(plan(3));
    made.receive(exporting(4));
    await runAll();
    const outcomes = replies.map(({ reply }) => [reply.id, Object.keys(reply)[1]] as const);
    expect(outcomes.toSorted(([a], [b]) => a - b)).toEqual([
      [1, 'superseded'],
      [2, 'answer'],
      [3, 'answer'],
      [4, 'answer'],
    ]);
  });

  it('turns a thrown bug into a crash reply and goes on', async () => {
    const { made, replies, runAll } = desk({
      plan: () => {
        throw new RangeError('not a physical address: -1');
      },
    });
    made.receive(plan(1));
    made.receive(exporting(2));
    await runAll();
    expect(replies[0]?.reply).toMatchObject({ id: 1, crash: { message: 'not a physical address: -1' } });
    expect(replies[1]?.reply).toMatchObject({ id: 2, answer: { ok: true } });
  });

  it('hands over the buffer of a binary export instead of copying it', async () => {
    const { made, replies, runAll } = desk();
    made.receive(exporting(1));
    await runAll();
    expect(replies[0]?.transfer).toHaveLength(1);
    expect(replies[0]?.transfer[0]?.byteLength).toBe(2);
  });

  it('warms up when nobody waits, without an answer', async () => {
    const { made, replies, planned, runAll } = desk();
    made.warm({ document, revision: 0 });
    await runAll();
    expect(planned).toEqual([0]);
    expect(replies).toEqual([]);
  });

  it('does not warm up while somebody waits', async () => {
    const { made, planned, runAll } = desk();
    made.warm({ document, revision: 0 });
    made.receive(plan(1));
    await runAll();
    expect(planned).toEqual([1]);
  });

  it('ends a plan that is carried out in steps when a newer one is asked for', async () => {
    const steps: number[] = [];
    const { made, replies, deferred, runAll } = desk({
      plan: ({ revision }) =>
        (function* () {
          for (const done of [0.25, 0.5, 0.75]) {
            clock.ms += 100;
            steps.push(revision);
            yield done;
          }
          return { revision } as Plan;
        })(),
    });
    made.receive(plan(1));
    deferred.shift()?.();
    await Promise.resolve();
    made.receive(plan(2));
    await runAll();
    expect(replies.map(({ reply }) => reply).filter((reply) => !('progress' in reply))).toEqual([
      { id: 1, superseded: true },
      { id: 2, answer: { revision: 2 } },
    ]);
    expect(steps.filter((revision) => revision === 1).length).toBeLessThan(3);
  });

  it('sends what can be shown already before the answer', async () => {
    const { made, replies, runAll } = desk({
      plan: ({ revision }) =>
        (function* () {
          yield { early: { revision, limit: 1 } as Plan };
          yield 0.5;
          return { revision } as Plan;
        })(),
    });
    made.receive(plan(1));
    await runAll();
    expect(replies.map(({ reply }) => reply).filter((reply) => !('progress' in reply))).toEqual([
      { id: 1, early: { revision: 1, limit: 1 } },
      { id: 1, answer: { revision: 1 } },
    ]);
  });

  it('survives a bug while warming up', async () => {
    const { made, replies, runAll } = desk({
      plan: () => {
        throw new Error('bug');
      },
    });
    made.warm({ document, revision: 0 });
    await expect(runAll()).resolves.toBeUndefined();
    expect(replies).toEqual([]);
  });

  it('says how far an import is, and plans in between', async () => {
    const { made, replies, runAll, deferred } = desk();
    made.receive(importing(1));
    deferred.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    made.receive(plan(2));
    await runAll();
    const said = replies.map(({ reply }) => reply);
    expect(said.filter(({ id }) => id === 1)).toEqual([
      { id: 1, progress: 0.25 },
      { id: 1, progress: 0.5 },
      { id: 1, progress: 0.75 },
      { id: 1, answer: refused },
    ]);
    const planned = said.findIndex(({ id }) => id === 2);
    expect(planned).toBeGreaterThan(0);
    expect(planned).toBeLessThan(4);
  });

  it('ends an import that was cancelled, without another word', async () => {
    const { made, replies, runAll, deferred } = desk();
    made.receive(importing(1));
    deferred.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    made.receive({ cancel: 1 });
    await runAll();
    expect(replies.map(({ reply }) => reply)).toEqual([{ id: 1, progress: 0.25 }]);
  });

  it('never begins an import that was cancelled before its turn', async () => {
    const { made, replies, runAll } = desk();
    made.receive(importing(1));
    made.receive({ cancel: 1 });
    await runAll();
    expect(replies).toEqual([]);
  });

  it('says so where a question names steps that it does not know, and answers the others', async () => {
    const { made, replies, runAll } = desk();
    const steps = { fresh: [], of: [{ field: 'document', name: 5 }], forget: [] };
    made.receive({ id: 1, call: 'plan', ask: { document, revision: 1 }, steps });
    made.receive(plan(2));
    await runAll();
    expect(replies.map(({ reply }) => reply)).toEqual([
      { id: 1, unknown: true },
      { id: 2, answer: { revision: 2 } },
    ]);
  });

  it('has the steps that a question names in the document', async () => {
    const seen: unknown[] = [];
    const { made, runAll } = desk({
      plan: ({ document: { events }, revision }) => {
        seen.push(events);
        return { revision } as Plan;
      },
    });
    const fresh = [{ name: 5, text: '[{"do":"reboot"}]' }];
    const of = [{ field: 'document', name: 5 }];
    made.receive({ id: 1, call: 'plan', ask: { document, revision: 1 }, steps: { fresh, of, forget: [] } });
    await runAll();
    made.receive({ id: 2, call: 'plan', ask: { document, revision: 2 }, steps: { fresh: [], of, forget: [5] } });
    made.receive({ id: 3, call: 'plan', ask: { document, revision: 3 }, steps: { fresh: [], of, forget: [] } });
    await runAll();
    expect(seen).toEqual([[{ do: 'reboot' }]]);
  });
});

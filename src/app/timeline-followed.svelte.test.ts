import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Calls, Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { Plan } from '../core/plan/plan';
import type { Instant } from '../core/timeline/instant';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** @param answerMs so long the planner takes for a moment */
async function follow(answerMs: number) {
  const document = { ...emptyDocument(), events: ['a', 'b', 'c'].map((device) => ({ do: 'unplug', device }) as const) };
  const planner: Planner = {
    async call(call, ask) {
      if (call === 'plan') {
        const { revision } = ask as Calls['plan']['ask'];
        return { revision, diagnostics: [], snapshots: [], timeline: { steps: 3 } } as unknown as Plan as never;
      }
      await new Promise((done) => setTimeout(done, answerMs));
      const machine = { cpu: { regions: [] }, memoryDevices: [], used: 0 };
      return { ...(ask as Calls['instant']['ask']), machine } as unknown as Instant as never;
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document, saved: true, planner, page: testPage() });
  const stop = workspace.start();
  const { timeline } = workspace;
  const seen: string[] = [];
  const moments: (number | undefined)[] = [];
  const stopWatching = $effect.root(() => {
    $effect(() => void seen.push(`${timeline.moment} with ${timeline.instant?.moment}`));
    $effect(() => void moments.push(timeline.moment));
  });
  const pass = async (time: number): Promise<readonly string[]> => {
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(time);
    flushSync();
    return seen.splice(0);
  };
  timeline.goTo(1);
  await vi.dynamicImportSettled();
  await pass(answerMs + 50);
  return {
    timeline,
    moments,
    pass,
    stop: () => {
      stopWatching();
      stop();
    },
  };
}

describe('views of a moment', () => {
  it('follow it once, together with what there is by then', async () => {
    const { timeline, pass, stop } = await follow(5);
    timeline.step(1);
    expect(timeline.moment).toBe(2);
    expect(await pass(1)).toEqual([]);
    expect(await pass(100)).toEqual(['2 with 2']);
    stop();
  });

  it('do not wait longer than for the next frame', async () => {
    const { timeline, moments, pass, stop } = await follow(200);
    timeline.step(1);
    expect(await pass(20)).toEqual(['2 with 1']);
    expect(await pass(300)).toEqual(['2 with 2']);
    expect(moments).toEqual([1, 2]);
    stop();
  });

  it('come back to a moment that was left before its successor had come', async () => {
    const { timeline, pass, stop } = await follow(200);
    timeline.step(1);
    await pass(20);
    timeline.step(-1);
    expect(await pass(20)).toEqual(['1 with 1']);
    stop();
  });
});

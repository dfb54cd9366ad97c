import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailure, type CallName, type Calls, type Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument, LayoutEvent } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { Instant } from '../core/timeline/instant';
import { testPage } from './page-for-tests';
import { STEP_MS } from './timeline.svelte';
import { Workspace } from './workspace.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const unplug = (device: string): LayoutEvent => ({ do: 'unplug', device });
const layoutOf = (...names: readonly string[]): LayoutDocument => ({
  ...emptyDocument(),
  events: names.map(unplug),
});

const instantOf = (of: Calls['instant']['ask']): Instant =>
  ({ ...of, machine: { cpu: { regions: [] }, memoryDevices: [], used: 0 } }) as unknown as Instant;

type Ask<N extends CallName> = (ask: Calls[N]['ask']) => Calls[N]['answer'] | Promise<Calls[N]['answer']>;

function make(document: LayoutDocument, over: { readonly instant?: Ask<'instant'> } = {}) {
  const asked: string[] = [];
  let steps = document.events.length;
  const planner: Planner = {
    call: async (call, ask) => {
      if (call === 'plan') {
        const of = ask as Calls['plan']['ask'];
        steps = of.document.events.length;
        asked.push(`plan ${of.revision}`);
        const plan = { revision: of.revision, diagnostics: [], snapshots: [], timeline: { steps } };
        return plan as unknown as Plan as never;
      }
      const { revision, moment } = ask as Calls['instant']['ask'];
      asked.push(`instant ${revision} ${moment}`);
      if (over.instant !== undefined) return (await over.instant({ revision, moment })) as never;
      return instantOf({ revision, moment }) as never;
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document, saved: true, planner, page: testPage() });
  const stop = workspace.start();
  flushSync();
  // What is fetched when it is needed comes after more than one turn.
  const settle = async (): Promise<void> => {
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    await vi.dynamicImportSettled();
  };
  const { commands, history, plans, selection, timeline } = workspace;
  return { workspace, commands, history, plans, selection, timeline, asked, settle, stop };
}

describe('the moment that is looked at', () => {
  it('is none at first, and nothing but the plan is asked for', async () => {
    const { timeline, asked, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    expect([timeline.steps, timeline.moment, timeline.instant]).toEqual([2, undefined, undefined]);
    expect(asked).toEqual(['plan 1']);
    stop();
  });

  it('is asked for, and is on screen together with its plan', async () => {
    const { timeline, workspace, asked, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.goTo(1);
    expect(timeline.moment).toBe(1);
    expect(workspace.errands.busy).toBe(true);
    await settle();
    expect(workspace.errands.busy).toBe(false);
    expect(timeline.instant?.moment).toBe(1);
    expect(asked).toEqual(['plan 1', 'instant 1 1']);
    timeline.goTo(undefined);
    expect([timeline.moment, timeline.instant]).toEqual([undefined, undefined]);
    stop();
  });

  it('is asked for again after an edit, and the plan of boot is not seen in between', async () => {
    const { timeline, history, plans, asked, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.goTo(2);
    await settle();
    history.commit({ op: 'set', path: 'title', value: 'other' });
    expect(plans.stale).toBe(true);
    expect(timeline.instant?.revision).toBe(1);
    await settle();
    expect(asked).toEqual(['plan 1', 'instant 1 2', 'plan 2', 'instant 2 2']);
    expect([plans.stale, timeline.instant?.revision]).toEqual([false, 2]);
    stop();
  });

  it('is never asked of an older plan once there is a newer one', async () => {
    const { timeline, history, asked, settle, stop } = make(layoutOf('a'));
    await settle();
    history.commit({ op: 'insert', path: 'events.1', value: unplug('b') });
    timeline.goTo(2);
    await settle();
    expect(asked.filter((each) => each.startsWith('instant'))).toEqual(['instant 2 2']);
    expect(timeline.instant?.moment).toBe(2);
    stop();
  });

  it('stays within boot and the last step', async () => {
    const { timeline, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.goTo(9);
    expect(timeline.moment).toBe(2);
    timeline.step(1);
    expect(timeline.moment).toBe(2);
    timeline.first();
    timeline.step(-1);
    expect(timeline.moment).toBe(0);
    timeline.last();
    expect(timeline.moment).toBe(2);
    stop();
  });

  it('follows its step when others come and go, and ends with the last step', async () => {
    const { timeline, history, settle, stop } = make(layoutOf('a', 'b', 'c'));
    await settle();
    timeline.goTo(3);
    history.commit({ op: 'remove', path: 'events.0' });
    expect(timeline.moment).toBe(2);
    history.commit({ op: 'insert', path: 'events.0', value: unplug('z') });
    expect(timeline.moment).toBe(3);
    history.commit({ op: 'remove', path: 'events.2' });
    expect(timeline.moment).toBe(2);
    history.commit({ op: 'set', path: 'events', value: [] });
    expect(timeline.moment).toBeUndefined();
    await settle();
    expect(timeline.instant).toBeUndefined();
    stop();
  });

  it('is none of another layout', async () => {
    const { timeline, history, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.goTo(2);
    history.replace(layoutOf('x', 'y', 'z'));
    expect(timeline.moment).toBeUndefined();
    timeline.goTo(1);
    history.commit({ op: 'set', path: 'title', value: 'other' });
    expect(timeline.moment).toBe(1);
    stop();
  });

  it('cannot be looked at in a layout without steps', async () => {
    const { timeline, asked, settle, stop } = make(emptyDocument());
    await settle();
    timeline.goTo(0);
    timeline.togglePlay();
    expect([timeline.moment, timeline.isPlaying]).toEqual([undefined, false]);
    await settle();
    expect(asked).toEqual(['plan 1']);
    stop();
  });
});

describe('leaving', () => {
  it('stops playing, then leaves the moment, then closes address by time', async () => {
    const { timeline, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.expand(true);
    timeline.togglePlay();
    const seen = (): unknown[] => [timeline.isPlaying, timeline.moment, timeline.isExpanded];
    timeline.leave();
    expect(seen()).toEqual([false, 0, true]);
    timeline.leave();
    expect(seen()).toEqual([false, undefined, true]);
    timeline.leave();
    expect(seen()).toEqual([false, undefined, false]);
    stop();
  });

  it('comes by Esc after what is selected', async () => {
    const { timeline, selection, commands, settle, stop } = make(layoutOf('a'));
    await settle();
    timeline.goTo(1);
    selection.select({ path: 'events.0' });
    const leave = commands.find(({ id }) => id === 'leave');
    leave?.run();
    expect([selection.selected, timeline.moment]).toEqual([undefined, 1]);
    leave?.run();
    expect(timeline.moment).toBeUndefined();
    stop();
  });
});

describe('a planner that does not give the moment', () => {
  it('is given the plan again once, since it may have been started anew', async () => {
    let knows = false;
    const { timeline, asked, settle, stop } = make(layoutOf('a'), {
      instant: (ask) => {
        const answer = knows ? instantOf(ask) : null;
        knows = true;
        return answer;
      },
    });
    await settle();
    timeline.goTo(1);
    await settle();
    expect(asked).toEqual(['plan 1', 'instant 1 1', 'plan 1', 'instant 1 1']);
    expect(timeline.instant?.moment).toBe(1);
    stop();
  });

  it('leaves the plan on screen', async () => {
    const { timeline, plans, settle, stop } = make(layoutOf('a'), {
      instant: () => Promise.reject(new CallFailure('crashed', 'a bug')),
    });
    await settle();
    timeline.goTo(1);
    await settle();
    expect([plans.current?.revision, timeline.moment, timeline.instant]).toEqual([1, 1, undefined]);
    stop();
  });
});

describe('playing', () => {
  it('goes from boot a step at a time and stops at the last', async () => {
    const { timeline, settle, stop } = make(layoutOf('a', 'b'));
    await settle();
    timeline.togglePlay();
    expect([timeline.moment, timeline.isPlaying]).toEqual([0, true]);
    await vi.advanceTimersByTimeAsync(STEP_MS);
    expect([timeline.moment, timeline.isPlaying]).toEqual([1, true]);
    await vi.advanceTimersByTimeAsync(STEP_MS);
    expect([timeline.moment, timeline.isPlaying]).toEqual([2, false]);
    stop();
  });

  it('goes on from the moment that is looked at, and stops when asked', async () => {
    const { timeline, settle, stop } = make(layoutOf('a', 'b', 'c'));
    await settle();
    timeline.goTo(1);
    timeline.togglePlay();
    await vi.advanceTimersByTimeAsync(STEP_MS);
    expect(timeline.moment).toBe(2);
    timeline.togglePlay();
    await vi.advanceTimersByTimeAsync(5 * STEP_MS);
    expect([timeline.moment, timeline.isPlaying]).toEqual([2, false]);
    stop();
  });

  it('ends with the look at the timeline', async () => {
    const { timeline, settle, stop } = make(layoutOf('a', 'b', 'c'));
    await settle();
    timeline.togglePlay();
    timeline.goTo(undefined);
    await vi.advanceTimersByTimeAsync(5 * STEP_MS);
    expect([timeline.moment, timeline.isPlaying]).toEqual([undefined, false]);
    stop();
  });
});

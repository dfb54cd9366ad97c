import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { CallName, Calls, Planner } from '../client/planner';
import type { Capture } from '../core/capture/capture';
import { emptyDocument } from '../core/document/defaults';
import type { Plan } from '../core/plan/plan';
import { Checked } from './checked.svelte';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

const captureOf = (title: string): Capture => ({ title, of: 'memory-devices', devices: [] });

/** A planner that keeps the last capture, as the real one does. */
function make() {
  const asked: string[] = [];
  let held: Calls['check']['ask'] | undefined;
  const planner: Planner = {
    call: (call: CallName, ask: Calls[CallName]['ask']) => {
      if (call === 'plan') {
        const { revision } = ask as Calls['plan']['ask'];
        return Promise.resolve({
          revision,
          diagnostics: [],
          snapshots: [{ id: String(revision) }],
        } as unknown as Plan as never);
      }
      const of = ask as Calls['check']['ask'];
      if (of.capture !== undefined) held = of;
      asked.push(`${call}${of.capture === undefined ? '' : ` ${of.capture.title}`}`);
      const sentence = `${held?.capture?.title} against plan ${of.plan.snapshots[0]?.id}`;
      return Promise.resolve((held?.number === of.number ? { sentence } : null) as never);
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document: emptyDocument(), saved: true, planner, page: testPage() });
  const checked = new Checked(workspace);
  const stops = [workspace.start()];
  const settle = async (): Promise<void> => {
    await vi.waitFor(() => expect(workspace.plans.stale || workspace.plans.current === undefined).toBe(false));
    stops.push(checked.follow());
    await new Promise((resolve) => setImmediate(resolve));
    flushSync();
  };
  return { workspace, checked, asked, settle, stop: () => stops.forEach((each) => each()) };
}

describe('a capture that is held against the plan', () => {
  it('crosses to the planner once, and again where another one did', async () => {
    const { workspace, checked, asked, settle, stop } = make();
    workspace.captured.hold(captureOf('one'));
    await settle();
    expect(checked.current?.sentence).toBe('one against plan 1');
    expect(asked.splice(0)).toEqual(['check', 'check one']);

    workspace.history.commit({ op: 'set', path: 'memory.size', value: 2 ** 30 });
    expect(checked.current?.sentence).toBe('one against plan 1');
    await settle();
    expect(checked.current?.sentence).toBe('one against plan 2');
    expect(asked.splice(0)).toEqual(['check']);

    workspace.captured.hold(captureOf('two'));
    expect(checked.current).toBeUndefined();
    await settle();
    expect(checked.current?.sentence).toBe('two against plan 2');
    expect(asked).toEqual(['check', 'check two']);
    stop();
  });

  it('is not asked about while nothing has changed', async () => {
    const { workspace, asked, settle, stop } = make();
    workspace.captured.hold(captureOf('one'));
    await settle();
    asked.splice(0);
    await settle();
    expect(asked).toEqual([]);
    stop();
  });
});

import { describe, expect, it, vi } from 'vitest';
import { CallFailure, type CallOptions, type FailureReason, type Planner } from '../client/planner';
import { GiB, addr } from '../core/base/addr';
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import type { FixSearch, Wanted } from '../core/fix/found-fix';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { Plan } from '../core/plan/plan';
import { FixSearches } from './fix-search.svelte';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

const finding = (code: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  ...{ code, severity: 'error', what: code, where: 'here', why: 'because', works: 'another one', qemu: `no ${code}` },
  ...more,
});
const REFUSAL = finding('refusal');
const WARNING = finding('warning', { severity: 'warning' });

const planOf = (revision: number, diagnostics: readonly Diagnostic[]): Plan => ({
  revision,
  verdict: { starts: false, warnings: [], sum: [], assumed: [] },
  ...{ commandLine: [], shell: '', snapshots: [], events: [], diagnostics, limit: addr(64 * GiB) },
  boot: { firmware: 'seabios', kernel: '7.2', append: '', assumed: { firmware: true, kernel: true } },
});

const searchOf = (title: string): FixSearch => ({
  fixes: [
    {
      ...{ title, edits: [], changes: [], costs: 'Nothing.', weight: 1 },
      after: { sum: [], limit: addr(64 * GiB), warnings: [] },
    },
  ],
  tried: 3,
  complete: true,
});

interface Asked {
  readonly document: LayoutDocument;
  readonly finding: Wanted;
  readonly options: CallOptions;
  answer(search: FixSearch): void;
  fail(reason: FailureReason): void;
}

/** A page whose planner answers searches when it is told to. */
async function page(diagnostics: readonly Diagnostic[] = [REFUSAL]) {
  const asked: Asked[] = [];
  const planner: Planner = {
    call: (call, ask, options = {}) => {
      if (call === 'plan') {
        return Promise.resolve(planOf((ask as { revision: number }).revision, diagnostics)) as never;
      }
      return new Promise<FixSearch>((resolve, reject) => {
        const fail = (reason: FailureReason) => reject(new CallFailure(reason, 'failed', 'at core'));
        asked.push({ ...(ask as { document: LayoutDocument; finding: Wanted }), options, answer: resolve, fail });
        options.signal?.addEventListener('abort', () => fail('cancelled'));
      }) as never;
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document: emptyDocument(), saved: true, planner, page: testPage() });
  const searches = new FixSearches(workspace);
  const planIt = async (): Promise<void> => {
    workspace.plans.ask(workspace.history.current, workspace.history.revision);
    await vi.waitFor(() => expect(workspace.plans.stale).toBe(false));
    await vi.waitFor(() => expect(workspace.plans.current).toBeDefined());
  };
  const rename = (title: string, merge?: string): void =>
    void workspace.history.commit({ op: 'set', path: 'title', value: title }, merge);
  await planIt();
  const last = (): Asked => {
    const newest = asked.at(-1);
    if (newest === undefined) throw new Error('nothing was asked');
    return newest;
  };
  return { asked, last, planIt, rename, searches, workspace };
}

describe('the search for ways out', () => {
  it('asks for what QEMU prints, refusals first, one after the other and each once', async () => {
    const { code, what, where, why, works } = finding('lint');
    const lint: Diagnostic = { code, what, where, why, works, severity: 'warning' };
    const { asked, searches } = await page([WARNING, lint, REFUSAL, REFUSAL]);
    searches.watch();
    expect(asked.map((each) => each.finding.code)).toEqual(['refusal']);
    expect(searches.stateOf(WARNING)).toEqual({ is: 'searching', done: 0 });
    expect(searches.stateOf(lint)).toBeUndefined();
    asked[0]?.answer(searchOf('phys-bits 37'));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.finding).toEqual({ code: 'warning', qemu: 'no warning' });
    expect(searches.fixesFor(REFUSAL).map(({ title }) => title)).toEqual(['phys-bits 37']);
    searches.watch();
    expect(asked).toHaveLength(2);
  });

  it('is silent for 100 ms, then says how far it is; the page counts as busy until it ends', async () => {
    const { last, searches, workspace } = await page();
    searches.watch();
    expect(searches.isLong).toBe(false);
    expect(workspace.errands.busy).toBe(true);
    last().options.progress?.(0.4);
    expect(searches.stateOf(REFUSAL)).toEqual({ is: 'searching', done: 0.4 });
    await vi.waitFor(() => expect(searches.isLong).toBe(true));
    last().answer(searchOf('a'));
    await vi.waitFor(() => expect(workspace.errands.busy).toBe(false));
    expect(searches.isLong).toBe(false);
  });

  it('shows no answer of an earlier layout, and begins anew when the next plan stands', async () => {
    const { asked, planIt, rename, searches } = await page();
    searches.watch();
    asked[0]?.answer(searchOf('a'));
    await vi.waitFor(() => expect(searches.fixesFor(REFUSAL)).toHaveLength(1));
    rename('edited');
    expect(searches.fixesFor(REFUSAL)).toEqual([]);
    searches.watch();
    expect(asked).toHaveLength(1);
    await planIt();
    searches.watch();
    expect(asked).toHaveLength(2);
  });

  it('stops what an edit made pointless, and knows an undone layout again', async () => {
    const { asked, planIt, rename, searches, workspace } = await page();
    searches.watch();
    asked[0]?.answer(searchOf('a'));
    await vi.waitFor(() => expect(searches.fixesFor(REFUSAL)).toHaveLength(1));
    rename('edited');
    await planIt();
    searches.watch();
    workspace.history.undo();
    searches.watch();
    expect(asked[1]?.options.signal?.aborted).toBe(true);
    await planIt();
    searches.watch();
    expect(asked).toHaveLength(2);
    expect(searches.fixesFor(REFUSAL)).toHaveLength(1);
    await vi.waitFor(() => expect(workspace.errands.busy).toBe(false));
  });

  it('waits while somebody types or drags', async () => {
    const { asked, planIt, rename, searches } = await page();
    rename('a', 'typing');
    await planIt();
    searches.watch();
    expect(asked).toHaveLength(0);
    rename('ab', 'typing');
    await planIt();
    searches.watch();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.document.title).toBe('ab');
  });

  it('can be cancelled, and searched again', async () => {
    const { asked, searches, workspace } = await page([REFUSAL, WARNING]);
    searches.watch();
    searches.cancel();
    expect(asked[0]?.options.signal?.aborted).toBe(true);
    expect([REFUSAL, WARNING].map((each) => searches.stateOf(each)?.is)).toEqual(['cancelled', 'cancelled']);
    await vi.waitFor(() => expect(workspace.errands.busy).toBe(false));
    expect(asked).toHaveLength(1);
    searches.again();
    expect(asked).toHaveLength(2);
  });

  it('says that it crashed, and asks once more of a worker that died', async () => {
    const { asked, searches } = await page();
    searches.watch();
    asked[0]?.fail('died');
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.fail('crashed');
    await vi.waitFor(() => expect(searches.stateOf(REFUSAL)?.is).toBe('failed'));
  });

  it('ends when nobody looks any more', async () => {
    const { last, searches } = await page();
    const [leave, stay] = [searches.watch(), searches.watch()];
    leave();
    await Promise.resolve();
    expect(last().options.signal?.aborted).toBe(false);
    stay();
    await Promise.resolve();
    expect(last().options.signal?.aborted).toBe(true);
  });

  it('knows which fixes have their button in the picture', async () => {
    const { searches } = await page();
    const [fix] = searchOf('a').fixes;
    const clear = searches.picture(fix === undefined ? [] : [fix]);
    expect(searches.pictured.size).toBe(1);
    clear();
    expect(searches.pictured.size).toBe(0);
  });
});

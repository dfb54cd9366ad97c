import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallName, Calls, Planner } from '../client/planner';
import { GiB } from '../core/base/addr';
import { emptyDocument } from '../core/document/defaults';
import type { Plan } from '../core/plan/plan';
import { encodeLink } from '../share/link';
import { restore } from './autosave';
import { handleKeys } from './key-handler';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

const setRam = (gib: number) => ({ op: 'set', path: 'memory.size', value: gib * GiB }) as const;

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

function make(over: Partial<{ [N in CallName]: (ask: Calls[N]['ask']) => Calls[N]['answer'] }> = {}) {
  const planned: number[] = [];
  const answers = {
    plan: ({ revision }: Calls['plan']['ask']) => {
      planned.push(revision);
      return { revision, diagnostics: [], snapshots: [] } as unknown as Plan;
    },
    place: ({ wanted }: Calls['place']['ask']) => ({ ok: true, value: wanted }),
    export: ({ exporter }: Calls['export']['ask']) => ({
      ok: true,
      value: { fileName: `${exporter}.bin`, mediaType: 'application/octet-stream', content: 'x' },
    }),
    ...over,
  };
  const planner: Planner = {
    call: (call, ask) => Promise.resolve(answers[call]?.(ask as never) as never),
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const page = testPage();
  const workspace = new Workspace({ document: emptyDocument(), saved: true, planner, page });
  const stop = workspace.start();
  flushSync();
  return { workspace, page, planned, stop };
}

const press = (workspace: Workspace, init: KeyboardEventInit): void =>
  handleKeys(workspace)(new KeyboardEvent('keydown', { cancelable: true, ...init }));

describe('a workspace', () => {
  it('plans its layout at once, and again after each edit', async () => {
    const { workspace, planned, stop } = make();
    await vi.advanceTimersByTimeAsync(0);
    expect(workspace.plans.current?.revision).toBe(1);
    workspace.history.commit(setRam(4));
    flushSync();
    await vi.advanceTimersByTimeAsync(0);
    expect(planned).toEqual([1, 2]);
    expect(workspace.plans.stale).toBe(false);
    stop();
  });

  it('keeps address bar, storage and title at the layout', async () => {
    const { workspace, page, stop } = make();
    workspace.history.commit({ op: 'set', path: 'title', value: '4-APU guest' });
    flushSync();
    await vi.advanceTimersByTimeAsync(1000);
    expect(page.title).toBe('4-APU guest - physmap');
    const link = await encodeLink(workspace.history.current);
    await vi.waitFor(() => expect(page.fragment()).toBe(link));
    expect(await restore(page)).toMatchObject({ ok: true, value: { unsaved: true } });
    workspace.history.undo();
    flushSync();
    page.hide();
    expect(await restore(page)).toMatchObject({ ok: true, value: { unsaved: false, document: { title: '' } } });
    stop();
  });

  it('does nothing more once it is stopped', async () => {
    const { workspace, page, planned, stop } = make();
    stop();
    workspace.history.commit(setRam(4));
    flushSync();
    page.visit(await encodeLink(emptyDocument('pc')));
    await vi.advanceTimersByTimeAsync(2000);
    expect(planned).toEqual([1]);
    expect(workspace.history.current.machine.type).toBe('q35');
  });

  it('has a file that is opened read where its outcome is told', async () => {
    const { workspace, page, stop } = make();
    page.chosen = new File(['?'], 'notes.txt');
    await workspace.openFile();
    expect(workspace.dialogs.shown).toBe('import');
    expect(workspace.dialogs.offered).toEqual({ file: page.chosen });
    stop();
  });

  it('saves a file, and then knows that the layout is kept', async () => {
    const { workspace, page, stop } = make();
    workspace.history.commit(setRam(4));
    await workspace.download('e820');
    expect(workspace.history.unsaved).toBe(true);
    await workspace.save();
    expect(page.saved.map(({ fileName }) => fileName)).toEqual(['e820.bin', 'layout-json.bin']);
    expect(workspace.history.unsaved).toBe(false);
    stop();
  });

  it('tells why a file could not be written', async () => {
    const error = { code: 'e820/refused', message: 'QEMU refuses this layout.', works: 'Repair it first.' };
    const { workspace, stop } = make({ export: () => ({ ok: false, error }) });
    await workspace.download('e820');
    expect(workspace.notices.all).toMatchObject([{ severity: 'error', what: error.message, works: error.works }]);
    stop();
  });

  it('runs commands by key, and offers only what can run', () => {
    const { workspace, stop } = make();
    const undo = workspace.commands.find(({ id }) => id === 'undo');
    expect(undo?.enabled).toBe(false);
    workspace.history.commit(setRam(4));
    expect(undo?.enabled).toBe(true);
    press(workspace, { key: 'z', ctrlKey: true });
    expect(workspace.history.current.memory.size).toBeUndefined();
    press(workspace, { key: 'Z', ctrlKey: true, shiftKey: true });
    expect(workspace.history.current.memory.size).toBe(4 * GiB);
    stop();
  });

  it('gives an open dialog all keys but the one that leaves it', () => {
    const { workspace, stop } = make();
    workspace.selection.select({ path: 'memory' });
    press(workspace, { key: '?', shiftKey: true });
    expect(workspace.dialogs.shown).toBe('shortcuts');
    press(workspace, { key: 'g' });
    expect(workspace.dialogs.shown).toBe('shortcuts');
    press(workspace, { key: 'Escape' });
    expect(workspace.dialogs.shown).toBeUndefined();
    expect(workspace.selection.selected).toBeDefined();
    press(workspace, { key: 'Escape' });
    expect(workspace.selection.selected).toBeUndefined();
    stop();
  });

  it('takes in the commands of a view while it is there', () => {
    const { workspace, stop } = make();
    const fit = vi.fn();
    const remove = workspace.addCommands([{ id: 'fit', title: 'Fit', keys: ['F'], enabled: true, run: fit }]);
    press(workspace, { key: 'f' });
    remove();
    press(workspace, { key: 'f' });
    expect(fit).toHaveBeenCalledOnce();
    stop();
  });

  it('has no two commands with one id or one shortcut', () => {
    const { workspace, stop } = make();
    const ids = workspace.commands.map(({ id }) => id);
    const keys = workspace.commands.flatMap((command) => command.keys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
    stop();
  });
});

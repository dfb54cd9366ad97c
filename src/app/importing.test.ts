import { beforeEach, describe, expect, test } from 'vitest';
import { CallFailure, type CallName, type Calls, type Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { Imported } from '../core/codecs/format';
import { outlook, read, recognise, take, withImported } from './importing';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

let asked: { call: CallName; ask: unknown }[] = [];
beforeEach(() => {
  asked = [];
});

function make(answer: (call: CallName) => unknown = () => undefined): Workspace {
  const planner: Planner = {
    call: <N extends CallName>(call: N, ask: Calls[N]['ask']) => {
      asked.push({ call, ask });
      return Promise.resolve().then(() => answer(call) as Calls[N]['answer']);
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  return new Workspace({ document: emptyDocument(), saved: true, planner, page: testPage() });
}

const pc: Imported = { document: emptyDocument('pc'), notes: [{ message: 'kept -vga' }] };
const hostOf = (workspace: Workspace): Imported => {
  const { current } = workspace.history;
  const document = { ...current, title: 'not taken', host: { ...current.host, physBits: 46 } };
  return { document, notes: [], part: 'host' };
};

describe('what is read', () => {
  test('changes nothing', async () => {
    const workspace = make(() => ({ ok: true, value: pc }));
    const source = { text: '-machine pc' };
    expect(await read(workspace, { source, name: 'a.txt', importer: 'command-line' }, {})).toEqual({
      ok: true,
      value: pc,
    });
    expect(asked).toEqual([
      { call: 'import', ask: { name: 'a.txt', source, current: workspace.history.current, importer: 'command-line' } },
    ]);
    expect(workspace.history.revision).toBe(1);
  });

  test('may be refused, in the words of its reader', async () => {
    const error = { code: 'text/unknown', message: 'Nothing here is known.', works: 'Paste a command line.' };
    const workspace = make(() => ({ ok: false, error }));
    expect(await read(workspace, { source: { text: '?' }, name: '', importer: undefined }, {})).toEqual({
      ok: false,
      error,
    });
    expect(workspace.history.revision).toBe(1);
  });

  test('is cancelled by nobody else than who cancels it', async () => {
    const stopped = make(() => {
      throw new CallFailure('cancelled', 'cancelled');
    });
    expect(await recognise(stopped, { text: '?' }, {})).toMatchObject({
      ok: false,
      error: { code: 'import/cancelled' },
    });
    const broken = make(() => {
      throw new CallFailure('crashed', 'a bug');
    });
    expect(await outlook(broken, emptyDocument('pc'), {})).toMatchObject({
      ok: false,
      error: { code: 'planner/unanswered' },
    });
    for (const { notices } of [stopped, broken]) expect(notices.all).toEqual([]);
  });
});

describe('taking it', () => {
  test('puts a layout in place as one undo step', () => {
    const workspace = make();
    expect(take(workspace, pc)).toEqual({ ok: true });
    expect(workspace.history.current).toBe(pc.document);
    workspace.history.undo();
    expect(workspace.history.current.machine.type).toBe('q35');
    expect(workspace.history.canUndo).toBe(false);
  });

  test('takes of a host the host alone, and keeps the selection', () => {
    const workspace = make();
    workspace.selection.select({ path: 'memory.size' });
    const { layouts } = workspace.history;
    const imported = hostOf(workspace);
    const expected = withImported(workspace.history.current, imported);
    expect(take(workspace, imported)).toMatchObject({ ok: true });
    expect(workspace.history.current).toEqual(expected);
    expect(workspace.history.current).toMatchObject({ title: '', host: { physBits: 46 } });
    expect(workspace.history.layouts).toBe(layouts);
    expect(workspace.selection.selected).toEqual({ path: 'memory.size' });
    workspace.history.undo();
    expect(workspace.history.current.host.physBits).toBeUndefined();
  });

  test('of what is only held against the plan changes no layout', () => {
    const workspace = make();
    const imported: Imported = { ...pc, part: 'nothing' };
    expect(withImported(workspace.history.current, imported)).toBe(workspace.history.current);
    take(workspace, imported);
    expect(workspace.history.revision).toBe(1);
  });
});

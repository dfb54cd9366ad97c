import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB } from '../core/base/addr';
import { emptyDocument } from '../core/document/defaults';
import { DocumentHistory } from './history.svelte';

const setRam = (gib: number) => ({ op: 'set', path: 'memory.size', value: gib * GiB }) as const;

describe('the document history', () => {
  it('starts at revision 1, with nothing to undo or redo', () => {
    const history = new DocumentHistory(emptyDocument());
    expect([history.revision, history.canUndo, history.canRedo, history.unsaved]).toEqual([1, false, false, false]);
  });

  it('commits an edit, and undoes and redoes it, each a new revision', () => {
    const first = emptyDocument();
    const history = new DocumentHistory(first);
    expect(history.commit(setRam(4)).ok).toBe(true);
    const edited = history.current;
    expect(edited.memory.size).toBe(4 * GiB);
    history.undo();
    expect(history.current).toBe(first);
    expect(history.canRedo).toBe(true);
    history.redo();
    expect(history.current).toBe(edited);
    expect(history.revision).toBe(4);
  });

  it('refuses what the schema refuses, says where, and changes nothing', () => {
    const history = new DocumentHistory(emptyDocument());
    const before = history.current;
    const refused = history.commit({ op: 'set', path: 'memory.slots', value: 'many' });
    expect(refused.ok ? [] : refused.error.map(({ path }) => path)).toEqual(['memory.slots']);
    expect(history.current).toBe(before);
    expect([history.revision, history.canUndo]).toEqual([1, false]);
  });

  it('takes several edits as one step, or none of them', () => {
    const history = new DocumentHistory(emptyDocument());
    expect(history.commit([setRam(4), { op: 'set', path: 'memory.slots', value: -1 }]).ok).toBe(false);
    expect(history.current.memory.size).toBeUndefined();
    history.commit([setRam(4), { op: 'set', path: 'memory.slots', value: 8 }]);
    history.undo();
    expect(history.current.memory).toEqual({});
  });

  it('joins commits with the same merge key into one step', () => {
    const history = new DocumentHistory(emptyDocument());
    for (const gib of [1, 2, 3]) history.commit(setRam(gib), 'drag');
    history.undo();
    expect(history.current.memory.size).toBeUndefined();
    expect(history.canUndo).toBe(false);
  });

  it('begins a new step after a different key, an undo, or the end of a drag', () => {
    const history = new DocumentHistory(emptyDocument());
    history.commit(setRam(1), 'drag');
    history.endMerge();
    history.commit(setRam(2), 'drag');
    history.commit(setRam(3), 'other');
    history.undo();
    expect(history.current.memory.size).toBe(2 * GiB);
    history.commit(setRam(4), 'other');
    history.undo();
    expect(history.current.memory.size).toBe(2 * GiB);
    history.undo();
    expect(history.current.memory.size).toBe(GiB);
  });

  it('takes an open step back as if it had never been', () => {
    const first = emptyDocument();
    const history = new DocumentHistory(first);
    history.commit(setRam(8));
    history.undo();
    history.commit(setRam(1), 'drag');
    history.commit(setRam(2), 'drag');
    expect(history.abandon('other')).toBe(false);
    expect(history.abandon('drag')).toBe(true);
    expect(history.current).toBe(first);
    expect([history.canUndo, history.canRedo]).toEqual([false, true]);
    history.redo();
    expect(history.current.memory.size).toBe(8 * GiB);
    expect(history.abandon('drag')).toBe(false);
  });

  it('makes no step of an edit that changes nothing', () => {
    const history = new DocumentHistory(emptyDocument());
    history.commit(setRam(4));
    history.commit(setRam(4));
    expect(history.revision).toBe(2);
  });

  it('forgets what could be redone after a new edit', () => {
    const history = new DocumentHistory(emptyDocument());
    history.commit(setRam(4));
    history.undo();
    history.commit(setRam(8));
    expect(history.canRedo).toBe(false);
    history.redo();
    expect(history.current.memory.size).toBe(8 * GiB);
  });

  it('keeps what an edit leaves alone as the same objects', () => {
    const history = new DocumentHistory(emptyDocument());
    const { machine, devices } = history.current;
    history.commit(setRam(4));
    expect(history.current.machine).toBe(machine);
    expect(history.current.devices).toBe(devices);
  });

  it('knows whether there is work that nothing else holds', () => {
    const history = new DocumentHistory(emptyDocument());
    history.commit(setRam(4));
    expect(history.unsaved).toBe(true);
    history.undo();
    expect(history.unsaved).toBe(false);
    history.redo();
    history.markSaved();
    expect(history.unsaved).toBe(false);
    history.replace(emptyDocument('pc'), true);
    expect(history.unsaved).toBe(false);
    history.undo();
    expect(history.unsaved).toBe(true);
  });

  it('comes back to the first document after any edits and as many undos', () => {
    const edit = fc.record({ gib: fc.integer({ min: 1, max: 64 }), merge: fc.constantFrom(undefined, 'a', 'b') });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const first = emptyDocument();
        const history = new DocumentHistory(first);
        for (const { gib, merge } of edits) history.commit(setRam(gib), merge);
        while (history.canUndo) history.undo();
        expect(history.current).toBe(first);
      }),
      { numRuns: 50 },
    );
  });
});

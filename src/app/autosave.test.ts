import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDocument } from '../core/document/defaults';
import { Autosave, restore } from './autosave';
import { Notices } from './notices.svelte';
import { brokenStore, memoryStore } from './page-for-tests';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('autosave', () => {
  it('saves one second after the last edit, and restores the same layout', () => {
    const store = memoryStore();
    const autosave = new Autosave(store, new Notices());
    autosave.follow(emptyDocument('pc'), true);
    vi.advanceTimersByTime(900);
    autosave.follow(emptyDocument('microvm'), true);
    vi.advanceTimersByTime(900);
    expect(restore(store)).toBeUndefined();
    vi.advanceTimersByTime(100);
    expect(restore(store)).toEqual({ ok: true, value: { document: emptyDocument('microvm'), unsaved: true } });
  });

  it('saves at once when the page is about to go away', () => {
    const store = memoryStore();
    const autosave = new Autosave(store, new Notices());
    autosave.follow(emptyDocument('pc'), false);
    autosave.flush();
    expect(restore(store)).toMatchObject({ ok: true, value: { unsaved: false } });
  });

  it('tells once that storage fails, and again only after it has worked in between', () => {
    const notices = new Notices();
    const autosave = new Autosave(brokenStore, notices);
    for (const type of ['pc', 'q35']) {
      autosave.follow(emptyDocument(type), true);
      autosave.flush();
    }
    expect(notices.all).toHaveLength(1);
    expect(notices.all[0]?.severity).toBe('warning');
  });

  it('takes forbidden storage as an empty one', () => {
    expect(restore(brokenStore)).toBeUndefined();
    expect(restore(undefined)).toBeUndefined();
  });

  it('gives the reason when what was saved cannot be read, and keeps the text aside', () => {
    const text = JSON.stringify({ document: { format: 999 }, unsaved: true });
    const store = memoryStore({ 'physmap.layout': text });
    const restored = restore(store);
    expect(restored?.ok).toBe(false);
    expect(restored?.ok === false ? restored.error : '').toContain('999');
    expect(store.getItem('physmap.layout.unreadable')).toBe(text);
  });

  it('survives any text in the storage', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(restore(memoryStore({ 'physmap.layout': text }))).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

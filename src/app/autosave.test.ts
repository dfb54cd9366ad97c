import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDocument } from '../core/document/defaults';
import { Autosave, restore } from './autosave';
import { Notices } from './notices.svelte';
import { brokenStore, memoryStore, testPage, type TestPage } from './page-for-tests';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** Writes what a tab has on screen, as when the tab is about to go away. */
function save(page: TestPage, type: string, unsaved = true, notices = new Notices()): Notices {
  const autosave = new Autosave(page, notices);
  autosave.follow(emptyDocument(type), unsaved);
  autosave.flush();
  return notices;
}

const draftOf = (page: TestPage): string => page.session?.getItem('physmap.tab') ?? '';
const holds = (type: string, unsaved = true) => ({ ok: true, value: { document: emptyDocument(type), unsaved } });

describe('autosave', () => {
  it('saves one second after the last edit, and restores the same layout', async () => {
    const page = testPage();
    const autosave = new Autosave(page, new Notices());
    autosave.follow(emptyDocument('pc'), true);
    vi.advanceTimersByTime(900);
    autosave.follow(emptyDocument('microvm'), true);
    vi.advanceTimersByTime(900);
    expect(page.storage?.length).toBe(0);
    vi.advanceTimersByTime(100);
    expect(await restore(page)).toMatchObject(holds('microvm'));
  });

  it('saves at once when the page is about to go away', async () => {
    const page = testPage();
    save(page, 'pc', false);
    expect(await restore(page)).toMatchObject({ ok: true, value: { unsaved: false } });
  });

  it('tells once that storage fails, why, and what would work, and again only after it has worked in between', () => {
    const page = testPage('', brokenStore);
    const notices = save(page, 'pc');
    const autosave = new Autosave(page, notices);
    autosave.follow(emptyDocument('q35'), true);
    autosave.flush();
    expect(notices.all).toHaveLength(1);
    expect(notices.all[0]?.severity).toBe('warning');
    expect(notices.all[0]?.what).toMatch(/on screen.*storage.*full/);
    expect(notices.all[0]?.works).toContain('file');
  });

  it('tells storage that is switched off from one that is full', () => {
    const page = { ...testPage(), storage: undefined };
    expect(save(page, 'pc').all[0]?.what).toContain('switched off');
  });

  it('takes forbidden storage as an empty one', async () => {
    expect(await restore(testPage('', brokenStore))).toBeUndefined();
    expect(await restore({ ...testPage(), storage: undefined, session: undefined })).toBeUndefined();
  });
});

describe('drafts of several tabs', () => {
  it('are one each: neither overwrites the other, and each tab gets its own back', async () => {
    const storage = memoryStore();
    const first = testPage('', storage);
    const second = testPage('', storage);
    save(first, 'pc');
    save(second, 'microvm');
    expect(await restore(first)).toMatchObject(holds('pc'));
    expect(await restore(second)).toMatchObject(holds('microvm'));
  });

  it('go to the next tab when the one they belong to is gone, the newest first', async () => {
    const storage = memoryStore();
    save(testPage('', storage), 'pc');
    vi.advanceTimersByTime(1000);
    const crashed = testPage('', storage);
    save(crashed, 'microvm');
    const next = testPage('', storage);
    expect(await restore(next)).toMatchObject(holds('microvm'));
    expect(draftOf(next)).toBe(draftOf(crashed));
  });

  it('are left alone while their tab is open', async () => {
    const storage = memoryStore();
    const open = testPage('', storage);
    save(open, 'pc');
    const next = testPage('', storage);
    next.elsewhere.add(`physmap.tab${draftOf(open)}`);
    expect(await restore(next)).toBeUndefined();
    save(next, 'microvm');
    expect(await restore(open)).toMatchObject(holds('pc'));
  });

  it('are not shared by a tab and its copy, which begins with the same layout', async () => {
    const storage = memoryStore();
    const open = testPage('', storage);
    save(open, 'pc');
    const copy = testPage('', storage);
    copy.session?.setItem('physmap.tab', draftOf(open));
    copy.elsewhere.add(`physmap.tab${draftOf(open)}`);
    expect(await restore(copy)).toMatchObject(holds('pc'));
    save(copy, 'microvm');
    expect(await restore(open)).toMatchObject(holds('pc'));
  });
});

describe('what cannot be read', () => {
  it('is said with its reason, and the text kept aside', async () => {
    const text = JSON.stringify({ document: { format: 999 }, unsaved: true });
    const storage = memoryStore({ 'physmap.draft.old': text });
    const restored = await restore(testPage('', storage));
    expect(restored?.ok === false ? restored.error : '').toContain('999');
    expect(storage.getItem('physmap.unreadable.old')).toBe(text);
    expect(storage.getItem('physmap.draft.old')).toBeNull();
  });

  it('stays where it is when there is no room, and is not written over', async () => {
    const text = JSON.stringify({ document: { format: 999 }, unsaved: true });
    const full = memoryStore({ 'physmap.draft.old': text });
    const page = testPage('', { ...full, length: 1, setItem: brokenStore.setItem });
    expect((await restore(page))?.ok).toBe(false);
    expect(full.getItem('physmap.draft.old')).toBe(text);
    expect(draftOf(page)).not.toBe('old');
  });

  it('may be any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(await restore(testPage('', memoryStore({ 'physmap.draft.x': text })))).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('the one layout that earlier versions kept for all tabs', () => {
  const earlier = JSON.stringify({ document: emptyDocument('pc'), unsaved: true });

  it('becomes the draft of the first tab', async () => {
    const storage = memoryStore({ 'physmap.layout': earlier });
    const page = testPage('', storage);
    expect(await restore(page)).toMatchObject(holds('pc'));
    expect(storage.getItem('physmap.layout')).toBeNull();
    expect(storage.getItem(`physmap.draft.${draftOf(page)}`)).toBe(earlier);
  });

  it('is not taken again by a reload', async () => {
    const page = testPage('', memoryStore({ 'physmap.layout': earlier }));
    await restore(page);
    save(page, 'microvm');
    expect(await restore(page)).toMatchObject(holds('microvm'));
  });
});

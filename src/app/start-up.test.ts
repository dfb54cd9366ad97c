import { describe, expect, it, vi } from 'vitest';
import type { Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { encodeLink } from '../share/link';
import { restore, writeDraft } from './autosave';
import { memoryStore, testPage } from './page-for-tests';
import { openWorkspace } from './start-up';

const planner: Planner = {
  call: () => Promise.reject(new Error('not asked here')),
  cancel: () => undefined,
  dispose: () => undefined,
};
const sample = emptyDocument('q35');
const saved = (document: LayoutDocument, unsaved: boolean) =>
  memoryStore({ 'physmap.layout': JSON.stringify({ document, unsaved }) });
const linkTo = (type: string): Promise<string> => encodeLink(emptyDocument(type));
/** Text that hardly packs. */
function randomWords(seed: number): string {
  const numbers = Array.from({ length: 60 }, (_, index) => Math.imul(seed * 61 + index, 0x9e3779b1) >>> 0);
  return numbers.map((number) => number.toString(36)).join(' ');
}

describe('start-up', () => {
  it('opens the sample on a first visit, without a word', async () => {
    const workspace = await openWorkspace({ planner, page: testPage(), sample });
    expect(workspace.history.current).toBe(sample);
    expect(workspace.history.unsaved).toBe(false);
    expect(workspace.notices.all).toEqual([]);
  });

  it('opens the layout of the last visit', async () => {
    const page = testPage('', saved(emptyDocument('pc'), true));
    const { history } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('pc');
    expect(history.unsaved).toBe(true);
  });

  it('opens a link before anything else', async () => {
    const page = testPage(await linkTo('microvm'), saved(emptyDocument('pc'), false));
    const { history, links } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('microvm');
    expect(history.unsaved).toBe(false);
    expect(links.pending).toBeUndefined();
  });

  it('asks before a link replaces unsaved work of the last visit', async () => {
    const page = testPage(await linkTo('microvm'), saved(emptyDocument('pc'), true));
    const { history, links } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('pc');
    expect(links.pending?.document.machine.type).toBe('microvm');
    links.accept();
    expect(history.current.machine.type).toBe('microvm');
    history.undo();
    expect(history.current.machine.type).toBe('pc');
  });

  it('asks nothing when a tab with work is reloaded', async () => {
    const link = await linkTo('microvm');
    const page = testPage(link, saved(emptyDocument('pc'), true));
    page.session?.setItem('physmap.link', link);
    const { history, links } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('microvm');
    expect(history.unsaved).toBe(true);
    expect(links.pending).toBeUndefined();
  });

  it('opens what a reloaded tab stored after it had written the link', async () => {
    const link = await linkTo('microvm');
    const page = testPage(link);
    page.session?.setItem('physmap.link', link);
    await restore(page);
    writeDraft(page, { document: emptyDocument('pc'), unsaved: true });
    const { history, links } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('pc');
    expect(history.unsaved).toBe(true);
    expect(links.pending).toBeUndefined();
  });

  it('opens the link that a tab wrote after all that it stored', async () => {
    const page = testPage(await linkTo('q35'));
    await restore(page);
    writeDraft(page, { document: emptyDocument('pc'), unsaved: true });
    const link = await linkTo('microvm');
    page.replaceFragment(link);
    page.session?.setItem('physmap.link', link);
    const { history } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('microvm');
  });

  it('says why a broken link was passed over, shows the own layout, and leaves the address alone', async () => {
    const cut = (await linkTo('microvm')).slice(0, -3);
    const page = testPage(cut, saved(emptyDocument('pc'), true));
    const { history, links } = await openWorkspace({ planner, page, sample });
    expect(history.current.machine.type).toBe('pc');
    expect(links.failure?.code).toBe('cut');
    expect(page.fragment()).toBe(cut);
  });

  it('says once why the layout of the last visit was passed over', async () => {
    const page = testPage('', memoryStore({ 'physmap.layout': '{"document":{"format":1}}' }));
    const workspace = await openWorkspace({ planner, page, sample });
    expect(workspace.history.current).toBe(sample);
    expect(workspace.notices.all).toHaveLength(1);
  });
});

describe('a link that cannot be read, where there is no own layout', () => {
  it('is not answered with an example', async () => {
    const cut = (await linkTo('microvm')).slice(0, -3);
    const { history, links } = await openWorkspace({ planner, page: testPage(cut), sample });
    expect(links.isAlone).toBe(true);
    expect(history.current).toEqual(emptyDocument());
    await links.openText(await linkTo('microvm'));
    expect(links.isAlone).toBe(false);
    expect(history.current.machine.type).toBe('microvm');
  });

  it('stands beside the own layout where there is one', async () => {
    const cut = (await linkTo('microvm')).slice(0, -3);
    const page = testPage(cut, saved(emptyDocument('pc'), false));
    const { links } = await openWorkspace({ planner, page, sample });
    expect(links.failure?.code).toBe('cut');
    expect(links.isAlone).toBe(false);
  });
});

describe('a review too long for a link', () => {
  const long: LayoutDocument = {
    ...emptyDocument('pc'),
    review: {
      threads: Array.from({ length: 40 }, (_, index) => ({
        id: `t${index}`,
        comments: [{ id: 'a', time: index, text: randomWords(index) }],
      })),
      waivers: [],
    },
  };

  it('is all there when the tab is reloaded', async () => {
    const link = await encodeLink(long);
    expect(link).toContain('&left-out=');
    const page = testPage(link, saved(long, true));
    page.session?.setItem('physmap.link', link);
    const { history, notices } = await openWorkspace({ planner, page, sample });
    expect(history.current.review.threads).toHaveLength(40);
    expect(history.unsaved).toBe(true);
    expect(notices.all).toEqual([]);
  });

  it('is all there when the own link is opened in another tab', async () => {
    const page = testPage(await encodeLink(long), saved(long, false));
    const { history } = await openWorkspace({ planner, page, sample });
    expect(history.current.review.threads).toHaveLength(40);
  });

  it('is told to be cut short where it is not the own one', async () => {
    const workspace = await openWorkspace({ planner, page: testPage(await encodeLink(long)), sample });
    await vi.waitFor(() => expect(workspace.notices.all[0]?.what).toMatch(/^\d+ of 40 threads are not in this link/));
    expect(workspace.history.current.review.threads.length).toBeLessThan(40);
  });
});

describe('a text to import', () => {
  it('waits in the import dialog, beside the own layout', async () => {
    const page = testPage(`import=${encodeURIComponent('-m 8G,slots=2')}`, saved(emptyDocument('pc'), true));
    const { dialogs, history, links } = await openWorkspace({ planner, page, sample });
    await vi.waitFor(() => expect(dialogs.offered).toEqual({ text: '-m 8G,slots=2' }));
    expect(dialogs.shown).toBe('import');
    expect(history.current.machine.type).toBe('pc');
    expect(links.failure).toBeUndefined();
  });

  it('that is damaged is said to be', async () => {
    const workspace = await openWorkspace({ planner, page: testPage('import=%C3%28'), sample });
    await vi.waitFor(() => expect(workspace.notices.all[0]?.what).toContain('damaged'));
    expect(workspace.dialogs.shown).toBeUndefined();
  });
});

describe('a link with a view', () => {
  it('opens what was looked at; a broken key takes nothing along', async () => {
    const document = { ...emptyDocument('pc'), nodes: [{ id: 0 }, { id: 1 }] };
    const other = (await linkTo('microvm')).slice(2);
    const page = testPage(`${await encodeLink(document)}&sel=nodes.1&z=%&scale=log&vs=${other}&vsname=small`);
    const { selection, sight, comparing } = await openWorkspace({ planner, page, sample });
    await vi.waitFor(() => expect(comparing.other?.document?.machine.type).toBe('microvm'));
    expect(comparing.other?.name).toBe('small');
    expect(selection.selected).toEqual({ path: 'nodes.1' });
    expect(sight.linked).toEqual({ kind: 'log' });
  });
});

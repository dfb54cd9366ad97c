import { describe, expect, it } from 'vitest';
import type { Planner } from '../client/planner';
import { emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { encodeLink } from '../share/link';
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

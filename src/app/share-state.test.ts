import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GiB } from '../core/base/addr';
import { emptyDocument } from '../core/document/defaults';
import { encodeLink } from '../share/link';
import { DocumentHistory } from './history.svelte';
import { Notices } from './notices.svelte';
import { testPage } from './page-for-tests';
import { exceededBy } from './link-limits';
import { ShareState } from './share-state.svelte';

const setRam = (gib: number) => ({ op: 'set', path: 'memory.size', value: gib * GiB }) as const;

function make(fragment = '') {
  const page = testPage(fragment);
  const history = new DocumentHistory(emptyDocument());
  const notices = new Notices();
  const links = new ShareState(history, page, notices);
  const follow = (): void => links.follow(history.current);
  return { page, history, notices, links, follow };
}

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('the link in the address bar', () => {
  it('follows a burst of edits once, 250 ms after the last', async () => {
    const { page, history, follow } = make();
    for (const gib of [1, 2, 3]) {
      history.commit(setRam(gib));
      follow();
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(page.written).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(page.written).toEqual([await encodeLink(history.current)]);
  });

  it('is copied at its newest, and the work then counts as kept', async () => {
    const { page, history, links } = make();
    history.commit(setRam(4));
    expect(await links.copy()).toBe(true);
    expect(page.copied).toEqual([page.address(await encodeLink(history.current))]);
    expect(history.unsaved).toBe(false);
  });

  it('says how to copy it where the clipboard is forbidden', async () => {
    const { page, links, notices } = make();
    page.copy = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
    expect(await links.copy()).toBe(false);
    expect(notices.all[0]?.works).toContain('address bar');
  });

  it('is none for a layout that no link would hold, and the address bar keeps no older one', async () => {
    const { page, history, links, notices } = make();
    await links.copy();
    const steps = Array.from({ length: 70_000 }, () => ({ do: 'reboot' as const }));
    history.replace({ ...history.current, events: steps });
    expect(await links.copy()).toBe(false);
    expect(links.isTooLarge).toBe(true);
    expect(page.fragment()).toBe('');
    expect(page.copied).toHaveLength(1);
    expect(notices.all[0]?.works).toContain('file');
    history.undo();
    expect(await links.copy()).toBe(true);
  });

  it('knows which programs would cut it', async () => {
    const { page, links } = make();
    await links.copy();
    expect(exceededBy(links.length)).toBeUndefined();
    expect(links.tooLong).toBe(false);
    page.address = () => 'x'.repeat(4001);
    expect(links.length).toBe(4001);
    expect(exceededBy(links.length)?.length).toBe(4000);
    page.address = () => 'x'.repeat(8001);
    expect(links.tooLong).toBe(true);
  });
});

describe('opening a link', () => {
  it('replaces a layout that exists elsewhere, and can be undone', async () => {
    const { page, history, links } = make();
    const own = history.current;
    page.visit(await encodeLink(emptyDocument('pc')));
    await links.openFromAddress();
    expect(history.current.machine.type).toBe('pc');
    history.undo();
    expect(history.current).toBe(own);
  });

  it('asks before it replaces unsaved work, and does what the answer says', async () => {
    const { page, history, links } = make();
    history.commit(setRam(4));
    const own = history.current;
    page.visit(await encodeLink(emptyDocument('pc')));
    await links.openFromAddress();
    expect(history.current).toBe(own);
    expect(links.pending?.document.machine.type).toBe('pc');
    links.accept();
    expect(links.pending).toBeUndefined();
    expect(history.current.machine.type).toBe('pc');
  });

  it('goes back to the own link when the user keeps the own layout', async () => {
    const { page, history, links } = make();
    history.commit(setRam(4));
    page.visit(await encodeLink(emptyDocument('pc')));
    await links.openFromAddress();
    links.keep();
    await vi.advanceTimersByTimeAsync(0);
    expect(links.pending).toBeUndefined();
    expect(page.fragment()).toBe(await encodeLink(history.current));
  });

  it('asks nothing when the link holds the layout on screen', async () => {
    const { page, history, links } = make();
    history.commit(setRam(4));
    page.visit(`${await encodeLink(history.current)}&z=1`);
    await links.openFromAddress();
    expect(links.pending).toBeUndefined();
    expect(history.revision).toBe(2);
  });

  it('says what is wrong with a cut link and leaves layout and address alone until the next edit', async () => {
    const { page, history, links, follow } = make();
    const own = history.current;
    const cut = (await encodeLink(emptyDocument('pc'))).slice(0, -4);
    page.visit(cut);
    await links.openFromAddress();
    follow();
    await vi.advanceTimersByTimeAsync(1000);
    expect(links.failure?.code).toBe('cut');
    expect(history.current).toBe(own);
    expect(page.fragment()).toBe(cut);
    history.commit(setRam(8));
    follow();
    await vi.advanceTimersByTimeAsync(250);
    expect(page.fragment()).toBe(await encodeLink(history.current));
    expect(links.failure).toBeUndefined();
  });

  it('reads a link that arrives while the address bar is still to follow an edit, instead of writing over it', async () => {
    const { page, history, links, follow } = make();
    history.commit(setRam(4));
    follow();
    page.visit(await encodeLink(emptyDocument('pc')));
    await vi.advanceTimersByTimeAsync(1000);
    expect(links.pending?.document.machine.type).toBe('pc');
    expect(page.fragment()).toBe(await encodeLink(emptyDocument('pc')));
  });

  it('keeps what it says of a link that arrives while the own one is being made', async () => {
    const { page, history, links, follow } = make();
    const cut = (await encodeLink(emptyDocument('pc'))).slice(0, -4);
    history.commit(setRam(4));
    follow();
    vi.advanceTimersByTime(250);
    page.visit(cut);
    await links.openFromAddress();
    await vi.advanceTimersByTimeAsync(1000);
    expect(links.failure?.code).toBe('cut');
    expect(page.fragment()).toBe(cut);
  });

  it('takes a whole link pasted as text', async () => {
    const { history, links } = make();
    await links.openText(`https://other.example/#${await encodeLink(emptyDocument('microvm'))}`);
    expect(history.current.machine.type).toBe('microvm');
  });

  it('does not mind a fragment that is no link', async () => {
    const { page, links } = make();
    page.visit('chapter-2');
    await links.openFromAddress();
    expect(links.failure).toBeUndefined();
  });
});

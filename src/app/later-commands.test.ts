import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from './commands';
import { LaterCommands } from './later-commands';

const commands: readonly Command[] = [];

describe('commands that come later', () => {
  it('are shown once, however often they are asked for', async () => {
    const later = new LaterCommands();
    const show = vi.fn(() => () => undefined);
    later.add(() => Promise.resolve(commands), show);
    await Promise.all([later.fetch(vi.fn()), later.fetch(vi.fn())]);
    expect(show).toHaveBeenCalledExactlyOnceWith(commands);
    expect(later.fetch(vi.fn())).toBeUndefined();
  });

  it('are not shown where their view went away before they came', async () => {
    const later = new LaterCommands();
    const show = vi.fn(() => () => undefined);
    const remove = later.add(() => Promise.resolve(commands), show);
    const coming = later.fetch(vi.fn());
    remove();
    await coming;
    expect(show).not.toHaveBeenCalled();
  });

  it('are not missed where they fail after their view went away', async () => {
    const later = new LaterCommands();
    const show = vi.fn(() => () => undefined);
    later.add(() => Promise.resolve(commands), show);
    const remove = later.add(
      () => Promise.reject(new Error('no view')),
      () => () => undefined,
    );
    const tell = vi.fn();
    const coming = later.fetch(tell);
    remove();
    await coming;
    expect(tell).not.toHaveBeenCalled();
    expect(show).toHaveBeenCalledOnce();
  });

  describe('of several views', () => {
    const shown: string[] = [];
    const show = (name: string) => () => {
      shown.push(name);
      return () => undefined;
    };
    let come: () => void;
    const slow = (): Promise<readonly Command[]> => new Promise((resolve) => (come = () => resolve(commands)));
    const quick = (): Promise<readonly Command[]> => Promise.resolve(commands);
    beforeEach(() => void shown.splice(0));

    it('come in one go, so that what is pressed meanwhile is done in order', async () => {
      const later = new LaterCommands();
      later.add(quick, show('quick'));
      later.add(slow, show('slow'));
      const first = later.fetch(vi.fn())?.then(() => shown.push('first key'));
      await Promise.resolve();
      expect(shown).toEqual([]);
      const second = later.fetch(vi.fn())?.then(() => shown.push('second key'));
      come();
      await Promise.all([first, second]);
      expect(shown).toEqual(['quick', 'slow', 'first key', 'second key']);
    });

    it('are waited for, even those whose view came on screen meanwhile', async () => {
      const later = new LaterCommands();
      later.add(slow, show('there'));
      const coming = later.fetch(vi.fn());
      later.add(quick, show('new'));
      come();
      await coming;
      expect(shown).toEqual(['there', 'new']);
    });
  });

  it('go with their view', async () => {
    const later = new LaterCommands();
    const hide = vi.fn();
    const remove = later.add(
      () => Promise.resolve(commands),
      () => hide,
    );
    await later.fetch(vi.fn());
    remove();
    expect(hide).toHaveBeenCalledOnce();
  });

  it('that cannot be fetched are told, and tried again', async () => {
    const later = new LaterCommands();
    const fetch = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValueOnce(commands);
    const show = vi.fn(() => () => undefined);
    later.add(fetch, show);
    const tell = vi.fn();
    await later.fetch(tell);
    expect(tell).toHaveBeenCalledOnce();
    await later.fetch(tell);
    expect(show).toHaveBeenCalledOnce();
  });
});

import { describe, expect, it } from 'vitest';
import { brokenStore, memoryStore } from './page-for-tests';
import { Theme } from './theme.svelte';

const darkSystem = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined };

describe('the theme', () => {
  it('follows the system until the user chooses', () => {
    const theme = new Theme(memoryStore());
    theme.followSystem(darkSystem);
    expect([theme.choice, theme.shown]).toEqual(['system', 'dark']);
    theme.toggle();
    expect([theme.choice, theme.shown]).toEqual(['light', 'light']);
  });

  it('remembers an override and forgets it when it equals the system', () => {
    const store = memoryStore();
    new Theme(store).toggle();
    const again = new Theme(store);
    expect(again.choice).toBe('dark');
    again.toggle();
    expect(new Theme(store).choice).toBe('system');
  });

  it('works where storage is forbidden', () => {
    const theme = new Theme(brokenStore);
    theme.toggle();
    expect(theme.shown).toBe('dark');
  });
});

import { describe, expect, it } from 'vitest';
import { brokenStore, memoryStore } from './page-for-tests';
import { Reviewer } from './reviewer.svelte';

describe('who comments in a browser', () => {
  it('is asked once, and kept', () => {
    const store = memoryStore();
    const first = new Reviewer(store);
    expect([first.isAsked, first.name]).toEqual([false, '']);
    first.call(' Ada ');
    first.wrote('c1');
    const later = new Reviewer(store);
    expect([later.isAsked, later.name]).toEqual([true, 'Ada']);
    expect([later.isOwn('c1'), later.isOwn('c2')]).toEqual([true, false]);
  });

  it('may stay without a name, and is not asked again', () => {
    const store = memoryStore();
    new Reviewer(store).call('');
    expect(new Reviewer(store).isAsked).toBe(true);
  });

  it('is known as long as the page where the browser keeps nothing', () => {
    const reviewer = new Reviewer(brokenStore);
    reviewer.call('Ada');
    reviewer.wrote('c1');
    expect([reviewer.name, reviewer.isOwn('c1')]).toEqual(['Ada', true]);
  });
});

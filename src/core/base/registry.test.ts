import { describe, expect, it } from 'vitest';
import { registry } from './registry';

describe('a registry', () => {
  const table = registry([{ id: 'b' }, { id: 'a' }]);

  it('keeps the order of its table', () => {
    expect(table.all.map((entry) => entry.id)).toEqual(['b', 'a']);
  });

  it('finds an entry by its id, and nothing for an unknown one', () => {
    expect(table.find('a')).toBe(table.all[1]);
    expect(table.find('toString')).toBeUndefined();
  });

  it('refuses two entries with one id', () => {
    expect(() => registry([{ id: 'a' }, { id: 'a' }])).toThrow('share an id');
  });
});

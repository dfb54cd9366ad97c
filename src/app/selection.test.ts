import { describe, expect, it } from 'vitest';
import { range } from '../core/base/range';
import { Selection } from './selection.svelte';

const low = range(0, 0x8000_0000);
const high = range(0x1_0000_0000, 0x2_0000_0000);

describe('the selection', () => {
  it('marks the selected thing before the hovered one', () => {
    const selection = new Selection();
    selection.select({ path: 'devices.1' });
    selection.hover({ path: 'devices.1' });
    expect(selection.mark('devices.1')).toBe('selected');
    selection.select();
    expect(selection.mark('devices.1')).toBe('hovered');
    selection.hover();
    expect(selection.mark('devices.1')).toBeUndefined();
  });

  it('takes a field and its entity as the same thing, and neighbours in number as different ones', () => {
    const selection = new Selection();
    selection.select({ path: 'devices.1' });
    expect(selection.mark('devices.1.addr')).toBe('selected');
    expect(selection.mark('devices.10')).toBeUndefined();
    selection.select({ path: 'devices.1.addr' });
    expect(selection.mark('devices.1')).toBe('selected');
    expect(selection.mark('devices.1.node')).toBeUndefined();
  });

  it('lets bytes decide between two ranges of one field', () => {
    const selection = new Selection();
    selection.select({ path: 'memory.size', range: low });
    expect(selection.mark('memory.size', low)).toBe('selected');
    expect(selection.mark('memory.size', high)).toBeUndefined();
    expect(selection.mark('memory.size')).toBe('selected');
    expect(selection.mark(undefined, range(0x1000, 0x2000))).toBe('selected');
  });

  it('marks nothing that has neither a place nor bytes', () => {
    const selection = new Selection();
    selection.select({});
    expect(selection.mark()).toBeUndefined();
    expect(selection.mark('memory')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { InlinePlanner } from '../client/inline-planner';
import { GiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { applyEdit } from '../core/document/edit';
import { fourApu } from '../core/document/samples/four-apu';
import type { Plan } from '../core/plan/plan';
import { followedPath, followedTarget } from './selection-follow';

const { document } = fourApu;
const planOf = (of: typeof document): Promise<Plan> => new InlinePlanner().call('plan', { document: of, revision: 1 });

describe('a selected place in the layout', () => {
  it('goes where its item goes in the list', () => {
    const moved = applyEdit(document, { op: 'move', path: 'devices.3', to: 0 });
    expect(followedPath('devices.3.addr', document, moved)).toBe('devices.0.addr');
    expect(followedPath('devices.0', document, moved)).toBe('devices.1');
  });

  it('steps up when something before it is removed, and is gone with its item', () => {
    const shorter = applyEdit(document, { op: 'remove', path: 'devices.1' });
    expect(followedPath('devices.2', document, shorter)).toBe('devices.1');
    expect(followedPath('devices.1', document, shorter)).toBeUndefined();
    expect(
      followedPath('devices.3', document, applyEdit(document, { op: 'remove', path: 'devices.3' })),
    ).toBeUndefined();
  });

  it('stays where it is while its item, or something outside of lists, is edited', () => {
    const edited = applyEdit(document, { op: 'set', path: 'devices.2.addr', value: 512 * GiB });
    expect(followedPath('devices.2', document, edited)).toBe('devices.2');
    expect(followedPath('memory.maxmem', document, edited)).toBe('memory.maxmem');
    expect(followedPath('devices.7', document, edited)).toBe('devices.7');
  });
});

describe('a selected range', () => {
  it('goes where its device goes', async () => {
    const sp4 = { path: 'devices.3', range: range(450 * GiB, 578 * GiB) };
    const later = applyEdit(document, { op: 'set', path: 'devices.3.addr', value: 452 * GiB });
    const [before, after] = [await planOf(document), await planOf(later)];
    expect(followedTarget(sp4, before, after)).toEqual({ ...sp4, range: range(452 * GiB, 580 * GiB) });
    expect(followedTarget(sp4, before, before)).toBe(sp4);
  });

  it('stays the same bytes where they were chosen as bytes', async () => {
    const later = applyEdit(document, { op: 'set', path: 'devices.3.addr', value: 452 * GiB });
    const [before, after] = [await planOf(document), await planOf(later)];
    const part = { path: 'devices.3', range: range(460 * GiB, 461 * GiB) };
    expect(followedTarget(part, before, after)).toBe(part);
    const bare = { range: range(450 * GiB, 578 * GiB) };
    expect(followedTarget(bare, before, after)).toBe(bare);
  });
});

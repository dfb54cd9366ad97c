import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB } from '../base/addr';
import { arbitraryDocument } from './arbitrary';
import { readDocument } from './defaults';
import type { Edit } from './edit';
import { followedReview } from './follow-review';
import type { Thread } from './review';
import { documentSchema, type LayoutDocument } from './schema';
import { commitEdits } from './validate';

const names = ['a', 'b', 'c', 'd'];
const layout = (threads: readonly object[], waivers: readonly object[] = []): LayoutDocument => {
  const read = readDocument({
    format: 6,
    machine: { type: 'q35' },
    backends: names.map((name) => ({ id: `m${name}`, type: 'ram', size: GiB })),
    nodes: [{ id: 0 }, { id: 2 }],
    devices: [
      ...names.map((id) => ({ kind: 'sp-mem', id, memdev: `m${id}` })),
      { kind: 'pc-dimm', memdev: 'x' },
      { kind: 'other', driver: 'gpu', bars: [{ size: 1 }, { size: 2 }] },
    ],
    events: [{ do: 'reboot' }, { do: 'unplug', device: 'a' }, { do: 'reboot', title: 'again' }],
    review: { threads, waivers },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const thread = (path: string, more: object = {}): object => ({ id: 't', path, comments: [{ id: 'c' }], ...more });
const about = (path: string): LayoutDocument => layout([thread(path)]);

function commit(document: LayoutDocument, ...edits: readonly Edit[]): LayoutDocument {
  const committed = commitEdits(document, edits);
  if (!committed.ok) throw new Error(JSON.stringify(committed.error));
  return committed.value;
}
const first = ({ review }: LayoutDocument): Partial<Thread> => review.threads[0] ?? {};
const pathAfter = (path: string, ...edits: readonly Edit[]): string | undefined =>
  first(commit(about(path), ...edits)).path;
const remove = (path: string): Edit => ({ op: 'remove', path });
const set = (path: string, value: unknown): Edit => ({ op: 'set', path, value });

describe('a thread about a thing of the layout', () => {
  it('goes where the thing goes in its list', () => {
    expect(pathAfter('devices.2.addr', { op: 'move', path: 'devices.2', to: 0 })).toBe('devices.0.addr');
    expect(pathAfter('devices.0', { op: 'move', path: 'devices.2', to: 0 })).toBe('devices.1');
    expect(pathAfter('devices.2', remove('devices.0'))).toBe('devices.1');
    expect(pathAfter('events.1', { op: 'insert', path: 'events.0', value: { do: 'reboot' } })).toBe('events.2');
    expect(pathAfter('devices.5.bars.1', remove('devices.5.bars.0'))).toBe('devices.5.bars.0');
    expect(pathAfter('machine.extra.a.b', remove('devices.0'))).toBe('machine.extra.a.b');
  });

  it('stays with it while it is edited, also in the step that moves it', () => {
    const address = set('devices.1.addr', 8 * GiB);
    expect(pathAfter('devices.1', address)).toBe('devices.1');
    expect(pathAfter('devices.2', remove('devices.0'), address)).toBe('devices.1');
    expect(pathAfter('events.2', remove('events.0'), set('events.1.atMs', 5))).toBe('events.1');
    expect(pathAfter('devices.0', set('devices.0.id', 'other'))).toBe('devices.0');
    expect(pathAfter('devices.4', set('devices.4', { kind: 'nvdimm', memdev: 'x' }))).toBe('devices.4');
  });

  it('goes with things that change places by being put anew', () => {
    const document = about('devices.0');
    const [a, b] = document.devices;
    expect(first(commit(document, set('devices.0', b), set('devices.1', a))).path).toBe('devices.1');
    const dimm = about('devices.4');
    const [gpu, same] = [dimm.devices[5], dimm.devices[4]];
    expect(first(commit(dimm, set('devices.4', gpu), set('devices.5', same))).path).toBe('devices.5');
  });

  it('is orphaned with a name when the thing is removed, and finds what has that name later', () => {
    const gone = commit(about('devices.1.addr'), remove('devices.1'));
    expect(first(gone)).toEqual({ id: 't', what: 'b addr', gone: true, comments: [{ id: 'c', text: '' }] });
    const other = commit(gone, { op: 'insert', path: 'devices.0', value: { kind: 'pc-dimm', id: 'e' } });
    expect(first(other)).toBe(first(gone));
    const back = commit(other, { op: 'insert', path: 'devices.0', value: { kind: 'sp-mem', id: 'b' } });
    expect(first(back)).toEqual({ id: 't', path: 'devices.0.addr', what: 'b addr', comments: [{ id: 'c', text: '' }] });
    expect(
      first(commit(about('nodes.1'), remove('nodes.1'), { op: 'insert', path: 'nodes.0', value: { id: 2 } })).path,
    ).toBe('nodes.0');
  });

  it('is orphaned when another thing takes the place', () => {
    const value = { kind: 'sp-mem', id: 'z' };
    const replaced = commit(about('devices.0'), remove('devices.0'), { op: 'insert', path: 'devices.0', value });
    expect(first(replaced)).toMatchObject({ gone: true, what: 'a' });
    expect(first(commit(about('devices.0'), set('devices.0', value)))).toMatchObject({ gone: true, what: 'a' });
    expect(first(commit(about('events.2'), remove('events.2')))).toMatchObject({ gone: true, what: 'step t3' });
  });

  it('is about nothing where two things have the name', () => {
    const gone = commit(about('devices.1'), remove('devices.1'));
    const twice = { op: 'insert', path: 'devices.-', value: { kind: 'sp-mem', id: 'b' } } as const;
    expect(first(commit(gone, twice, twice))).toMatchObject({ gone: true });
  });

  it('stays where the same step puts it', () => {
    const moved = commit(about('devices.0'), remove('devices.0'), set('review.threads.0.path', 'devices.2'));
    expect(first(moved).path).toBe('devices.2');
    const answered = commit(about('devices.1'), remove('devices.0'), {
      op: 'insert',
      path: 'review.threads.0.comments.-',
      value: { id: 'd', text: 'done' },
    });
    expect(first(answered)).toMatchObject({ path: 'devices.0', comments: [{ id: 'c' }, { id: 'd' }] });
  });
});

describe('a waiver', () => {
  it('follows as threads do, and lets nothing pass once its place is gone', () => {
    const document = layout([], [{ code: 'x', path: 'devices.1', reason: 'known' }]);
    expect(commit(document, remove('devices.0')).review.waivers[0]?.path).toBe('devices.0');
    expect(commit(document, remove('devices.1')).review.waivers).toEqual([
      { code: 'x', reason: 'known', what: 'b', gone: true },
    ]);
  });
});

describe('a review of a layout that another one takes the place of', () => {
  it('stays on what has the same name or says the same', () => {
    const before = layout(
      ['devices.3', 'devices.4', 'nodes.1', 'events.2', 'devices.0'].map((path, n) => thread(path, { id: `t${n}` })),
    );
    const { devices, events } = structuredClone(before);
    const after: LayoutDocument = {
      ...structuredClone(before),
      devices: devices.slice(1).toReversed(),
      nodes: [{ id: 2 }],
      events: events.slice(1),
    };
    const { threads } = followedReview(before.review, before, after);
    expect(threads.map(({ path, gone }) => path ?? gone)).toEqual([
      'devices.2',
      'devices.1',
      'nodes.0',
      'events.1',
      true,
    ]);
  });
});

/** Edits that may or may not have a place. */
const position = fc.oneof(fc.nat(6).map(String), fc.constant('-'));
const list = fc.constantFrom('devices', 'nodes', 'backends', 'events', 'host.ranges', 'devices.0.bars');
const value = fc.oneof(
  fc.record({ kind: fc.constant('sp-mem'), id: fc.constantFrom(...names) }),
  fc.record({ id: fc.nat(3) }),
  fc.record({ do: fc.constant('reboot') }),
);
const path = fc.tuple(list, position).map((parts) => parts.join('.'));
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ op: fc.constant('insert' as const), path, value }),
  fc.record({ op: fc.constant('remove' as const), path: fc.oneof(path, list) }),
  fc.record({ op: fc.constant('move' as const), path, to: fc.nat(6) }),
  fc.record({ op: fc.constant('set' as const), path: path.map((one) => `${one}.addr`), value: fc.nat() }),
  fc.record({ op: fc.constant('set' as const), path, value }),
  fc.record({ op: fc.constant('set' as const), path: list, value: fc.array(value, { maxLength: 4 }) }),
);

describe('any edits of any layout', () => {
  it('leave a review that the schema takes, and the very same one where it is about nothing that moves', () => {
    fc.assert(
      fc.property(arbitraryDocument, fc.array(anyEdit, { maxLength: 6 }), (document, edits) => {
        const done = commitEdits(document, edits);
        if (!done.ok) return;
        expect(documentSchema.safeParse(done.value).success).toBe(true);
        expect(done.value.review.threads.map(({ id }) => id)).toEqual(document.review.threads.map(({ id }) => id));
        if (
          document.devices === done.value.devices &&
          document.review.threads.every(({ path: at }) => at === 'memory.size')
        )
          expect(done.value.review.threads).toBe(document.review.threads);
      }),
      { numRuns: 200 },
    );
  });

  it('never lead a thread to another thing', () => {
    const named = fc.constantFrom(...names, 'p', 'q');
    const device = named.map((id) => ({ kind: 'sp-mem', id }));
    const at = (to: fc.Arbitrary<number>) => to.map((index) => `devices.${index}`);
    const change: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({ op: fc.constant('insert' as const), path: at(fc.nat(4)), value: device }),
      fc.record({ op: fc.constant('remove' as const), path: at(fc.nat(4)) }),
      fc.record({ op: fc.constant('move' as const), path: at(fc.nat(4)), to: fc.nat(4) }),
      fc.record({ op: fc.constant('set' as const), path: at(fc.nat(4)), value: device }),
      fc.record({
        op: fc.constant('set' as const),
        path: at(fc.nat(4)).map((each) => `${each}.addr`),
        value: fc.nat(),
      }),
      fc.record({
        op: fc.constant('set' as const),
        path: fc.constant('devices'),
        value: fc.array(device, { maxLength: 5 }),
      }),
    );
    const threads = names.map((id, index) => thread(`devices.${index}`, { id }));
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 4 }), (steps) => {
        const document = steps.reduce((before, edits) => {
          const done = commitEdits(before, edits);
          return done.ok ? done.value : before;
        }, layout(threads));
        for (const { id, path: found, gone } of document.review.threads) {
          const index = Number(found?.split('.')[1]);
          const thing = found === undefined ? undefined : document.devices[index];
          expect(gone === true ? id : thing?.id).toBe(id);
          // What is there under its name, once, is found.
          if (gone === true) expect(document.devices.filter((each) => each.id === id).length).not.toBe(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

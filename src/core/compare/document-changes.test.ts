/** What is told of two layouts, and that it is all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryDocument } from '../document/arbitrary';
import { compactDocument, emptyDocument, readDocument, type Json } from '../document/defaults';
import { samples } from '../document/samples/index';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import { CHANGE_GROUPS, type Change } from './change';
import { documentChanges } from './document-changes';
import { outlook } from './outlook';

const layout = (value: object): LayoutDocument => {
  const read = readDocument({ format: 5, machine: { type: 'q35' }, ...value });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const GiB = 2 ** 30;

const said = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ what, kind, before, after }) =>
    [`${what} ${kind}`, [before, after].filter((words) => words !== undefined).join(' → ')].join(': '),
  );

/** The same content, every key in another order. */
function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, shuffled(inner as Json)]),
  );
}

const stacks = (...sizes: readonly number[]): object => ({
  memory: { size: 64 * GiB, maxmem: 1024 * GiB },
  backends: sizes.map((size, index) => ({ id: `hbm${index + 1}`, type: 'ram', size: size * GiB })),
  devices: sizes.map((_size, index) => ({
    kind: 'sp-mem',
    id: `sp${index + 1}`,
    memdev: `hbm${index + 1}`,
    node: index,
  })),
});

/** All that is computed of the start, but for how the command line spells it, and what the document says of other things. */
function outcome(document: LayoutDocument): object {
  const { verdict, limit, snapshots } = computePlan(document, 1);
  const { title, dialect, objects, globals, options, host, fleet, events } = document;
  return { verdict, limit, snapshots, document: { title, dialect, objects, globals, options, host, fleet, events } };
}

describe('two layouts', () => {
  test('that are the same have no changes, whatever the order of keys', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const again = readDocument(shuffled(compactDocument(document)));
        expect(again.ok && documentChanges(document, again.value)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('that differ have some, each with its place and its words', () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (before, after) => {
        const changes = documentChanges(before, after);
        const isSame = JSON.stringify(compactDocument(before)) === JSON.stringify(compactDocument(after));
        if (isSame) expect(changes).toEqual([]);
        // What says the same as its absence may differ.
        else if (changes.length === 0) expect(outcome(after)).toEqual(outcome(before));
        for (const { what, path, before: was, after: is, kind } of changes) {
          expect(what).not.toBe('');
          expect(path).not.toBe('');
          expect([was, is].some((words) => words !== undefined)).toBe(true);
          expect(is === undefined).toBe(kind === 'removed');
          expect(was === undefined).toBe(kind === 'added');
        }
      }),
      { numRuns: 100 },
    );
  });

  test('are told in the order of the groups', () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, (before, after) => {
        const order = documentChanges(before, after).map(({ group }) =>
          CHANGE_GROUPS.findIndex(({ id }) => id === group),
        );
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  test('of which one has a single field more that means something say so, whichever it is', () => {
    fc.assert(
      fc.property(arbitraryDocument, fc.nat(), (document, choice) => {
        const json = compactDocument(document) as Record<string, Json>;
        // What reviewers say is no part of what is compared.
        const fields = Object.keys(json).filter((key) => !['format', 'machine', 'review'].includes(key));
        const left = fields[choice % Math.max(1, fields.length)];
        if (left === undefined) return;
        const { [left]: gone, ...rest } = json;
        const without = readDocument(rest);
        if (!without.ok) return;
        expect(gone).toBeDefined();
        const [there, back] = [documentChanges(document, without.value), documentChanges(without.value, document)];
        expect(there.length > 0).toBe(back.length > 0);
        if (there.length === 0) expect(outcome(without.value)).toEqual(outcome(document));
      }),
      { numRuns: 100 },
    );
  });
});

describe('changes', () => {
  test('of a stack’s size are the stack’s, in its own name', () => {
    const before = layout(stacks(128, 128));
    expect(said(documentChanges(before, layout(stacks(128, 192))))).toEqual(['sp2 resized: 128 GiB → 192 GiB']);
  });

  test('tell a device and its backend once', () => {
    const [one, two] = [layout(stacks(128)), layout(stacks(128, 64))];
    expect(said(documentChanges(one, two))).toEqual(['sp2 added: 64 GiB, Specific-purpose memory, node 1']);
    expect(said(documentChanges(two, one))).toEqual(['sp2 removed: 64 GiB, Specific-purpose memory, node 1']);
  });

  test('of addresses and sizes have words of their own', () => {
    const device = { kind: 'sp-mem', id: 'sp1', memdev: 'hbm1', node: 0 };
    const before = layout(stacks(128));
    const after = layout({ ...stacks(128), devices: [{ ...device, addr: 0x40_0000_0000 }], memory: { size: 4 * GiB } });
    expect(said(documentChanges(before, after))).toEqual([
      'Boot RAM resized: 64 GiB → 4 GiB',
      'maxmem changed: 1 TiB → no window',
      'sp1: address moved: auto → 0x4000000000',
    ]);
  });

  test('tell another order of devices, which decides addresses, and no other order', () => {
    const before = layout({ ...stacks(1, 2, 3), nodes: [{ id: 0 }, { id: 1 }] });
    const turned = {
      ...before,
      devices: before.devices.toReversed(),
      backends: before.backends.toReversed(),
      nodes: before.nodes.toReversed(),
    };
    expect(said(documentChanges(before, turned))).toEqual(['Order of devices changed: sp1, sp2, sp3 → sp3, sp2, sp1']);
  });

  test('know a device again that has another name, by its backend', () => {
    const before = layout(stacks(128));
    const after = layout({ ...stacks(128), devices: [{ kind: 'sp-mem', id: 'gpu0', memdev: 'hbm1', node: 0 }] });
    expect(said(documentChanges(before, after))).toEqual(['gpu0: name changed: sp1 → gpu0']);
  });

  test('of a host are ranges, nodes and counts of lines', () => {
    const range = (start: number, size: number, type = 1): object => ({ start: start * GiB, size: size * GiB, type });
    const before = layout({ host: { ranges: [range(0, 2), range(4, 60)] } });
    const after = layout({
      host: {
        physBits: 46,
        ranges: [range(0, 2), range(4, 124), range(128, 128, 0xefff_ffff)],
        resources: [{ start: 0, size: 4096, name: 'Reserved', depth: 0 }],
      },
    });
    expect(said(documentChanges(before, after))).toEqual([
      'Host address bits changed: unknown → 46',
      '0x2000000000-0x3fffffffff added: soft reserved, 128 GiB',
      '0x100000000-0x1fffffffff resized: 60 GiB → 124 GiB',
      'Lines of /proc/iomem changed: none → 1',
    ]);
  });

  test('of options kept as typed have their names, whatever these are', () => {
    const before = layout({ machine: { type: 'q35', extra: { smm: 'on' } } });
    const after = layout({ machine: { type: 'q35', extra: { smm: 'off', constructor: 'x', __proto__: 'y' } } });
    expect(said(documentChanges(before, after))).toEqual(['smm changed: on → off', 'constructor changed: none → x']);
    expect(documentChanges(after, before)).toHaveLength(2);
  });

  test('of steps are those between what stayed', () => {
    const step = (id: string): object => ({ do: 'unplug', device: id });
    const before = layout({ events: ['a', 'b', 'c'].map(step) });
    expect(said(documentChanges(before, layout({ events: ['a', 'x', 'c'].map(step) })))).toEqual([
      't2 changed: unplug b → unplug x',
    ]);
    expect(said(documentChanges(before, layout({ events: ['a', 'b', 'n', 'c'].map(step) })))).toEqual([
      't3 added: unplug n',
    ]);
    expect(said(documentChanges(before, layout({ events: [step('c')] })))).toEqual([
      't1 removed: unplug a',
      't2 removed: unplug b',
    ]);
  });

  test('of very long layouts take no long time', () => {
    const events = Array.from({ length: 100_000 }, (_, index) => ({ do: 'unplug', device: `d${index}` }));
    const before = layout({ events });
    const after = layout({ events: events.map(({ device }) => ({ do: 'unplug', device: `${device}x` })) });
    const from = process.cpuUsage();
    expect(documentChanges(before, after)).toHaveLength(100_000);
    expect(process.cpuUsage(from).user).toBeLessThan(5e6);
  });
});

describe('an outlook', () => {
  const [first] = samples.all;
  if (first === undefined) throw new Error('no sample');

  test('of the same layout is empty, and QEMU makes the same of it', () => {
    const { groups, before, after } = outlook(first.document, structuredClone(first.document));
    expect(groups).toEqual([]);
    expect(before).toEqual(after);
    expect(before.e820).toContain('0x1080000000-0x307fffffff soft reserved');
  });

  test('has QEMU’s own words where it will refuse, and no table', () => {
    const refused = layout({
      cpu: { physBits: 36, model: 'Skylake-Server' },
      memory: { size: 4 * GiB, slots: 8, maxmem: 32 * GiB },
    });
    const { after } = outlook(emptyDocument(), refused);
    expect(after.error).toBe('Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)');
    expect(after.e820).toBeUndefined();
  });

  test('hands over no more of a group than anybody reads, and how many there are', () => {
    const events = Array.from({ length: 1000 }, () => ({ do: 'reboot' }));
    const { groups } = outlook(emptyDocument(), layout({ events }));
    expect(groups.map(({ title, count, changes }) => [title, count, changes.length])).toEqual([['Steps', 1000, 200]]);
  });
});

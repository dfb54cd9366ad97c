/** Two layouts, held against each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { importText } from '../codecs/importers';
import { computePlan } from '../plan/compute';
import { arbitraryDocument } from '../document/arbitrary';
import { compactDocument, readDocument, type Json } from '../document/defaults';
import { layout } from '../document/layout-builder';
import { fourApu } from '../document/samples/four-apu';
import { overlapV1 } from '../document/samples/overlap-v1';
import { samples } from '../document/samples/index';
import type { LayoutDocument } from '../document/schema';
import { compareLayouts } from './compare-layouts';
import type { ComparedOption, Comparison, RangeChange } from './comparison';

const STACKS = [1, 2, 3, 4];

/** Four stacks beside 64 GiB of RAM, as people start them. */
const apus = (stack: string, maxmem: string, title = ''): LayoutDocument => ({
  ...read(
    [
      `-machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=${maxmem}`,
      '-object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0',
      ...STACKS.map((id) => `-numa node,nodeid=${id}`),
      ...STACKS.map((id) => `-object memory-backend-ram,id=hbm${id},size=${stack}`),
      ...STACKS.map((id) => `-device sp-mem,id=sp${id},memdev=hbm${id},node=${id}`),
    ].join(' '),
  ),
  title,
});

function read(text: string): LayoutDocument {
  const imported = importText(text);
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value.document;
}

const told = ({ id, kinds, words }: RangeChange): string => `${id}: ${kinds.join(', ')}; ${words.join(', ')}`;
const factOf = ({ facts }: Comparison, label: string) => facts.find((fact) => fact.label === label);
const optionText = ({ pieces, likewise }: ComparedOption): string =>
  [
    pieces
      .map(({ text, in: side }) => (side === 'both' ? text : side === 'before' ? `[-${text}]` : `[+${text}]`))
      .join(''),
    ...likewise,
  ].join(' ~');
const changed = ({ ranges }: Comparison): readonly string[] =>
  ranges.filter(({ kinds }) => kinds[0] !== 'unchanged').map(told);

describe('four APUs whose stacks grow from 128 to 192 GiB', () => {
  const [before, after] = [apus('128G', '576G', '4-APU guest, rev B'), apus('192G', '832G', '4-APU guest, rev C')];
  const comparison = compareLayouts(before, after);

  test('are told as resized and moved, by as much as each is, and RAM as unchanged', () => {
    expect(comparison.ranges.map(told)).toEqual([
      'RAM low: unchanged; unchanged, 2 GiB',
      'PCI, flash: unchanged; unchanged, 2 GiB',
      'RAM high: unchanged; unchanged, 62 GiB',
      'sp1: resized; resized + 64 GiB, same start',
      'sp2: resized, moved; resized + 64 GiB, moved + 64 GiB',
      'sp3: resized, moved; resized + 64 GiB, moved + 128 GiB',
      'sp4: resized, moved; resized + 64 GiB, moved + 192 GiB',
      'Window, free: moved; moved + 256 GiB, same size',
      '64-bit PCI hole: moved; moved + 256 GiB, same size',
      'HyperTransport: unchanged; unchanged, 12 GiB',
    ]);
    const sp = comparison.ranges.filter(({ id }) => id.startsWith('sp'));
    expect(sp.map(({ before: was, after: is }) => [was?.range.start, is?.range.start].map(Number))).toEqual([
      [0x10_8000_0000, 0x10_8000_0000],
      [0x30_8000_0000, 0x40_8000_0000],
      [0x50_8000_0000, 0x70_8000_0000],
      [0x70_8000_0000, 0xa0_8000_0000],
    ]);
    expect(sp.map(({ movedBy, resizedBy }) => [movedBy / GiB, resizedBy / GiB])).toEqual([
      [0, 64],
      [64, 64],
      [128, 64],
      [192, 64],
    ]);
  });

  test('have their facts side by side: 40 bits both, 398 and 142 GiB to the 1 TiB jump', () => {
    expect(comparison.facts.map(({ label, before: was, after: is, differs }) => [label, was, is, differs])).toEqual([
      ['starts', 'yes', 'yes', false],
      ['address bits', '40', '40', false],
      ['to the 1 TiB jump', '398 GiB', '142 GiB', true],
      ['RAM', '64 GiB', '64 GiB', false],
      ['SPM', '512 GiB', '768 GiB', true],
      ['window', '516 GiB', '772 GiB', true],
      ['window, free', '4 GiB', '4 GiB', false],
      ['E820 entries', '7', '7', false],
      ['etc/e820', '140 B', '140 B', false],
      ['warnings', '1', '1', false],
    ]);
    for (const [side, document] of [
      [comparison.before, before],
      [comparison.after, after],
    ] as const) {
      const { verdict } = computePlan(document, 0);
      expect((side.toJump?.end ?? 0) - (side.toJump?.start ?? 0)).toBe(verdict.bytesToMove);
      expect(side.toJump?.end).toBe(0xfd_0000_0000);
    }
  });

  test('are summed up in sentences', () => {
    expect(comparison.headline).toBe('Each GPU gets 64 GiB more');
    expect(comparison.summary).toBe(
      'sp1 to sp4 grow from 128 to 192 GiB, sp2 to sp4 and the hole move up to make room. RAM stays. The guest still needs 40 bits and comes 256 GiB closer to the 1 TiB jump.',
    );
  });

  test('show the words of the command line that differ, once for all that changed alike', () => {
    expect(comparison.options.map(optionText)).toEqual([
      '-m 64G,slots=4,maxmem=[-576G][+832G]',
      '-object memory-backend-ram,id=hbm1,size=[-128G][+192G] ~hbm2 ~hbm3 ~hbm4',
    ]);
    expect(comparison.options[1]?.name).toBe('hbm1');
  });

  test('show the bytes of each entry of etc/e820', () => {
    const sp2 = comparison.ranges.find(({ id }) => id === 'sp2')?.entries;
    const hex = (bytes: Uint8Array = new Uint8Array()): string =>
      [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    expect([sp2?.before?.offset, sp2?.after?.offset]).toEqual([0x50, 0x50]);
    expect(hex(sp2?.before?.bytes)).toBe('00 00 00 80 30 00 00 00 00 00 00 00 20 00 00 00 ff ff ff ef');
    expect(hex(sp2?.after?.bytes)).toBe('00 00 00 80 40 00 00 00 00 00 00 00 30 00 00 00 ff ff ff ef');
    expect(comparison.ranges.find(({ id }) => id === 'Window, free')?.entries).toBeUndefined();
  });

  test('without a title are not called GPUs', () => {
    expect(compareLayouts(apus('128G', '576G'), apus('192G', '832G')).headline).toBe(
      'Each SPM device gets 64 GiB more',
    );
  });
});

/** The same content, every key in another order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner as Json)]),
  );
}

/** The first patches, which have a test of their own. */
const placesByBackends = ({ dialect }: LayoutDocument): boolean => /^spm-v[12]$/.test(dialect);

/** The same layout as somebody else would write it: lists whose order says nothing turned round, defaults written down. */
function respelled(document: LayoutDocument): LayoutDocument {
  const again = readDocument(turned(compactDocument(document)));
  if (!again.ok) throw new Error('a layout does not read back');
  const { value } = again;
  const backends = value.backends.map((backend) => ({ share: false, reserve: true, ...backend }));
  return {
    ...value,
    title: `${value.title.slice(0, 20)}, again`,
    backends: placesByBackends(value) ? value.backends : backends.toReversed(),
    nodes: value.nodes
      .map((node) => (node.cpus === undefined ? node : { ...node, cpus: split(node.cpus).toReversed() }))
      .toReversed(),
    cpuAssignments: value.cpuAssignments.toReversed(),
    distances: value.distances.toReversed(),
    hmat: value.hmat.toReversed(),
    devices: value.devices.map((device) => (device.kind === 'pc-dimm' ? { node: 0, ...device } : device)),
    review: { threads: [], waivers: [{ code: 'any', reason: 'seen' }] },
  };
}

type Cpus = NonNullable<LayoutDocument['nodes'][number]['cpus']>;
const split = (cpus: Cpus): Cpus =>
  cpus.flatMap(({ first, last }) =>
    last > first
      ? [
          { first, last: first },
          { first: first + 1, last },
        ]
      : [{ first, last }],
  );

const unique = (items: readonly unknown[]): boolean =>
  new Set(items.map((item) => JSON.stringify(item))).size === items.length;
/** Of things with the same name their order decides which is which. */
const isNamedOnce = ({ backends, nodes, distances, hmat }: LayoutDocument): boolean =>
  [
    backends.map(({ id }) => id),
    nodes.map(({ id }) => id),
    distances.map(({ from, to }) => [from, to]),
    hmat.map(({ initiator, target, hierarchy, dataType }) => [initiator, target, hierarchy, dataType]),
  ].every(unique);

const mirrored: Readonly<Record<string, string>> = { added: 'removed', removed: 'added' };

describe('any two layouts', () => {
  test('that are one have no changes', () => {
    const same = (document: LayoutDocument) => {
      const comparison = compareLayouts(document, document);
      expect(changed(comparison)).toEqual([]);
      expect(comparison).toMatchObject({ options: [], groups: [], headline: 'Nothing changes' });
      expect(comparison.facts.filter(({ differs }) => differs)).toEqual([]);
    };
    samples.all.forEach(({ document }) => same(document));
    fc.assert(fc.property(arbitraryDocument, same), { numRuns: 25 });
  });

  test('that mean the same have no changes, whatever the order and the spelling', () => {
    const same = (document: LayoutDocument) => {
      const comparison = compareLayouts(document, respelled(document));
      expect(comparison.groups).toEqual([]);
      expect(changed(comparison)).toEqual([]);
      expect(comparison.options).toEqual([]);
      expect(comparison.headline).toBe('Nothing changes');
    };
    samples.all.forEach(({ document }) => same(document));
    fc.assert(fc.property(arbitraryDocument.filter(isNamedOnce), same), { numRuns: 25 });
  });

  test('are told the other way round when they change places', () => {
    const turn = (before: LayoutDocument, after: LayoutDocument) => {
      const [there, back] = [compareLayouts(before, after), compareLayouts(after, before)];
      const signs = ({ ranges }: Comparison, isBack: boolean) =>
        ranges
          .map(({ kinds, before: was, after: is, movedBy, resizedBy }) =>
            JSON.stringify([
              isBack ? [is?.range, was?.range, is?.name, was?.name] : [was?.range, is?.range, was?.name, is?.name],
              kinds.map((kind) => (isBack ? (mirrored[kind] ?? kind) : kind)),
              // No zero with a sign.
              [movedBy, resizedBy].map((by) => (isBack ? 0 - by : by)),
            ]),
          )
          .sort();
      expect(signs(back, true)).toEqual(signs(there, false));
      expect(back.facts.map(({ label, before: was, after: is }) => [label, is, was])).toEqual(
        there.facts.map(({ label, before: was, after: is }) => [label, was, is]),
      );
      expect(back.options.length).toBe(there.options.length);
    };
    const all = samples.all.map(({ document }) => document);
    all.forEach((document, index) => turn(document, all[(index + 1) % all.length] ?? document));
    fc.assert(fc.property(arbitraryDocument, arbitraryDocument, turn), { numRuns: 25 });
  });

  test('of which one has another device in front tell their options either way', () => {
    const layout = read('-machine q35');
    const device = { kind: 'virtio-pmem', memdev: 'a' } as const;
    const before: LayoutDocument = { ...layout, devices: [device] };
    const after: LayoutDocument = {
      ...layout,
      devices: [
        { kind: 'other', driver: 'e1000' },
        { ...device, id: 'a' },
      ],
    };
    expect(compareLayouts(before, after).options).toHaveLength(2);
    expect(compareLayouts(after, before).options).toHaveLength(2);
  });

  test('account for every range of both, each once and under a name of its own', () => {
    const account = (before: LayoutDocument, after: LayoutDocument) => {
      const { ranges, before: was, after: is } = compareLayouts(before, after);
      const things = (side: Comparison['before']) => side.regions.filter(({ kind }) => kind !== 'hole').length;
      expect(ranges.filter((change) => change.before !== undefined)).toHaveLength(things(was));
      expect(ranges.filter((change) => change.after !== undefined)).toHaveLength(things(is));
      expect(new Set(ranges.map(({ id }) => id)).size).toBe(ranges.length);
    };
    const all = samples.all.map(({ document }) => document);
    all.forEach((document, index) => account(document, all[(index + 3) % all.length] ?? document));
  });
});

test('options are known by what they are about, and each that differs is told', () => {
  const before = read('-machine q35 -m 2G -numa node -numa dist,src=0,dst=1,val=20 -numa dist,src=1,dst=0,val=20');
  const distances = [{ from: 1, to: 0, value: 30 }];
  const globals = [{ driver: 'pc-dimm', property: 'addr', value: '1' }];
  const { options } = compareLayouts(before, { ...before, distances, globals });
  expect(options.map(optionText)).toEqual([
    '-numa dist,src=1,dst=0,val=[-20][+30]',
    '[+-global pc-dimm.addr=1]',
    '[--numa dist,src=0,dst=1,val=20]',
  ]);
});

test('another order of backends is a change where a patch places memory by it', () => {
  const { document } = overlapV1;
  const comparison = compareLayouts(document, { ...document, backends: document.backends.toReversed() });
  expect(comparison.groups.flatMap(({ changes }) => changes.map(({ what }) => what))).toEqual(['Order of backends']);
  expect(changed(comparison)).not.toEqual([]);
});

describe('ranges are known by what they are', () => {
  const guest = layout('q35').cpu('EPYC', { physBits: 48 }).ram('64G', { slots: 4, maxmem: '576G' });

  test('a device by its name, whatever its kind', () => {
    const before = guest.dimm('16G', { id: 'm' }).build();
    const [device] = before.devices;
    const after = {
      ...before,
      devices: [{ kind: 'sp-mem' as const, id: 'm', memdev: device && 'memdev' in device ? device.memdev : '' }],
    };
    const comparison = compareLayouts(before, after);
    expect(changed(comparison)).toEqual(['m: retyped; now soft reserved, 16 GiB']);
    expect(comparison.headline).toBe('m is now soft reserved');
  });

  test('a device with another name by its backend', () => {
    const before = fourApu.document;
    const after = { ...before, devices: before.devices.map((device) => ({ ...device, id: `gpu-${device.id ?? ''}` })) };
    const comparison = compareLayouts(before, after);
    expect(changed(comparison)).toEqual([]);
    expect(comparison.groups.map(({ title }) => title)).toEqual(['Devices']);
    expect(comparison.headline).toBe('Every range stays as it is');
  });

  test('not by where they are: what takes the place of another is new', () => {
    const before = fourApu.document;
    const backends = before.backends.map((each) => (each.id === 'hbm4' ? { ...each, id: 'new' } : each));
    const devices = before.devices.map((each) => (each.id === 'sp4' ? { ...each, id: 'other', memdev: 'new' } : each));
    const comparison = compareLayouts(before, { ...before, backends, devices } as LayoutDocument);
    expect(changed(comparison)).toEqual(['sp4: removed; removed, 128 GiB', 'other: added; added, 128 GiB']);
  });

  test('devices that changed places have moved', () => {
    const { document } = fourApu;
    const [sp1, sp2, ...rest] = document.devices;
    const after = { ...document, devices: [sp2, sp1, ...rest] } as LayoutDocument;
    expect(changed(compareLayouts(document, after))).toEqual([
      'sp2: moved; moved − 128 GiB, same size',
      'sp1: moved; moved + 128 GiB, same size',
    ]);
  });

  test('one that goes leaves the others what they are', () => {
    const { document } = fourApu;
    const after = { ...document, devices: document.devices.filter(({ id }) => id !== 'sp2') };
    const comparison = compareLayouts(document, after);
    expect(changed(comparison)).toEqual([
      'sp2: removed; removed, 128 GiB',
      'sp3: moved; moved − 128 GiB, same size',
      'sp4: moved; moved − 128 GiB, same size',
      'Window, free: resized, moved; resized + 128 GiB, moved − 128 GiB',
    ]);
    expect(comparison.headline).toBe('sp2 is removed');
    expect(comparison.options.map(optionText)).toEqual(['[--device sp-mem,id=sp2,memdev=hbm2,node=2]']);
  });

  test('RAM without nodes is that of node 0', () => {
    const before = layout('q35').ram('8G').build();
    const after = layout('q35').ram('8G').node('4G').node('4G').build();
    expect(changed(compareLayouts(before, after))).toEqual([
      'RAM high: resized; resized − 4 GiB, same start',
      'RAM high, node 1: added; added, 4 GiB',
    ]);
  });
});

describe('what is behind a range', () => {
  const { document } = fourApu;
  const withBackend = (id: string, fields: object): LayoutDocument => ({
    ...document,
    backends: document.backends.map((each) => (each.id === id ? { ...each, ...fields } : each)),
  });
  const withDevice = (id: string, fields: object): LayoutDocument => ({
    ...document,
    devices: document.devices.map((each) =>
      each.id === id ? { ...each, ...fields } : each,
    ) as LayoutDocument['devices'],
  });

  test('is another node', () => {
    const comparison = compareLayouts(document, withDevice('sp1', { node: 2 }));
    expect(changed(comparison)).toEqual(['sp1: rebound; now on node 2, 128 GiB']);
    expect(comparison.ranges.find(({ id }) => id === 'sp1')?.bound).toEqual({ before: 'node 1', after: 'node 2' });
    expect(comparison.headline).toBe('sp1 is bound elsewhere');
  });

  test('is another piece of host memory', () => {
    const host = [{ start: 0, size: 128 * GiB }];
    expect(changed(compareLayouts(document, withBackend('hbm1', { host })))).toEqual([
      'sp1: rebound; other host memory, 128 GiB',
    ]);
  });

  test('is the same host memory where it only grew, or is written down in pieces', () => {
    const [{ start, size }] = document.backends.find(({ id }) => id === 'hbm1')?.host as [
      { start: number; size: number },
    ];
    const halves = [
      { start, size: size / 2 },
      { start: start + size / 2, size: size / 2 },
    ];
    expect(changed(compareLayouts(document, withBackend('hbm1', { host: halves })))).toEqual([]);
    const grown = withBackend('hbm4', {
      size: 132 * GiB,
      host: [{ ...document.backends.find(({ id }) => id === 'hbm4')?.host?.[0], size: 132 * GiB }],
    });
    expect(changed(compareLayouts(document, { ...grown, memory: { ...grown.memory, maxmem: 580 * GiB } }))[0]).toBe(
      'sp4: resized; resized + 4 GiB, same start',
    );
  });

  test('is the same backend under another name', () => {
    const renamed = {
      ...withDevice('sp1', { memdev: 'stack' }),
      backends: withBackend('hbm1', { id: 'stack' }).backends,
    };
    expect(changed(compareLayouts(document, renamed))).toEqual([]);
  });

  test('is a file instead of anonymous memory', () => {
    expect(changed(compareLayouts(document, withBackend('hbm1', { type: 'file', path: '/dev/dax0.0' })))).toEqual([
      'sp1: rebound; now of hbm1 (/dev/dax0.0), 128 GiB',
    ]);
  });
});

describe('a layout that QEMU refuses', () => {
  const [fits, refused] = [apus('128G', '576G'), apus('128G', '575G')];

  test('is compared as far as it got, with QEMU’s words', () => {
    const comparison = compareLayouts(fits, { ...refused, memory: { ...refused.memory, slots: 0 } });
    expect(comparison.after.error).toContain('not enough space, currently 0x6000000000 in use of total space');
    expect(comparison.headline).toBe('QEMU refuses B');
    expect(comparison.summary).toContain(`QEMU refuses B: ${comparison.after.error ?? ''}`);
    expect(factOf(comparison, 'starts')).toMatchObject({ before: 'yes', after: 'no', differs: true });
    expect(factOf(comparison, 'E820 entries')).toEqual({ label: 'E820 entries', before: '7', differs: true });
    expect(comparison.ranges.find(({ id }) => id === 'sp1')?.kinds).toEqual(['unchanged']);
    expect(comparison.ranges.find(({ id }) => id === 'sp4')).toMatchObject({
      kinds: ['removed'],
      words: ['no place in B', '128 GiB'],
    });
    expect(comparison.summary).toMatch(/^What differs: Memory\. QEMU refuses B: /);
    expect(comparison.after.e820).toBeUndefined();
  });

  test('may start again, and both may be refused', () => {
    const none = { ...refused, memory: { ...refused.memory, slots: 0 } };
    expect(compareLayouts(none, fits).headline).toBe('B starts, and A does not');
    const worse = { ...none, memory: { ...none.memory, maxmem: 400 * GiB } };
    const both = compareLayouts(none, worse);
    expect(both.headline).toBe('QEMU refuses both');
    expect(both.summary).toContain('Of A it says: ');
  });
});

describe('a headline', () => {
  const said = (before: LayoutDocument, after: LayoutDocument): string => compareLayouts(before, after).headline;
  const with4 = (size: number): LayoutDocument => ({
    ...fourApu.document,
    memory: { ...fourApu.document.memory, maxmem: size * GiB },
  });

  test('says that RAM jumps to 1 TiB', () => {
    const [near, past] = [apus('128G', '974G'), apus('128G', '975G')];
    expect(said(near, past)).toBe('RAM above 4 GiB jumps to 1 TiB');
    expect(said(past, near)).toBe('RAM above 4 GiB comes back from 1 TiB');
    const { summary, facts } = compareLayouts(near, past);
    expect(summary).toContain('has its RAM behind the 1 TiB jump');
    expect(facts.find(({ label }) => label === 'to the 1 TiB jump')).toMatchObject({
      before: '0 bytes',
      after: '1 GiB past it',
    });
  });

  test('says how RAM grows, and what comes and goes alone', () => {
    const guest = layout('q35').ram('8G', { maxmem: '64G' });
    expect(said(guest.build(), layout('q35').ram('16G', { maxmem: '64G' }).build())).toBe('RAM grows by 8 GiB');
    expect(said(guest.build(), guest.dimm('8G').build())).toBe('dimm1 is added');
    expect(said(guest.dimm('8G').build(), guest.dimm('12G').build())).toBe('dimm1 grows by 4 GiB');
  });

  test('counts where several things change', () => {
    const guest = layout('q35').ram('8G', { maxmem: '64G' });
    expect(said(guest.build(), guest.dimm('8G').dimm('8G').build())).toBe('1 resized, 2 moved, 2 added');
    expect(said(with4(576), with4(640))).toBe('1 resized, 1 moved');
  });
});

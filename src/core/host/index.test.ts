import { describe, expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { size } from '../base/range';
import { formatRange } from '../base/size-text';
import { applyEdit } from '../document/edit';
import { bindHostEdits } from '../document/host-edits';
import { hostPresets } from '../document/hosts/index';
import { layout } from '../document/layout-builder';
import { fourApu } from '../document/samples/four-apu';
import { samples } from '../document/samples/index';
import type { Host, LayoutDocument } from '../document/schema';
import type { LinuxView } from '../linux/view';
import { computePlan } from '../plan/compute';
import { hostView } from './index';
import type { HostView } from './view';
import { range } from '../base/range';

const NO_HOST: Host = { ranges: [], nodes: [], resources: [], dax: [] };
const SOFT = 0xefff_ffff;

function viewOf(document: LayoutDocument, linux?: LinuxView): HostView {
  const [qemu] = computePlan(document, 0).snapshots;
  const view = qemu === undefined ? undefined : hostView({ document, qemu, linux });
  if (view === undefined) throw new Error('the layout has no host');
  return view;
}
const on = (document: LayoutDocument, host: Partial<Host>): LayoutDocument => ({
  ...document,
  host: { ...NO_HOST, ...host },
});
const bound = (document: LayoutDocument, backend: number, start: number, end: number): LayoutDocument =>
  bindHostEdits(document, `backends.${backend}`, range(start, end)).reduce(applyEdit, document);
const withHost = (document: LayoutDocument, backend: number, host: { start: number; size: number }[]): LayoutDocument =>
  applyEdit(document, { op: 'set', path: `backends.${backend}.host`, value: host });
const names = ({ space }: HostView): string[] =>
  space.regions.filter(({ kind }) => kind !== 'hole').map(({ name, range: at }) => `${name} ${formatRange(at)}`);
const problems = (view: HostView): string[][] => view.ribbons.map((ribbon) => [...ribbon.problems]);

describe('four APUs', () => {
  const view = viewOf(fourApu.document);

  test('have each stack behind its SPM device, 192 GiB apart', () => {
    expect(view.ribbons.map(({ host, guest, owner }) => `${owner} ${formatRange(host)} ${formatRange(guest)}`)).toEqual(
      [
        'devices.0 0x4080000000-0x607fffffff 0x1080000000-0x307fffffff',
        'devices.1 0x6080000000-0x807fffffff 0x3080000000-0x507fffffff',
        'devices.2 0x8080000000-0xa07fffffff 0x5080000000-0x707fffffff',
        'devices.3 0xa080000000-0xc07fffffff 0x7080000000-0x907fffffff',
      ],
    );
    expect(problems(view)).toEqual([[], [], [], []]);
    const tied = view.rows.filter(({ offset }) => offset !== undefined);
    expect(tied.map(({ offset }) => offset)).toEqual([-192 * GiB, -192 * GiB, -192 * GiB, -192 * GiB]);
  });

  test('leave 192 GiB of RAM and no HBM', () => {
    expect(view.left).toEqual([
      { type: 1, size: 192 * GiB },
      { type: SOFT, size: 0 },
    ]);
    expect(view.sums.map(({ node, type, free }) => [node, type, free])).toEqual([
      [0, 1, 256 * GiB],
      ...[1, 2, 3, 4].map((node) => [node, SOFT, 0]),
    ]);
    expect(view.free.map(({ path }) => path)).toEqual(['host.ranges.0', 'host.ranges.1']);
  });

  test('have boot RAM for the kernel and a stack for each driver', () => {
    expect(view.guestSums).toEqual([
      { node: 0, holder: 'os', size: 64 * GiB },
      ...[1, 2, 3, 4].map((node) => ({ node, holder: 'driver', size: 128 * GiB })),
    ]);
  });

  test('are listed with the HyperTransport range for what it is', () => {
    expect(view.space.regions.find(({ kind }) => kind === 'hyper-transport')?.owner).toBe('host.ranges.6');
    expect(view.e820.at(-1)).toMatchObject({ type: 2, cause: 'HyperTransport' });
    expect(view.e820).toHaveLength(7);
  });
});

test('a layout that says nothing of its host has no view of it', () => {
  const document = layout().ram('1G').build();
  const [qemu] = computePlan(document, 0).snapshots;
  expect(qemu && hostView({ document, qemu })).toBeUndefined();
});

describe.each([
  ...samples.all.filter((sample) => sample.document.host.title !== undefined),
  ...hostPresets.all.map(({ id, host }) => ({ id, document: on(layout().build(), host) })),
])('the host of $id', ({ document }) => {
  const [qemu] = computePlan(document, 0).snapshots;
  const view = qemu && hostView({ document, qemu });

  test('is cut without gaps, and every byte of memory is given or free', () => {
    if (view === undefined) throw new Error('no view');
    const { regions } = view.space;
    expect(regions[0]?.range.start).toBe(0);
    expect(regions.at(-1)?.range.end).toBe(view.limit);
    regions.slice(1).forEach((region, index) => {
      expect(region.range.start).toBe(regions[index]?.range.end);
    });
    for (const sum of view.sums) expect(sum.given + sum.free).toBe(sum.size);
    const ofFree = view.free.reduce((sum, each) => sum + size(each.range), 0);
    const isFreed = ({ type }: { type: number }): boolean => type === 1 || type === SOFT;
    expect(ofFree).toBe(view.sums.filter(isFreed).reduce((sum, { free }) => sum + free, 0));
    for (const { host, guest } of view.ribbons) expect(size(host)).toBe(size(guest));
  });
});

describe('a backend', () => {
  const RANGES: Host['ranges'] = [
    { start: 0, size: 8 * GiB, type: 1, node: 0 },
    { start: 8 * GiB, size: 8 * GiB, type: SOFT, node: 1 },
    { start: 16 * GiB, size: 8 * GiB, type: SOFT, node: 2 },
    { start: 32 * GiB, size: 8 * GiB, type: 2 },
  ];
  const two = on(layout().ram('4G').node('4G').node().node().specificPurpose('4G', { node: 1 }).build(), {
    ranges: RANGES,
  });

  test('of boot RAM has its bytes below the hole first', () => {
    const { ribbons } = viewOf(bound(two, 0, 0, 8 * GiB));
    expect(ribbons.map(({ host, guest }) => [formatRange(host), formatRange(guest)])).toEqual([
      ['0x0-0x7fffffff', '0x0-0x7fffffff'],
      ['0x80000000-0xffffffff', '0x100000000-0x17fffffff'],
    ]);
  });

  test('of all boot RAM needs no node', () => {
    const document = layout().ram('4G').backend('r', '4G').machine({ memoryBackend: 'r' }).build();
    const { ribbons } = viewOf(bound(on(document, { ranges: RANGES }), 0, 0, 8 * GiB));
    expect(ribbons.map(({ owner }) => owner)).toEqual(['memory.size', 'memory.size']);
  });

  test('that another one’s memory is behind is told so on both', () => {
    const document = withHost(withHost(two, 0, [{ start: 8 * GiB, size: 4 * GiB }]), 1, [
      { start: 11 * GiB, size: 4 * GiB },
    ]);
    // The low 2 GiB of RAM have bytes of their own.
    expect(problems(viewOf(document))).toEqual([[], ['shared'], ['shared']]);
  });

  test('with less host memory than bytes is short', () => {
    const view = viewOf(withHost(two, 1, [{ start: 8 * GiB, size: 3 * GiB }]));
    expect(problems(view)).toEqual([['short']]);
    expect(view.ribbons.map(({ guest }) => size(guest))).toEqual([3 * GiB]);
  });

  test('in pieces is scattered only where they do not touch', () => {
    const split = (second: number) =>
      withHost(two, 1, [
        { start: 8 * GiB, size: 2 * GiB },
        { start: second, size: 2 * GiB },
      ]);
    expect(problems(viewOf(split(10 * GiB)))).toEqual([[], []]);
    expect(problems(viewOf(split(12 * GiB)))).toEqual([['scattered'], ['scattered']]);
  });

  test('across two host nodes has the smaller part on the wrong one', () => {
    const view = viewOf(withHost(two, 1, [{ start: 13 * GiB, size: 4 * GiB }]));
    expect(view.ribbons.map(({ source, problems: of }) => [source, of])).toEqual([
      ['host.ranges.1', []],
      ['host.ranges.2', ['wrong-node']],
    ]);
  });

  test('and its sibling on one guest node belong to one host node', () => {
    const siblings = layout().ram('4G').node('4G').node().specificPurpose('4G', { node: 1 });
    const document = on(siblings.specificPurpose('2G', { node: 1 }).build(), { ranges: RANGES });
    const view = viewOf(bound(bound(document, 1, 8 * GiB, 16 * GiB), 2, 16 * GiB, 24 * GiB));
    expect(problems(view)).toEqual([[], ['wrong-node']]);
  });

  test('bound to nothing is not there, and to reserved addresses of the wrong kind', () => {
    expect(problems(viewOf(withHost(two, 1, [{ start: 28 * GiB, size: 4 * GiB }])))).toEqual([['not-there']]);
    expect(problems(viewOf(withHost(two, 1, [{ start: 32 * GiB, size: 4 * GiB }])))).toEqual([['wrong-kind']]);
    expect(viewOf(withHost(two, 1, [{ start: 2 ** 52 - GiB, size: 4 * GiB }])).ribbons[0]?.problems).toContain(
      'not-there',
    );
  });

  test('of a DIMM stands beside host memory, though E820 does not list it', () => {
    const document = on(layout().ram('4G').dimm('4G').build(), { ranges: RANGES });
    const row = viewOf(bound(document, 0, 8 * GiB, 16 * GiB)).rows.find(({ offset }) => offset !== undefined);
    expect(row?.guest).toMatchObject({ path: 'devices.0', type: 1, unlisted: true });
  });

  test('of a later step takes host memory too', () => {
    const document = on(
      layout()
        .ram('4G', { slots: 1, maxmem: '8G' })
        .event({
          do: 'plug',
          device: { kind: 'pc-dimm', memdev: 'm' },
          backend: { id: 'm', type: 'ram', size: 4 * GiB, host: [{ start: 0, size: 4 * GiB }] },
        })
        .build(),
      { ranges: RANGES },
    );
    const view = viewOf(document);
    expect(view.sums[0]).toMatchObject({ node: 0, given: 4 * GiB, free: 4 * GiB });
    expect(view.guestSums).toContainEqual({ holder: 'later', size: 4 * GiB });
  });
});

describe('the host’s map', () => {
  const host = (facts: Partial<Host>): HostView => viewOf(on(layout().build(), facts));

  test('calls soft-reserved memory by its CXL windows, and cuts it there', () => {
    const view = host({
      ranges: [{ start: 0x20_7000_0000, size: 0x80_0000_0000, type: SOFT }],
      resources: [
        { start: 0x20_7000_0000, size: 0x40_0000_0000, name: 'CXL Window 0', depth: 0 },
        { start: 0x20_7000_0000, size: 0x40_0000_0000, name: 'region0', depth: 1 },
        { start: 0x60_7000_0000, size: 0x40_0000_0000, name: 'CXL Window 1', depth: 0 },
      ],
    });
    expect(names(view)).toEqual(['CXL Window 0 0x2070000000-0x606fffffff', 'CXL Window 1 0x6070000000-0xa06fffffff']);
    expect(view.space.regions.filter(({ owner }) => owner === 'host.ranges.0')).toHaveLength(2);
    expect(view.e820).toHaveLength(1);
  });

  test('has memory that only /proc/iomem tells of, with the node of that size', () => {
    const view = viewOf(on(layout().build(), hostPresets.find('cpu-gpu-module')?.host ?? {}));
    expect(view.e820).toEqual([]);
    expect(view.space.regions.map(({ name, node }) => [name, node])).toContainEqual(['System RAM (NVIDIA)', 1]);
    expect(view.sums.map(({ node, size: all }) => [node, all / 2 ** 20])).toEqual([
      [0, 490_037],
      [1, 97_280],
      ...[2, 3, 4, 5, 6, 7, 8].map((node) => [node, 0]),
    ]);
  });

  test('of windows alone has addresses and no memory', () => {
    const view = host({ resources: [{ start: 2 ** 40, size: 2 ** 32, name: 'CXL Window 3', depth: 0 }] });
    expect(view.space.regions.map(({ kind }) => kind)).toEqual(['hole', 'cxl-window', 'hole']);
    expect(view.free).toEqual([]);
  });

  test('gives bytes that two entries claim to the larger type', () => {
    const view = host({
      ranges: [
        { start: 4 * GiB, size: 8 * GiB, type: 1 },
        { start: 8 * GiB, size: 4 * GiB, type: SOFT },
      ],
    });
    expect(names(view)).toEqual(['RAM 0x100000000-0x1ffffffff', 'Soft reserved 0x200000000-0x2ffffffff']);
    expect(view.e820).toHaveLength(2);
  });

  test('of nodes alone has sums without addresses', () => {
    const view = host({ nodes: [{ id: 0, size: GiB, cpus: '0-3' }] });
    expect(view.sums).toEqual([{ node: 0, type: 1, size: GiB, given: 0, free: GiB }]);
    expect(names(view)).toEqual([]);
  });

  test('knows the node of a soft-reserved range from its dax device', () => {
    const view = host({
      ranges: [{ start: 8 * GiB, size: 8 * GiB, type: SOFT }],
      dax: [{ name: 'dax0.0', start: 8 * GiB, size: 8 * GiB, node: 3 }],
    });
    expect(view.free).toMatchObject([{ node: 3, type: SOFT }]);
  });

  test('ends where addresses end', () => {
    expect(host({ ranges: [{ start: 2 ** 52 - 4096, size: 2 ** 40, type: 1 }] }).limit).toBe(2 ** 52);
    expect(host({ physBits: 99, nodes: [{ id: 0 }] }).limit).toBe(2 ** 52);
  });
});

describe('holders of the guest’s memory', () => {
  test('follow what Linux keeps: a lost device is nobody’s yet, a usable one the kernel’s', () => {
    const entry = (start: number, end: number, type: number) => ({ range: range(start, end), type });
    const linux = (...final: ReturnType<typeof entry>[]): LinuxView => ({ final }) as unknown as LinuxView;
    const document = on(layout().ram('1G').node('1G').node().specificPurpose('1G', { node: 1 }).build(), {
      nodes: [{ id: 0 }],
    });
    const boot = [entry(0, 0x1000, 2), entry(0x1000, GiB, 1)];
    const spm = (type: number) => entry(4 * GiB, 5 * GiB, type);
    const os = { node: 0, holder: 'os', size: GiB - 0x1000 };
    const firmware = { node: 0, holder: 'firmware', size: 0x1000 };
    for (const [table, holder] of [
      [[...boot, spm(SOFT)], 'driver'],
      [[...boot, spm(1)], 'os'],
      [boot, 'later'],
    ] as const) {
      expect(viewOf(document, linux(...table)).guestSums).toEqual([os, firmware, { node: 1, holder, size: GiB }]);
    }
  });

  test('count the plugged part of a virtio-mem device as the kernel’s', () => {
    const document = on(layout().ram('1G').virtioMem('4G', { requestedSize: GiB }).dimm('1G').nvdimm('1G').build(), {
      nodes: [{ id: 0 }],
    });
    const sums = viewOf(document).guestSums.map(({ holder, size: bytes }) => [holder, bytes / GiB]);
    expect(sums).toEqual(
      expect.arrayContaining([
        ['os', 3],
        ['later', 3],
        ['driver', 1],
      ]),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { GiB } from '../base/addr';
import { range } from '../base/range';
import { dialectOf } from '../dialects/index';
import { commandLine } from '../codecs/command-line-writer';
import { startUp } from '../qemu/startup';
import { applyEdit, type Edit } from './edit';
import {
  backendPathOf,
  bindHostEdits,
  hostClaims,
  hostDeviceEdits,
  unbindHostEdits,
  unclaimed,
  type HostDeviceKind,
} from './host-edits';
import { layout } from './layout-builder';
import { samples } from './samples/index';
import type { LayoutDocument } from './schema';
import { commitEdits } from './validate';

const applied = (document: LayoutDocument, edits: readonly Edit[]): LayoutDocument => {
  const committed = commitEdits(document, edits);
  if (!committed.ok) throw new Error(JSON.stringify(committed.error));
  return committed.value;
};
const started = (document: LayoutDocument) =>
  startUp(
    commandLine(document).map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
const HBM = range(0x40_8000_0000, 0x60_8000_0000);
const twoDimms = layout().ram('4G').dimm('4G').dimm('8G').build();

describe('binding', () => {
  test('takes as much of a longer stretch as the backend has bytes', () => {
    const bound = applied(twoDimms, bindHostEdits(twoDimms, 'backends.1', HBM));
    expect(bound.backends[1]?.host).toEqual([{ start: HBM.start, size: 8 * GiB }]);
  });

  test('takes a shorter stretch whole, and more is appended', () => {
    const part = range(HBM.start, HBM.start + 2 * GiB);
    const bound = applied(twoDimms, bindHostEdits(twoDimms, 'backends.0', part));
    const more = applied(bound, bindHostEdits(bound, 'backends.0', range(0x1_0000_0000, 0x8_0000_0000), 'append'));
    expect(more.backends[0]?.host).toEqual([
      { start: HBM.start, size: 2 * GiB },
      { start: 0x1_0000_0000, size: 2 * GiB },
    ]);
    expect(bindHostEdits(more, 'backends.0', HBM, 'append')).toEqual([]);
  });

  test('does not take what another backend has while there is room beside it', () => {
    const first = applied(twoDimms, bindHostEdits(twoDimms, 'backends.0', HBM));
    const both = applied(first, bindHostEdits(first, 'backends.1', HBM));
    expect(both.backends[1]?.host).toEqual([{ start: HBM.start + 4 * GiB, size: 8 * GiB }]);
    expect(hostClaims(both).map(({ backend }) => backend)).toEqual(['backends.0', 'backends.1']);
    expect(unclaimed(both, HBM)).toEqual([range(HBM.start + 12 * GiB, HBM.end)]);
    expect(unclaimed(both, HBM, 'backends.0')[0]).toEqual(range(HBM.start, HBM.start + 4 * GiB));
  });

  test('of what is not there changes nothing', () => {
    expect(bindHostEdits(twoDimms, 'backends.9', HBM)).toEqual([]);
    expect(unbindHostEdits(twoDimms, 'backends.0')).toEqual([]);
  });

  test('is undone by unbinding', () => {
    const bound = applied(twoDimms, bindHostEdits(twoDimms, 'backends.0', HBM));
    expect(applied(bound, unbindHostEdits(bound, 'backends.0'))).toEqual(twoDimms);
  });
});

describe('making guest memory of host memory', () => {
  const starts: readonly (readonly [string, LayoutDocument])[] = [
    ['a bare machine', layout().build()],
    ['RAM alone', layout().ram('4G').build()],
    ['RAM of one backend', layout().ram('4G').backend('r', '4G').machine({ memoryBackend: 'r' }).build()],
    ['two sockets', layout().ram('4G').smp({ cpus: 8, sockets: 2 }).build()],
    ['a free node', layout().ram('4G').node('4G').node().build()],
    [
      'a device with an address',
      layout().ram('4G', { maxmem: '68G' }).specificPurpose('4G', { addr: 0x10_0000_0000 }).build(),
    ],
    ['full slots', layout().ram('4G').dimm('4G').dimm('8G').build()],
    ...samples.all.map(({ id, document }) => [id, document] as const),
  ];
  const kinds: readonly HostDeviceKind[] = ['sp-mem', 'pc-dimm', 'ram'];

  test.each(starts.flatMap(([title, document]) => kinds.map((kind) => ({ title, document, kind }))))(
    'starts: $kind added to $title, twice, where that QEMU has such devices',
    ({ document, kind }) => {
      const host = range(0x40_8000_0000, 0x40_8000_0000 + 8 * GiB + 4096);
      const once = applied(document, hostDeviceEdits(document, kind, host));
      const twice = applied(once, hostDeviceEdits(once, kind, range(host.start + 16 * GiB, host.end + 16 * GiB)));
      for (const [made, count] of [
        [once, 1],
        [twice, 2],
      ] as const) {
        const startup = started(made);
        if (dialectOf(document.dialect).lacks.includes(kind)) {
          expect(startup.refusals[0]?.text).toContain(`'${kind}' is not a valid device model name`);
          continue;
        }
        expect(startup.refusals).toEqual([]);
        expect(startup.devices.length).toBe(started(document).devices.length + (kind === 'ram' ? 0 : count));
        const owner = kind === 'ram' ? `nodes.${made.nodes.length - 1}` : `devices.${made.devices.length - 1}`;
        const backend = backendPathOf(made, owner)?.split('.')[1];
        expect(made.backends[Number(backend)]).toMatchObject({ size: 8 * GiB, host: [{ size: 8 * GiB }] });
      }
    },
  );

  test('gives every SPM device a node of its own', () => {
    const bare = layout().ram('4G').build();
    const once = applied(bare, hostDeviceEdits(bare, 'sp-mem', HBM));
    const twice = applied(once, hostDeviceEdits(once, 'sp-mem', range(HBM.end, HBM.end + 4 * GiB)));
    expect(twice.nodes.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(twice.devices).toMatchObject([
      { id: 'sp1', node: 1 },
      { id: 'sp2', node: 2 },
    ]);
    expect(twice.memory.maxmem).toBe((4 + 128 + 4) * GiB);
  });

  test('puts a device where it is asked to be, and opens the window as far', () => {
    const bare = layout().ram('4G').node('4G').node().build();
    const addr = 0x10_0000_0000;
    const made = applied(bare, hostDeviceEdits(bare, 'sp-mem', HBM, { addr, node: 1 }));
    const startup = started(made);
    expect(startup.refusals).toEqual([]);
    expect(startup.devices[0]).toMatchObject({ address: BigInt(addr), node: 1 });
    const { map } = startup;
    const base = Number(map?.deviceMemory?.base);
    const window = range(base, base + Number(map?.deviceMemory?.size));
    const exact = applied(bare, hostDeviceEdits(bare, 'sp-mem', HBM, { addr, node: 1, window }));
    expect(started(exact).refusals).toEqual([]);
    expect(exact.memory.maxmem).toBe(4 * GiB + addr + 128 * GiB - base);
  });

  test('puts a DIMM on the node whose memory is near it', () => {
    const near = layout().ram('4G').node('4G').node('4G').ram('8G').build();
    const document: LayoutDocument = {
      ...near,
      backends: near.backends.map((backend, index) =>
        index === 1 ? { ...backend, host: [{ start: HBM.start, size: 4 * GiB }] } : backend,
      ),
      host: { ...near.host, ranges: [{ start: HBM.start, size: 128 * GiB, type: 1, node: 3 }] },
    };
    const rest = range(HBM.start + 4 * GiB, HBM.start + 8 * GiB);
    const edits = hostDeviceEdits(document, 'pc-dimm', rest);
    expect(edits.reduce(applyEdit, document).devices).toMatchObject([{ kind: 'pc-dimm', node: 1 }]);
  });

  test('of less than 2 MiB is nothing', () => {
    expect(hostDeviceEdits(twoDimms, 'sp-mem', range(0, 4096))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { GiB } from '../base/addr';
import { layout } from '../document/layout-builder';
import type { LayoutDocument } from '../document/schema';
import { outcomeOf } from './outcome';
import { translate, type Translation } from './translate';

const MERGED = 'qemu-11.1';

/** The example of the thread: 8 GiB of RAM, and as much HBM on a node of its own. */
const thread = (dialect: string, mark: 'spm' | 'reserved' = 'spm'): LayoutDocument => ({
  ...layout().ram('16G').node('8G').node('8G', { mark }).build(),
  dialect,
});

const inDialect = (document: LayoutDocument, dialect: string): LayoutDocument => ({ ...document, dialect });

function translated(document: LayoutDocument, to: string): Translation {
  const result = translate(document, to);
  if (!result.ok) throw new Error(result.error.reasons.map(({ text }) => text).join('\n'));
  return result.value;
}

const refused = (document: LayoutDocument, to: string): string => {
  const result = translate(document, to);
  return result.ok ? '' : result.error.reasons.map(({ text }) => text).join('\n');
};

const texts = (said: readonly { readonly text: string }[]): string => said.map(({ text }) => text).join('\n');

const table = (document: LayoutDocument): readonly string[] =>
  outcomeOf(document).e820.map(
    ({ range, type }) => `${range.start.toString(16)}-${(range.end - 1).toString(16)} ${type}`,
  );

describe('a marked node as a device', () => {
  const { document, changes, losses } = translated(thread('spm-v1'), MERGED);

  it('leaves -m for the window, and the node stays without memory', () => {
    expect(document.memory).toEqual({ size: 8 * GiB, maxmem: 16 * GiB });
    expect(document.nodes).toEqual([{ id: 0, memdev: 'r0' }, { id: 1 }]);
    expect(document.devices).toEqual([{ kind: 'sp-mem', id: 'sp1', memdev: 'r1', node: 1 }]);
    expect(document.dialect).toBe(MERGED);
  });

  it('starts, and is announced once', () => {
    expect(table(document)).toEqual([
      'fd00000000-ffffffffff 2',
      '0-7fffffff 1',
      '100000000-27fffffff 1',
      '280000000-47fffffff 4026531839',
    ]);
  });

  it('is told in numbers, with what is lost', () => {
    expect(texts(changes)).toContain('-m goes from 16 GiB to 8 GiB.');
    expect(texts(changes)).toContain('maxmem is 16 GiB: the window for memory devices opens.');
    expect(texts(losses)).toContain('the contents are not sent');
  });
});

describe('a device as a marked node', () => {
  const device = layout().ram('8G').node('8G').node().specificPurpose('8G', { node: 1 }).build();

  it('joins -m, and a window with nothing left goes', () => {
    const { document, losses } = translated(device, 'spm-v5');
    expect(document.memory).toEqual({ size: 16 * GiB });
    expect(document.nodes[1]).toEqual({ id: 1, memdev: device.backends[1]?.id, mark: 'spm' });
    expect(document.devices).toEqual([]);
    expect(losses).toEqual([]);
  });

  it('cannot be where its node has RAM, another stack, or the layout no node', () => {
    const onRam = layout().ram('8G').node('8G').specificPurpose('8G').build();
    expect(refused(onRam, 'spm-v5')).toContain('Node 0 has boot memory (r0, 8 GiB) beside sp1');
    const both = layout()
      .ram('8G')
      .node('8G')
      .node()
      .specificPurpose('4G', { node: 1 })
      .specificPurpose('4G', { node: 1 });
    expect(refused(both.build(), 'spm-v5')).toContain('sp1 and sp2 share node 1');
    expect(refused(layout().ram('8G').specificPurpose('8G').build(), 'spm-v5')).toContain('Give it a node of its own');
  });

  it('cannot be behind a gap that it asked for, and can where it asked for the place that it would have', () => {
    const at = (addr: number): LayoutDocument =>
      layout().ram('8G', { maxmem: '32G' }).node('8G').node().specificPurpose('8G', { node: 1, addr }).build();
    expect(refused(at(12 * GiB), 'spm-v5')).toContain('sp1 lies at 0x300000000, as addr asks, 2 GiB above');
    expect(translated(at(10 * GiB), 'spm-v5').document.nodes[1]?.mark).toBe('spm');
  });
});

describe('what a form does not have', () => {
  it('reserved becomes soft reserved, and is said to be lost', () => {
    for (const to of ['spm-v1', 'spm-v4', 'spm-v9', MERGED]) {
      expect(texts(translated(thread('spm-v5', 'reserved'), to).losses), to).toContain('was to be reserved');
    }
    expect(translated(thread('spm-v5', 'reserved'), 'spm-v7').document.nodes[1]?.mark).toBe('reserved');
  });

  it('nothing but specific-purpose memory leaves no boot memory', () => {
    const all = { ...layout().ram('8G').node('8G', { mark: 'spm' }).build(), dialect: 'spm-v4' };
    expect(refused(all, MERGED)).toContain('All 8 GiB of -m are specific-purpose memory');
  });

  it('a QEMU without any form of it takes no layout that has it, and any other', () => {
    expect(refused(thread('spm-v1'), 'qemu-11.0')).toContain('no specific-purpose memory in any form');
    expect(translated(layout().ram('4G').build(), 'qemu-11.0').document.dialect).toBe('qemu-11.0');
  });
});

describe('what lies beside it', () => {
  it('moves along, and is told: nodes behind it, devices in front of it', () => {
    const behind = inDialect(layout().ram('24G').node('8G').node('8G', { mark: 'spm' }).node('8G').build(), 'spm-v7');
    const { changes } = translated(behind, MERGED);
    expect(texts(changes)).toContain(
      'Node 1 moves from 0x280000000-0x47fffffff (8 GiB) to 0x480000000-0x67fffffff (8 GiB).',
    );
    expect(texts(changes)).toContain(
      'Node 2 moves from 0x480000000-0x67fffffff (8 GiB) to 0x280000000-0x47fffffff (8 GiB).',
    );
  });

  it('keeps its place where new devices can go in front of it', () => {
    const dimm = layout().ram('16G', { slots: 1, maxmem: '20G' }).node('8G').node('8G', { mark: 'spm' }).dimm('4G');
    const { changes, document } = translated(inDialect(dimm.build(), 'spm-v7'), MERGED);
    expect(document.devices.map(({ kind }) => kind)).toEqual(['sp-mem', 'pc-dimm']);
    expect(texts(changes)).not.toContain('moves');
  });

  it('steps that name a device which goes are said to be lost', () => {
    const later = layout().ram('8G').node('8G').node().specificPurpose('8G', { node: 1 });
    const document = later.event({ do: 'unplug', device: 'sp1' }).build();
    expect(texts(translated(document, 'spm-v7').losses)).toContain('Step 1 of the timeline names sp1');
  });
});

describe('marks that do nothing', () => {
  it('are told of a node without memory', () => {
    const bare = inDialect(layout().ram('8G').node('8G').node(undefined, { mark: 'spm' }).build(), 'spm-v4');
    expect(texts(translated(bare, 'spm-v3').losses)).toContain('Node 1 is marked and is no boot memory');
    const { document, losses } = translated(bare, MERGED);
    expect(document.nodes[1]).toEqual({ id: 1 });
    expect(texts(losses)).toContain('Node 1 is marked and has no memory of its own');
  });

  it('are told of a machine that maps no device', () => {
    const small = layout().machine({ type: 'microvm' }).ram('1G').specificPurpose('1G').build();
    expect(texts(translated(small, MERGED).losses)).toContain('sp1 is accepted, and the machine maps it nowhere.');
  });

  it('are told of a marked backend that is nobody’s memory', () => {
    const unused = {
      ...inDialect(layout().ram('8G').node('8G').build(), 'spm-v0'),
      backends: [
        { id: 'r0', type: 'ram' as const, size: 8 * GiB },
        { id: 'm1', type: 'file' as const, path: '/dev/dax0.0', size: 8 * GiB, hmem: true },
      ],
    };
    expect(texts(translated(unused, 'spm-v4').losses)).toContain('Backend m1 is marked and is the memory of no node');
  });
});

describe('a marked backend', () => {
  it('is a file, since the first patch marked no other', () => {
    const { document, losses } = translated(thread('spm-v4'), 'spm-v0');
    expect(document.backends[1]).toMatchObject({ type: 'file', path: '/dev/shm/r1', hmem: true });
    expect(texts(losses)).toContain('Backend r1 becomes a file, /dev/shm/r1');
    expect(outcomeOf(document).starts).toBe(true);
  });
});

describe('layouts beyond all bounds', () => {
  it('are carried over or refused, and never break', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const { backends, nodes, ...rest } = layout()
      .ram('8G')
      .node('8G')
      .node()
      .specificPurpose('8G', { node: 1, addr: 2 ** 52 })
      .build();
    for (const size of [huge, 2 ** 53 - 4096, 0]) {
      for (const marked of [true, false]) {
        const document = {
          ...rest,
          memory: { size, maxmem: huge },
          backends: backends.map((each) => ({ ...each, size })),
          nodes: nodes.map((each) => (marked ? { ...each, memdev: 'r0', mark: 'spm' as const } : each)),
        };
        for (const to of ['spm-v0', 'spm-v4', 'spm-v9', MERGED]) translate(document, to);
      }
    }
  });

  it('of thousands of stacks on one node give one reason', () => {
    let many = layout().ram('8G').node('8G').node();
    for (let count = 0; count < 1000; count += 1) many = many.specificPurpose('2M', { node: 1 });
    expect(refused(many.build(), 'spm-v5')).toBe(
      'sp1, sp2, sp3, sp4 and 996 more share node 1: a node takes one backend, and so one stack.',
    );
  });
});

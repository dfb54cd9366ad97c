/** Random layouts through the dialects and back: nothing goes missing that is not said to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { arbitraryDocument } from '../document/arbitrary';
import { emptyDocument } from '../document/defaults';
import type { Device, LayoutDocument } from '../document/schema';
import { dialects } from '../dialects/index';
import { compareDialects } from './compare-dialects';
import { atOnce } from '../base/in-steps';
import { outcomeOf } from './outcome';
import { postings } from './postings';
import { stacksOf } from './stacks';
import { translate } from './translate';

type Carried = 'boot' | 'spm' | 'reserved' | 'sp-mem' | 'none';

interface NodePlan {
  readonly size: number;
  readonly as: Carried;
}

const size = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 24 }).map((count) => count * GiB) },
  { weight: 2, arbitrary: fc.integer({ min: 64, max: 4096 }).map((count) => count * MiB) },
  { weight: 1, arbitrary: fc.constantFrom(192 * GiB, 1026 * GiB, 300 * MiB + 4096 * 3) },
);
const nodePlan = (forms: readonly Carried[]): fc.Arbitrary<NodePlan> =>
  fc.record({ size, as: fc.constantFrom(...forms) });

interface Case {
  readonly type: string;
  readonly dialect: string;
  readonly nodes: readonly NodePlan[];
  readonly dimm: number | undefined;
  readonly slack: number;
  readonly shuffled: boolean;
}

const caseOf = (dialect: string, forms: readonly Carried[]): fc.Arbitrary<Case> =>
  fc.record({
    type: fc.constantFrom('q35', 'pc'),
    dialect: fc.constant(dialect),
    nodes: fc
      .array(nodePlan(forms), { minLength: 1, maxLength: 5 })
      .map((nodes) => [{ size: nodes[0]?.size ?? GiB, as: 'boot' as const }, ...nodes.slice(1)]),
    dimm: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    slack: fc.integer({ min: 0, max: 3 }),
    shuffled: fc.boolean(),
  });

const cases = fc.oneof(
  ...postings.all.map(({ id, carrier, hasReserved }) =>
    caseOf(
      id,
      carrier === 'device'
        ? ['boot', 'sp-mem', 'none']
        : hasReserved
          ? ['boot', 'spm', 'reserved', 'none']
          : ['boot', 'spm', 'none'],
    ),
  ),
);

/** Boot memory, marked nodes and devices as planned, with a window that just holds the devices and some slack. */
function documentOf({ type, dialect, nodes, dimm, slack, shuffled }: Case): LayoutDocument {
  const isMarked = (as: Carried): boolean => as === 'spm' || as === 'reserved';
  const backends = nodes.flatMap(({ size: bytes, as }, id) =>
    as === 'none'
      ? []
      : [
          {
            id: `m${id}`,
            type: dialect === 'spm-v0' ? ('file' as const) : ('ram' as const),
            size: bytes,
            ...(dialect === 'spm-v0' ? { path: `/dev/shm/m${id}`, ...(isMarked(as) ? { hmem: true } : {}) } : {}),
          },
        ],
  );
  const onBoard = nodes.filter(({ as }) => as !== 'none' && as !== 'sp-mem').reduce((sum, each) => sum + each.size, 0);
  const onDevices =
    nodes.filter(({ as }) => as === 'sp-mem').reduce((sum, each) => sum + each.size, 0) + (dimm ?? 0) * GiB;
  const devices: Device[] = [
    ...(dimm === undefined ? [] : [{ kind: 'pc-dimm' as const, id: 'd0', memdev: 'dm' }]),
    ...nodes.flatMap(({ as }, id) =>
      as === 'sp-mem' ? [{ kind: 'sp-mem' as const, id: `s${id}`, memdev: `m${id}`, node: id }] : [],
    ),
  ];
  const window = onDevices + slack * GiB;
  const all = [...backends, ...(dimm === undefined ? [] : [{ id: 'dm', type: 'ram' as const, size: dimm * GiB }])];
  return {
    ...emptyDocument(type),
    dialect,
    cpu: { model: 'EPYC', physBits: 48, features: [] },
    memory: {
      size: onBoard,
      ...(window > 0 ? { maxmem: onBoard + window } : {}),
      ...(dimm === undefined ? {} : { slots: 2 }),
    },
    backends: shuffled ? all.toReversed() : all,
    nodes: nodes.map(({ as }, id) => ({
      id,
      ...(as === 'none' || as === 'sp-mem' ? {} : { memdev: `m${id}` }),
      ...(isMarked(as) && dialect !== 'spm-v0' ? { mark: as as 'spm' | 'reserved' } : {}),
    })),
    devices,
  };
}

/** What has to be there again: sizes by backend, what each is of, and the room for devices. */
function memoryOf(document: LayoutDocument): unknown {
  const { memory, backends, nodes, devices } = document;
  const ram = memory.size ?? 128 * MiB;
  return {
    ram,
    window: (memory.maxmem ?? ram) - ram,
    backends: backends.map(({ id, size: bytes }) => `${id} ${bytes}`),
    nodes: nodes.map(({ id, memdev }) => `${id} ${memdev ?? ''}`),
    stacks: stacksOf(document)
      .map(({ memdev, node, type }) => `${memdev ?? ''} ${node ?? ''} ${type}`)
      .sort(),
    others: devices.filter(({ kind }) => kind !== 'sp-mem'),
  };
}

const target = fc.constantFrom(...postings.all.map(({ id }) => id));

describe('a layout in another dialect', () => {
  it('starts where it did, or a loss says why it does not; and where it cannot be, that is said', () => {
    fc.assert(
      fc.property(cases, target, (of, to) => {
        const document = documentOf(of);
        const translated = translate(document, to);
        if (!translated.ok) {
          expect(translated.error.reasons.length).toBeGreaterThan(0);
          return;
        }
        const { document: other, losses } = translated.value;
        expect(other.dialect).toBe(to);
        if (!outcomeOf(document).starts || losses.some(({ topic }) => topic === 'start')) return;
        expect(outcomeOf(other).messages.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('and back again has the same memory, where nothing of it was said to be lost', () => {
    let compared = 0;
    fc.assert(
      fc.property(cases, target, (of, to) => {
        const document = documentOf(of);
        if (!outcomeOf(document).starts) return;
        const there = translate(document, to);
        if (
          !there.ok ||
          there.value.losses.some(({ topic }) => topic === 'memory' || topic === 'mark' || topic === 'setting')
        )
          return;
        const back = translate(there.value.document, document.dialect);
        if (!back.ok) throw new Error(back.error.reasons.map(({ text }) => text).join('\n'));
        if (back.value.losses.some(({ topic }) => topic === 'memory' || topic === 'setting')) return;
        compared += 1;
        expect(memoryOf(back.value.document)).toEqual(memoryOf(document));
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(25);
  });

  it('never throws, whatever the layout', () => {
    const anyDialect = fc.constantFrom(...dialects.all.map(({ id }) => id), 'qemu-99');
    fc.assert(
      fc.property(arbitraryDocument, anyDialect, anyDialect, (document, from, to) => {
        translate({ ...document, dialect: from }, to);
      }),
      { numRuns: 200 },
    );
  });
});

describe('all dialects side by side', () => {
  it('have every dialect once, oldest first, and the own one without a change', () => {
    fc.assert(
      fc.property(cases, (of) => {
        const document = documentOf(of);
        const outcomes = atOnce(compareDialects(document));
        expect(outcomes.flatMap((each) => each.dialects)).toEqual(postings.all.map(({ id }) => id));
        const own = outcomes.filter(({ isOwn }) => isOwn);
        expect(own).toHaveLength(1);
        expect(own[0]?.said?.edits).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

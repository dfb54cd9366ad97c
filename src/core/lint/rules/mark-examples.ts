/** Layouts for the rules about marked memory: those that the patches got right, and those that they did not. */
import { layout } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import type { RuleExamples } from './examples';

const patched = (version: number, document: LayoutDocument): LayoutDocument => ({
  ...document,
  dialect: `spm-v${version}`,
});
const MARK = { mark: 'spm' };

/** 8 GiB of RAM and 8 GiB that are marked, as the patches' own example has them. */
const example = layout().ram('16G').node('8G').node('8G', MARK).build();
const swapped: LayoutDocument = { ...example, backends: example.backends.toReversed() };
/** Another order of backends, in which memory of other nodes is marked without a word. */
const between = layout().ram('16G').node('4G').node('8G', MARK).node('4G').build();
const shifted: LayoutDocument = {
  ...between,
  backends: [2, 0, 1].flatMap((index) => between.backends[index] ?? []),
};
/** Beyond 1012 GiB of addresses RAM begins at 1 TiB. */
const moved = layout().cpu('EPYC', { physBits: 48 }).ram('1100G').node('1002G').node('98G', MARK).build();
const movedFar = layout()
  .cpu('EPYC', { physBits: 48 })
  .ram('2100G')
  .node('1100G')
  .node('500G', MARK)
  .node('500G')
  .build();
const spanning = layout().ram('16G').node('1G').node('7G', MARK).node('8G').build();
const withoutMemory = layout().ram('8G').node('8G').node(undefined, MARK).build();
const withDimm = layout().ram('16G').node('8G').node('8G', MARK).dimm('1G', { node: 1 }).build();
const hmem = (onNode: boolean): LayoutDocument => {
  const bare = layout().ram('16G').node('8G').node('8G').backend('x', '1G').build();
  const isMarked = (id: string): boolean => id === (onNode ? 'r1' : 'x');
  const backends = bare.backends.map((backend) =>
    isMarked(backend.id) ? { ...backend, type: 'file' as const, path: '/dev/dax0.0', hmem: true } : backend,
  );
  return { ...bare, backends };
};
const underOvmf = (document: LayoutDocument): LayoutDocument => ({
  ...document,
  boot: { firmware: 'ovmf', kernel: '7.2' },
});
/** All RAM above 4 GiB is marked, so that firmware takes 4 GiB for the end of it; OVMF does not believe the 40 bits of this CPU. */
const allHigh = layout().cpu('Nehalem').ram('66G').node('2G').node('64G', MARK).build();

export const markExamples: readonly RuleExamples[] = [
  {
    rule: 'marking/failed',
    found: { 'backends in another order than nodes': patched(2, swapped) },
    fine: {
      'found by node': patched(4, swapped),
      'right by block': patched(2, example),
      'elsewhere, without a word': patched(2, shifted),
      'moved to 1 TiB': patched(4, moved),
    },
  },
  {
    rule: 'marking/misplaced',
    found: {
      'backends in another order than nodes': patched(2, shifted),
      'a node across the hole': patched(3, spanning),
    },
    fine: {
      'found by node': patched(4, shifted),
      'right by block': patched(1, example),
      refused: patched(4, spanning),
    },
  },
  {
    rule: 'marking/after-the-move',
    found: { 'nothing is marked': patched(4, moved), 'other memory is marked': patched(7, movedFar) },
    fine: { 'RAM at 4 GiB': patched(4, example) },
  },
  {
    rule: 'marking/ignored',
    found: {
      'a node without memory': patched(5, withoutMemory),
      microvm: patched(4, layout('microvm').ram('4G').node('2G').node('2G', MARK).build()),
    },
    fine: { 'a node with memory': patched(5, example), refused: patched(6, withoutMemory) },
  },
  {
    rule: 'marking/mixed-node',
    found: { 'a DIMM on the node': patched(4, withDimm) },
    withoutFix: ['a DIMM on the node'],
    fine: { 'nothing else on the node': patched(4, example) },
  },
  {
    rule: 'marking/unused-backend',
    found: { 'a backend of nothing': patched(0, hmem(false)) },
    fine: { 'memory of a node': patched(0, hmem(true)) },
  },
  {
    rule: 'firmware/pci-window-in-spm',
    found: { 'all high RAM is marked': underOvmf(patched(4, allHigh)) },
    fine: {
      'a window tells the end': underOvmf(patched(4, { ...allHigh, memory: { ...allHigh.memory, maxmem: 2 ** 38 } })),
      'the RAM entry is whole': underOvmf(patched(1, allHigh)),
    },
  },
];

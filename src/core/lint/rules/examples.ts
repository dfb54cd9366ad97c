/** Layouts in which each rule finds something, and those in which it finds nothing. */
import { GiB, MiB } from '../../base/addr';
import { hostPresets } from '../../document/hosts/index';
import { layout } from '../../document/layout-builder';
import { cpuGpuModule } from '../../document/samples/cpu-gpu-module';
import { eightGpuSpm } from '../../document/samples/eight-gpu-spm';
import { fourApu } from '../../document/samples/four-apu';
import type { Host, LayoutDocument } from '../../document/schema';
import { layoutExamples } from './layout-examples';
import { markExamples } from './mark-examples';
import { tableExamples } from './table-examples';

export interface RuleExamples {
  /** Id of the rule. */
  readonly rule: string;
  readonly found: Readonly<Record<string, LayoutDocument>>;
  readonly fine: Readonly<Record<string, LayoutDocument>>;
  /** Titles in `found` for which there is nothing to click. */
  readonly withoutFix?: readonly string[];
}

const SOFT = 0xefff_ffff;
const NO_HOST: Host = { ranges: [], nodes: [], resources: [], dax: [] };
type Pieces = NonNullable<LayoutDocument['backends'][number]['host']>;

const HOST: Host = {
  ...NO_HOST,
  ranges: [
    { start: 0, size: 64 * GiB, type: 1, node: 0 },
    { start: 64 * GiB, size: 16 * GiB, type: SOFT, node: 1 },
    { start: 80 * GiB, size: 16 * GiB, type: SOFT, node: 2 },
    { start: 96 * GiB, size: 16 * GiB, type: 2 },
  ],
};

const on = (document: LayoutDocument, host: Host = HOST): LayoutDocument => ({ ...document, host });
const bind = (document: LayoutDocument, backend: number, ...host: Pieces): LayoutDocument => ({
  ...document,
  backends: document.backends.map((each, index) => (index === backend ? { ...each, host } : each)),
});
const boot = (document: LayoutDocument, choice: LayoutDocument['boot']): LayoutDocument => ({
  ...document,
  boot: { firmware: 'ovmf', kernel: '7.2', ...choice },
});

/** Two SPM devices of 8 GiB on nodes 1 and 2, under OVMF. */
const twoSpm = boot(
  layout()
    .cpu('EPYC')
    .ram('4G')
    .node('4G')
    .node()
    .node()
    .specificPurpose('8G', { node: 1 })
    .specificPurpose('8G', { node: 2 })
    .build(),
  {},
);
const oneSpm = boot(layout().ram('4G').node('4G').node().specificPurpose('8G', { node: 1 }).build(), {});
const siblings = boot(
  layout().ram('4G').node('4G').node().specificPurpose('8G', { node: 1 }).specificPurpose('4G', { node: 1 }).build(),
  {},
);
const oneEach = bind(bind(on(twoSpm), 1, { start: 64 * GiB, size: 8 * GiB }), 2, { start: 80 * GiB, size: 8 * GiB });
const dimm = (size: string): LayoutDocument => layout().ram('4G').dimm(size).build();
const onBlocks = (document: LayoutDocument): LayoutDocument => on(document, { ...NO_HOST, blockSize: 2 * GiB });
const later = (size: number): LayoutDocument =>
  layout()
    .ram('4G', { slots: 1, maxmem: '12G' })
    .event({ do: 'plug', device: { kind: 'pc-dimm', memdev: 'm' }, backend: { id: 'm', type: 'ram', size } })
    .build();
const withWindow = (blockSize: number): LayoutDocument =>
  on(layout().build(), {
    ...NO_HOST,
    blockSize,
    resources: [{ start: 0xc0_5000_0000, size: 0x3c_a000_0000, name: 'CXL Window 0', depth: 0 }],
  });

export const ruleExamples: readonly RuleExamples[] = [
  {
    rule: 'host/shared',
    found: {
      'two backends overlap': bind(oneEach, 2, { start: 68 * GiB, size: 8 * GiB }),
      'one backend has a piece twice': bind(
        on(oneSpm),
        1,
        { start: 64 * GiB, size: 4 * GiB },
        { start: 64 * GiB, size: 4 * GiB },
      ),
      'a later step takes what a device has': {
        ...bind(on(later(4 * GiB)), 0),
        backends: [{ id: 'r', type: 'ram', size: 4 * GiB, host: [{ start: 0, size: 4 * GiB }] }],
        machine: { type: 'q35', cxlWindows: [], memoryBackend: 'r' },
        events: [
          {
            do: 'plug',
            device: { kind: 'pc-dimm', memdev: 'm' },
            backend: { id: 'm', type: 'ram', size: 4 * GiB, host: [{ start: 2 * GiB, size: 4 * GiB }] },
          },
        ],
      },
    },
    fine: { 'each has its own': oneEach, 'nothing is bound': on(twoSpm) },
  },
  {
    rule: 'host/too-short',
    found: {
      'an SPM device': bind(oneEach, 1, { start: 64 * GiB, size: 6 * GiB }),
      'RAM of a node': bind(on(twoSpm), 0, { start: 0, size: 3 * GiB }),
      'a DIMM': bind(on(dimm('4G')), 0, { start: 0, size: GiB }),
    },
    fine: { 'as long as needed': oneEach, longer: bind(on(oneSpm), 1, { start: 64 * GiB, size: 12 * GiB }) },
  },
  {
    rule: 'host/not-there',
    found: { 'a gap of the host': bind(on(oneSpm), 1, { start: 200 * GiB, size: 8 * GiB }) },
    fine: {
      'listed memory': oneEach,
      'memory that a driver added': bind(
        cpuGpuModule.document,
        0,
        { start: 4096 * GiB, size: 64 * GiB },
        { start: 2 * GiB, size: 64 * GiB },
      ),
    },
  },
  {
    rule: 'host/wrong-kind',
    found: { 'reserved addresses': bind(on(oneSpm), 1, { start: 96 * GiB, size: 8 * GiB }) },
    fine: { 'soft-reserved memory': oneEach },
  },
  {
    rule: 'host/dimm-below-block',
    found: {
      'a DIMM of half a block': onBlocks(dimm('1G')),
      'a DIMM of a block and a half': onBlocks(dimm('3G')),
      'a DIMM plugged later': onBlocks(later(1 * GiB)),
    },
    fine: { 'whole blocks': onBlocks(dimm('4G')), 'a block size that nobody knows': dimm('1G') },
  },
  {
    rule: 'linux/spm-merged',
    found: {
      'two devices': twoSpm,
      'four APUs': fourApu.document,
      'eight GPUs behind 1 TiB': boot(eightGpuSpm.document, {}),
      'a window without room to spare': boot(
        { ...fourApu.document, memory: { size: 64 * GiB, maxmem: 576 * GiB } },
        {},
      ),
      'two on one node and one on the next': boot(
        layout()
          .ram('4G')
          .node('4G')
          .node()
          .node()
          .specificPurpose('2G', { node: 1 })
          .specificPurpose('2G', { node: 1 })
          .specificPurpose('2G', { node: 2 })
          .build(),
        {},
      ),
      'two sockets': boot(
        layout()
          .smp({ cpus: 4, sockets: 2 })
          .ram('4G')
          .node('2G')
          .node('2G')
          .node()
          .node()
          .specificPurpose('2G', { node: 2 })
          .specificPurpose('2G', { node: 3 })
          .dimm('4G', { node: 0 })
          .build(),
        {},
      ),
    },
    fine: {
      'one device': oneSpm,
      'neighbours on one node': siblings,
      'a gap between them': {
        ...twoSpm,
        memory: { ...twoSpm.memory, maxmem: 24 * GiB },
        devices: twoSpm.devices.map((device) =>
          device.kind === 'sp-mem' && device.node === 2 ? { ...device, addr: 0x4_0000_0000 } : device,
        ),
      },
      'a firmware that drops them': boot(twoSpm, { firmware: 'seabios' }),
    },
  },
  {
    rule: 'firmware/spm-lost',
    found: {
      SeaBIOS: boot(oneSpm, { firmware: 'seabios' }),
      'an old OVMF': boot(twoSpm, { firmware: 'ovmf-before-sp' }),
      'an OVMF that loses the mark': boot(oneSpm, { firmware: 'ovmf-snp-before-12774' }),
    },
    fine: {
      OVMF: oneSpm,
      'SeaBIOS without SPM': dimm('1G'),
      'a firmware that nobody knows': boot(oneSpm, { firmware: 'coreboot' }),
    },
  },
  {
    rule: 'linux/spm-undone',
    found: {
      'efi=nosoftreserve': boot(oneSpm, { append: 'quiet efi=debug,nosoftreserve console=ttyS0' }),
      'the same on the command line of QEMU': {
        ...oneSpm,
        options: [
          { name: 'kernel', value: 'vmlinuz' },
          { name: 'append', value: 'efi=nosoftreserve' },
        ],
      },
      'a table of the user’s own': boot(oneSpm, { append: 'memmap=exactmap memmap=4G@0' }),
      'an old kernel': boot(oneSpm, { kernel: '5.4' }),
    },
    fine: {
      'nothing of the kind': boot(oneSpm, { append: 'quiet' }),
      SeaBIOS: boot(oneSpm, { firmware: 'seabios', append: 'efi=nosoftreserve' }),
    },
  },
  {
    rule: 'host/not-contiguous',
    found: {
      'two pieces': bind(on(oneSpm), 1, { start: 64 * GiB, size: 4 * GiB }, { start: 72 * GiB, size: 4 * GiB }),
    },
    fine: {
      'two pieces that touch': bind(
        on(oneSpm),
        1,
        { start: 64 * GiB, size: 4 * GiB },
        { start: 68 * GiB, size: 4 * GiB },
      ),
    },
  },
  {
    rule: 'host/wrong-node',
    found: {
      'siblings of one node': bind(bind(on(siblings), 1, { start: 64 * GiB, size: 8 * GiB }), 2, {
        start: 80 * GiB,
        size: 4 * GiB,
      }),
      'one backend across two nodes': bind(on(oneSpm), 1, { start: 78 * GiB, size: 8 * GiB }),
    },
    fine: { 'a node for each': oneEach },
  },
  {
    rule: 'host/other-kind',
    found: {
      'SPM on ordinary RAM': bind(on(oneSpm), 1, { start: 0, size: 8 * GiB }),
      'an NVDIMM on ordinary RAM': bind(on(layout().ram('4G').nvdimm('4G').build()), 0, { start: 0, size: 4 * GiB }),
    },
    withoutFix: ['an NVDIMM on ordinary RAM'],
    fine: { 'SPM on soft-reserved memory': oneEach, 'RAM on RAM': bind(on(twoSpm), 0, { start: 0, size: 4 * GiB }) },
  },
  {
    rule: 'host/stranded',
    found: { 'a CXL window between blocks': withWindow(2 * GiB) },
    withoutFix: ['a CXL window between blocks'],
    fine: { 'finer blocks': withWindow(256 * MiB), 'a block size that nobody knows': withWindow(0) },
  },
  {
    rule: 'host/free',
    found: { 'a stack without a guest': oneEach, 'nothing is bound': on(twoSpm, hostPresets.find('four-apu')?.host) },
    withoutFix: ['a stack without a guest', 'nothing is bound'],
    fine: {
      'all is given': fourApu.document,
      'ordinary RAM alone': on(dimm('1G'), hostPresets.find('two-socket')?.host),
    },
  },
  ...layoutExamples,
  ...markExamples,
  ...tableExamples,
];

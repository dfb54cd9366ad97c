/** Layouts for the rules about what a layout asks of machine, firmware, kernel and hosts. */
import { GiB, MiB, PiB, TiB } from '../../base/addr';
import { layout, type LayoutBuilder } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import type { RuleExamples } from './examples';

type Bars = readonly { readonly size: number; readonly wide?: boolean; readonly addr?: number }[];

/** GPUs, each behind a root port of its own. */
function gpus(count: number, bars: Bars, start: LayoutBuilder = wide()): LayoutBuilder {
  let builder = start;
  for (let gpu = 1; gpu <= count; gpu += 1) {
    builder = builder
      .device('pcie-root-port', { id: `rp${gpu}`, extra: { bus: 'pcie.0', chassis: String(gpu) } })
      .device('vfio-pci', { id: `gpu${gpu}`, bars, extra: { bus: `rp${gpu}`, host: `0000:${gpu}1:00.0` } });
  }
  return builder;
}
const wide = (): LayoutBuilder => layout().cpu('SapphireRapids', { physBits: 46 }).ram('64G');
const LARGE: Bars = [{ size: 512 * GiB }, { size: 32 * MiB }];

const under = (builder: LayoutBuilder, pciWindow: string, more: Partial<LayoutDocument> = {}): LayoutDocument => ({
  ...builder.build(),
  boot: { firmware: 'ovmf', kernel: '7.2', pciWindow },
  ...more,
});
const linux = (document: LayoutDocument): LayoutDocument => ({
  ...document,
  boot: { firmware: 'ovmf', kernel: '7.2', ...document.boot },
});
const fleet = (document: LayoutDocument, ...bits: readonly number[]): LayoutDocument => ({
  ...document,
  fleet: bits.map((physBits) => ({ physBits })),
});

const kvm = (document: LayoutDocument): LayoutDocument => ({ ...document, options: [{ name: 'enable-kvm' }] });
const amd = (): LayoutBuilder => layout().cpu('EPYC', { physBits: 48 });
const hole = (size: number, physBits: number): LayoutDocument =>
  layout().machine({ pciHole64Size: size }).cpu('Skylake-Server', { physBits }).ram('4G').build();
/** Four BARs of 128 GiB from 512 GiB upward: the fourth lies over the HyperTransport range. */
const filled = (): LayoutDocument => {
  let builder = amd().ram('384G');
  for (const gpu of [0, 1, 2, 3]) {
    const bars: Bars = [{ size: 128 * GiB, addr: (512 + gpu * 128) * GiB }];
    builder = builder
      .device('pcie-root-port', { id: `rp${gpu}`, extra: { bus: 'pcie.0', chassis: String(gpu + 1) } })
      .device('vfio-pci', { id: `gpu${gpu}`, bars, extra: { bus: `rp${gpu}`, host: `0000:${gpu}1:00.0` } });
  }
  return builder.build();
};
const oneBar = (bar: Bars[number]): LayoutDocument =>
  amd()
    .ram('384G')
    .device('vfio-pci', { id: 'gpu', bars: [bar] })
    .build();
const odd = layout().ram('4G', { slots: 4, maxmem: '8G' });

const cpus = { cpus: 2, sockets: 2 };

export const layoutExamples: readonly RuleExamples[] = [
  {
    rule: 'linux/dimm-refused',
    found: {
      'a DIMM of 40 MiB and one behind it': odd.dimm('40M').dimm('1G').build(),
      'a DIMM behind an odd NVDIMM': odd.nvdimm('40M').dimm('1G').build(),
      'a DIMM of half a block that is plugged later': layout()
        .ram('4G', { slots: 1, maxmem: '8G' })
        .event({
          do: 'plug',
          device: { kind: 'pc-dimm', memdev: 'm' },
          backend: { id: 'm', type: 'ram', size: 64 * MiB },
        })
        .build(),
      'a window that just holds it': layout().ram('4G').dimm('200M').build(),
      'blocks of 2 GiB': layout().ram('62G').dimm('1G').build(),
    },
    fine: {
      'whole blocks': odd.dimm('128M').dimm('1G').build(),
      'an NVDIMM alone': odd.nvdimm('40M').build(),
      'an address on a block': odd.dimm('128M').nvdimm('40M').dimm('1G', { addr: 0x1_9000_0000 }).build(),
    },
  },
  {
    rule: 'pci/bar-conflict',
    found: {
      'a reserved range': filled(),
      'RAM above 4 GiB': oneBar({ size: 128 * GiB, addr: 256 * GiB }),
      'no multiple of its size': oneBar({ size: 128 * GiB, addr: 1088 * GiB }),
      'another BAR': amd()
        .ram('4G')
        .device('vfio-pci', {
          id: 'gpu',
          bars: [
            { size: 128 * GiB, addr: 512 * GiB },
            { size: 64 * GiB, addr: 512 * GiB },
          ],
        })
        .build(),
    },
    fine: {
      'free addresses': oneBar({ size: 128 * GiB, addr: 512 * GiB }),
      'places left to firmware': oneBar({ size: 128 * GiB }),
    },
  },
  {
    rule: 'pci/window-too-small',
    found: {
      'nine GPUs of 512 GiB under one eighth': under(gpus(9, LARGE), 'ovmf-eighth'),
      'one GPU under the classic window': under(gpus(1, LARGE), 'ovmf-classic'),
      'few address bits': under(
        gpus(1, LARGE, layout().cpu('SapphireRapids', { physBits: 42 }).ram('8G')),
        'ovmf-eighth',
      ),
      'under the reserved range of AMD': under(
        gpus(1, LARGE, layout().cpu('EPYC', { physBits: 40 }).ram('8G')),
        'ovmf-eighth',
      ),
      'an Intel CPU that firmware does not believe': under(
        gpus(1, LARGE, layout().cpu('SapphireRapids', { physBits: 39 }).ram('8G').machine({ pciHole64Size: GiB })),
        'ovmf-quarter',
      ),
    },
    fine: {
      'eight fill it': under(gpus(8, LARGE), 'ovmf-eighth'),
      'one quarter': under(gpus(9, LARGE), 'ovmf-quarter'),
      'SeaBIOS widens it': under(gpus(9, LARGE), 'seabios'),
      'the setting of OVMF': under(gpus(9, LARGE), 'ovmf-eighth', {
        options: [{ name: 'fw_cfg', value: 'name=opt/ovmf/X-PciMmio64Mb,string=16777216' }],
      }),
      'BARs below 4 GiB': under(gpus(1, [{ size: 16 * MiB, wide: false }]), 'ovmf-classic'),
      'a firmware that nobody knows': under(gpus(9, LARGE), 'none'),
    },
  },
  {
    rule: 'pci/window-full',
    found: { 'eight GPUs of 512 GiB under one eighth': under(gpus(8, LARGE), 'ovmf-eighth') },
    fine: {
      'one quarter': under(gpus(8, LARGE), 'ovmf-quarter'),
      'seven GPUs': under(gpus(7, LARGE), 'ovmf-eighth'),
      'nothing is known of BARs': under(wide().device('vfio-pci', { id: 'gpu' }), 'ovmf-eighth'),
    },
  },
  {
    rule: 'machine/moved-to-1-tib',
    found: {
      'a window': amd().ram('64G', { maxmem: '979G' }).build(),
      slots: amd().ram('64G', { slots: 40, maxmem: '940G' }).build(),
      'a PCI hole': amd()
        .machine({ pciHole64Size: 8 * TiB })
        .ram('4G')
        .build(),
      'boot RAM': amd().ram('979G').build(),
      'SPM that needs it': amd().ram('256G').node('256G').node().specificPurpose('1536G', { node: 1 }).build(),
      'a GPU': amd()
        .ram('64G', { maxmem: '979G' })
        .device('vfio-pci', { id: 'gpu', extra: { host: '0000:41:00.0' } })
        .build(),
      'a DIMM that comes later': amd()
        .ram('64G', { slots: 2, maxmem: '1024G' })
        .event({
          do: 'plug',
          device: { kind: 'pc-dimm', memdev: 'm' },
          backend: { id: 'm', type: 'ram', size: 64 * GiB },
        })
        .build(),
    },
    withoutFix: ['SPM that needs it'],
    fine: {
      'one GiB less': amd().ram('64G', { maxmem: '978G' }).build(),
      'an Intel CPU': hole(8 * TiB, 46),
      'an old machine': amd().machine({ version: '7.0' }).ram('64G', { maxmem: '979G' }).build(),
    },
  },
  {
    rule: 'machine/hyper-transport-unreserved',
    found: {
      RAM: amd().machine({ version: '7.0' }).ram('1100G').build(),
      'a window': amd().machine({ version: '7.0' }).ram('64G', { maxmem: '1200G' }).build(),
      pc: layout('pc').cpu('EPYC', { physBits: 48 }).machine({ version: '6.2' }).ram('1100G').build(),
      'too few bits for the move': layout()
        .cpu('EPYC', { physBits: 41 })
        .machine({ version: '7.0', pciHole64Size: 900 * GiB })
        .ram('64G', { maxmem: '1100G' })
        .build(),
    },
    fine: {
      'memory that ends below': amd().machine({ version: '7.0' }).ram('64G', { maxmem: '900G' }).build(),
      'a newer machine': amd().ram('1100G').build(),
      'an Intel CPU': layout().machine({ version: '7.0' }).cpu('Skylake-Server', { physBits: 46 }).ram('1100G').build(),
    },
  },
  {
    rule: 'machine/vendor-of-host',
    found: {
      'an AMD model': kvm(amd().ram('4G').build()),
      'an Intel model': kvm(wide().build()),
      'no model': kvm(layout().ram('4G').build()),
      'near 1 TiB': kvm(amd().ram('979G').build()),
    },
    fine: {
      'without KVM': amd().ram('4G').build(),
      'a vendor that is named': kvm(layout().cpu('EPYC', { vendor: 'GenuineIntel' }).ram('4G').build()),
      'a global that names it': {
        ...kvm(layout().ram('4G').build()),
        globals: [{ driver: 'cpu', property: 'vendor', value: 'AuthenticAMD' }],
      },
      'a machine that knows no HyperTransport': kvm(amd().machine({ version: '7.0' }).ram('4G').build()),
    },
  },
  {
    rule: 'machine/beyond-48-bits',
    found: { 'a hole of 1 PiB': hole(PiB, 52), 'a hole of 1 PiB on a CPU of 46 bits': hole(PiB, 46) },
    fine: { 'a hole of 8 TiB': hole(8 * TiB, 46) },
  },
  {
    rule: 'fleet/too-narrow',
    found: {
      'a hole of 8 TiB': fleet(hole(8 * TiB, 44), 39, 46, 48),
      'the host itself': {
        ...hole(8 * TiB, 44),
        host: { physBits: 39, ranges: [], nodes: [], resources: [], dax: [] },
      },
      'more RAM than it has addresses': fleet(layout().cpu('Skylake-Server', { physBits: 46 }).ram('1T').build(), 39),
    },
    withoutFix: ['more RAM than it has addresses'],
    fine: { 'wide hosts': fleet(hole(8 * TiB, 44), 46, 48), 'no fleet': hole(8 * TiB, 44) },
  },
  {
    rule: 'fleet/guest-wider',
    found: {
      'a CPU of 46 bits': fleet(hole(GiB, 46), 39, 46),
      'a layout that is too wide as well': fleet(hole(8 * TiB, 46), 39, 48),
    },
    withoutFix: ['a layout that is too wide as well'],
    fine: { 'the width of the narrowest': fleet(hole(GiB, 39), 39, 46), 'no fleet': hole(GiB, 46) },
  },
  {
    rule: 'qemu/spm-not-migrated',
    found: { 'an SPM device': layout().ram('4G').node('4G').node().specificPurpose('1G', { node: 1 }).build() },
    withoutFix: ['an SPM device'],
    fine: { 'a DIMM': layout().ram('4G').dimm('1G').build() },
  },
  {
    rule: 'numa/mixed-node',
    found: {
      'SPM on the node of the RAM': layout().ram('4G').node('4G').specificPurpose('1G').build(),
      'SPM on the node that QEMU makes': layout().ram('4G').specificPurpose('1G').specificPurpose('1G').build(),
      'a layout with distances': {
        ...layout().ram('4G').node('4G').node().specificPurpose('1G').build(),
        distances: [{ from: 0, to: 1, value: 20 }],
      },
    },
    withoutFix: ['a layout with distances'],
    fine: {
      'a node of its own': layout().ram('4G').node('4G').node().specificPurpose('1G', { node: 1 }).build(),
      'a DIMM beside RAM': layout().ram('4G').node('4G').dimm('1G').build(),
    },
  },
  {
    rule: 'numa/interleaved-spm',
    found: {
      'nodes in turn': layout()
        .ram('4G')
        .node('4G')
        .node()
        .node()
        .specificPurpose('1G', { node: 1 })
        .specificPurpose('1G', { node: 2 })
        .specificPurpose('1G', { node: 1 })
        .build(),
    },
    fine: {
      'one after the other': layout()
        .ram('4G')
        .node('4G')
        .node()
        .node()
        .specificPurpose('1G', { node: 1 })
        .specificPurpose('1G', { node: 1 })
        .specificPurpose('1G', { node: 2 })
        .build(),
    },
  },
  {
    rule: 'numa/node-unused',
    found: {
      'a last node': layout().ram('4G').node('4G').node().build(),
      'a node in the midst': layout().ram('4G', { maxmem: '8G' }).node('4G').node().node().build(),
    },
    withoutFix: ['a node in the midst'],
    fine: {
      'memory without CPUs': layout().ram('4G').node('2G').node('2G').build(),
      'a device': layout().ram('4G').node('4G').node().specificPurpose('1G', { node: 1 }).build(),
      'a spare last node for the window': layout().ram('4G', { maxmem: '8G' }).node('4G').node().build(),
      'a node that an initiator names': {
        ...layout().ram('4G').node('4G').node().device('vfio-pci', { id: 'gpu' }).build(),
        objects: [{ type: 'acpi-generic-initiator', id: 'gi', extra: { 'pci-dev': 'gpu', node: '1' } }],
      },
    },
  },
  {
    rule: 'numa/cpus-without-memory',
    found: { 'the second socket': layout().smp(cpus).ram('4G').node('4G').node().build() },
    withoutFix: ['the second socket'],
    fine: {
      'RAM on both': layout().smp(cpus).ram('4G').node('2G').node('2G').build(),
      'memory without CPUs': layout().ram('4G').node('2G').node('2G').build(),
      'a DIMM': layout().smp(cpus).ram('4G').node('4G').node().dimm('1G', { node: 1 }).build(),
    },
  },
  {
    rule: 'linux/stranded',
    found: {
      'SPM of 1.5 GiB with blocks of 2 GiB': linux(
        layout().cpu('EPYC').ram('62G').node('62G').node().specificPurpose('1536M', { node: 1 }).build(),
      ),
      'an address between blocks': linux(
        layout()
          .ram('4G', { maxmem: '8G' })
          .node('4G')
          .node()
          .specificPurpose('1G', { node: 1, addr: 0x1_8400_0000 })
          .build(),
      ),
    },
    withoutFix: ['SPM of 1.5 GiB with blocks of 2 GiB', 'an address between blocks'],
    fine: {
      'whole blocks': linux(layout().ram('4G').node('4G').node().specificPurpose('1G', { node: 1 }).build()),
    },
  },
  {
    rule: 'machine/window-stranded',
    found: {
      '256 slots': layout().ram('4G', { slots: 256, maxmem: '8G' }).build(),
      'slots that cost an address bit': layout()
        .cpu('Skylake-Server', { physBits: 46 })
        .machine({ pciHole64Size: 64 * GiB })
        .ram('4G', { slots: 6, maxmem: '60G' })
        .build(),
      'a hole that a huge page needs': {
        ...layout().ram('4G', { slots: 2, maxmem: '8G' }).dimm('128M').dimm('1G').build(),
        backends: [
          { id: 'm-dimm1', type: 'ram', size: 128 * MiB },
          { id: 'm-dimm2', type: 'memfd', size: GiB, hugetlb: true, hugetlbSize: GiB },
        ],
      },
    },
    withoutFix: ['a hole that a huge page needs'],
    fine: {
      'slots that are worth it': layout().ram('4G', { slots: 4, maxmem: '32G' }).build(),
      'a gap that was asked for': layout()
        .ram('4G', { slots: 1, maxmem: '8G' })
        .dimm('1G', { addr: 0x2_0000_0000 })
        .build(),
    },
  },
];

import { GiB } from '../../base/addr';
import { sample } from './sample';

export const cxlExpander = sample(
  {
    id: 'cxl-expander',
    title: 'CXL memory expander',
    note: 'A 4 GiB fixed memory window in front of one CXL host bridge with an expander; E820 does not mention it, the CEDT does.',
    source: 'QEMU’s manual, https://www.qemu.org/docs/master/system/devices/cxl.html.',
  },
  {
    machine: { type: 'q35', cxl: true, cxlWindows: [{ targets: ['cxl.1'], size: 4 * GiB }] },
    cpu: { model: 'SapphireRapids', physBits: 46 },
    smp: { cpus: 4 },
    memory: { size: 8 * GiB, slots: 2, maxmem: 16 * GiB },
    backends: [{ id: 'cxlmem1', type: 'ram', size: 4 * GiB, share: true }],
    devices: [
      { kind: 'other', driver: 'pxb-cxl', id: 'cxl.1', extra: { bus: 'pcie.0', bus_nr: '12' } },
      { kind: 'other', driver: 'cxl-rp', id: 'rp1', extra: { bus: 'cxl.1', chassis: '0', port: '0', slot: '2' } },
      { kind: 'other', driver: 'cxl-type3', id: 'expander1', extra: { bus: 'rp1', 'volatile-memdev': 'cxlmem1' } },
    ],
  },
);

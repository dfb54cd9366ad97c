import { RAM, SOFT_RESERVED } from '../../base/e820';
import { GiB } from '../../base/addr';
import { hostPreset, hyperTransport } from './host-preset';

export const cxlExpandersHost = hostPreset(
  {
    id: 'cxl-expanders',
    title: 'Two CXL expanders, cut by HyperTransport',
    note: 'Firmware marks 256 GiB of CXL memory as specific-purpose; the range that AMD keeps below 1 TiB cuts it in two.',
    source:
      'Soft-reserved and reserved entries and the three CXL windows: https://lore.kernel.org/all/ZwVGY1WzwEakdcCJ@PC2K9PVX.TheFacebook.com/. The RAM below them is not in that log and is assumed.',
  },
  {
    ranges: [
      { start: 0, size: 2 * GiB, type: RAM, title: 'RAM low, assumed' },
      { start: 4 * GiB, size: 0xc0_5000_0000 - 4 * GiB, type: RAM, title: 'RAM, assumed' },
      { start: 0xc0_5000_0000, size: 0x3c_b000_0000, type: SOFT_RESERVED },
      hyperTransport,
      { start: 0x100_0000_0000, size: 0x3_5000_0000, type: SOFT_RESERVED },
    ],
    resources: [
      { start: 0xc0_5000_0000, size: 0x20_0000_0000, name: 'CXL Window 0', depth: 0 },
      { start: 0xe0_5000_0000, size: 0x1c_b000_0000, name: 'CXL Window 1', depth: 0 },
      { start: 0x100_0000_0000, size: 0x3_5000_0000, name: 'CXL Window 2', depth: 0 },
    ],
  },
);

import { formatSize } from '../../base/size-text';
import { size } from '../../base/range';
import type { LintRule } from '../rule';
import { alignmentText, pciSum, ruleText, sumText, windowFixes } from './pci-bars';

/** BARs that need more than the firmware's 64-bit window has. */
export const pciWindowTooSmall: LintRule = {
  id: 'pci/window-too-small',
  pages: [
    {
      code: 'pci/window-too-small',
      severity: 'error',
      title: 'The BARs do not fit the firmware’s PCI window',
      what: 'The devices’ 64-bit BARs together need more addresses than the firmware’s 64-bit PCI window has.',
      why: 'Firmware gives addresses to BARs out of one window, whose size follows from the CPU’s address width. A port’s window is a multiple of the largest BAR behind it, so that a large BAR with a small one beside it takes twice its size. What finds no room gets no address, and its driver fails. The sizes are modelled after the firmware’s sources and measurements.',
      works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb setting, more address bits, or fewer devices.',
      sources: [
        {
          project: 'edk2',
          version: '2026.08',
          place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
        },
        {
          project: 'edk2',
          version: '2026.08',
          place: 'MdeModulePkg/Bus/Pci/PciBusDxe/PciResourceSupport.c, CalculateResourceAperture',
        },
        { project: 'seabios', version: '1.17.0', place: 'src/fw/pciinit.c, pci_bios_map_devices' },
      ],
    },
  ],
  check(context) {
    const sum = pciSum(context);
    if (sum === undefined || sum.missing <= 0) return [];
    const { need, window, missing } = sum;
    return [
      {
        code: 'pci/window-too-small',
        severity: 'error',
        what: `The BARs need ${formatSize(need.total)} above 4 GiB, and the firmware’s window has ${formatSize(size(window.range))}: ${formatSize(missing)} are missing.`,
        where: sumText(sum),
        why: `${ruleText(window)}${alignmentText(need)} A device that finds no room gets no address there.`,
        works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb, more address bits, or fewer devices.',
        path: need.devices[0]?.path ?? 'boot.pciWindow',
        range: window.range,
        fixes: windowFixes(context, sum),
      },
    ];
  },
};

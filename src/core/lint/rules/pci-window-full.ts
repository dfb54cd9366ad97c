import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { alignmentText, pciSum, ruleText, sumText, windowFixes } from './pci-bars';

/** BARs that take all of the firmware's 64-bit window. A window that grows with its BARs is no concern. */
export const pciWindowFull: LintRule = {
  id: 'pci/window-full',
  pages: [
    {
      code: 'pci/window-full',
      severity: 'warning',
      title: 'The BARs fill the firmware’s PCI window',
      what: 'The devices’ 64-bit BARs take the whole of the firmware’s 64-bit PCI window.',
      why: 'Nothing is left for other devices: with OVMF 2026.08, eight GPUs of 512 GiB behind ports of their own fill the 8 TiB of 46 bits, and of nine one got no address (measured). Only BARs smaller than what alignment leaves behind the last window still find room.',
      works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb setting, or more address bits.',
      sources: [
        {
          project: 'edk2',
          version: '2026.08',
          place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow',
        },
        { project: 'edk2', version: 'after 2026.08', place: 'pull request 12997, PlatformDynamicMmioWindow' },
      ],
    },
  ],
  check(context) {
    const sum = pciSum(context);
    if (sum?.missing !== 0 || sum.window.rule.grows) return [];
    const { need, window } = sum;
    return [
      {
        code: 'pci/window-full',
        severity: 'warning',
        what: `The BARs take all ${formatSize(need.total)} of the firmware’s window: nothing is left for other devices.`,
        where: sumText(sum),
        why: `${ruleText(window)}${alignmentText(need)}`,
        works: 'A firmware with a larger window, OVMF’s X-PciMmio64Mb, or more address bits.',
        path: need.devices[0]?.path ?? 'boot.pciWindow',
        range: window.range,
        fixes: windowFixes(context, sum),
      },
    ];
  },
};

import { formatSize } from '../../base/size-text';
import type { LintRule } from '../rule';
import { alignmentText, pciSum, ruleText, sumText, windowFixes } from './pci-bars';

/** BARs that take all of the firmware's 64-bit window. A window that grows with its BARs is no concern. */
export const pciWindowFull: LintRule = {
  id: 'pci/window-full',
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

import { formatSize } from '../../base/size-text';
import { size } from '../../base/range';
import type { LintRule } from '../rule';
import { alignmentText, pciSum, ruleText, sumText, windowFixes } from './pci-bars';

/** BARs that need more than the firmware's 64-bit window has. */
export const pciWindowTooSmall: LintRule = {
  id: 'pci/window-too-small',
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

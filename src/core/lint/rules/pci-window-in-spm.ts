import { pciWindow } from '../../firmware/pci-window';
import { pciNeed } from '../../firmware/pci-need';
import { intersection } from '../../base/range';
import { formatRange } from '../../base/size-text';
import { ownerOfMark } from '../../stages/qemu/marks';
import type { LintRule } from '../rule';
import { windowRule } from './pci-bars';
import { deviceFix, markedRange, marksOf, nameOfMark } from './marks';

/** The firmware's 64-bit PCI window on memory that was cut out of the end of RAM. */
export const pciWindowInSpm: LintRule = {
  id: 'firmware/pci-window-in-spm',
  check(context) {
    const { document, startup } = context;
    const rule = windowRule(context);
    const marks = marksOf(context).filter(({ outcome }) => outcome === 'carved');
    if (rule === undefined || marks.length === 0) return [];
    const window = pciWindow(rule, document, startup, pciNeed(document)).range;
    const hit = marks.find((mark) => intersection(markedRange(mark), window) !== undefined);
    const over = hit === undefined ? undefined : intersection(markedRange(hit), window);
    if (hit === undefined || over === undefined) return [];
    return [
      {
        code: 'firmware/pci-window-in-spm',
        severity: 'error',
        what: `The 64-bit PCI window of ${rule.firmware} lies on ${nameOfMark(hit)}.`,
        where: `${formatRange(over)}; the window is ${formatRange(window)}, modelled.`,
        why: 'The firmware takes the end of the last RAM entry for the end of memory, and nothing tells it of what was cut out behind.',
        works: 'Maxmem above the RAM size, which makes QEMU announce the end; or an sp-mem device.',
        path: ownerOfMark(context, hit),
        range: over,
        fixes: deviceFix(context),
      },
    ];
  },
};

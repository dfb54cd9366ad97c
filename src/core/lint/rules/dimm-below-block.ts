import { formatSize } from '../../base/size-text';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { dimms, wholeBlockFixes, type Dimm } from './dimm-blocks';
import { MOST_FINDINGS } from './naming';

function finding(context: LintContext, dimm: Dimm, block: number): Diagnostic {
  const region = context.plan.snapshots[0]?.spaces.cpu.regions.find(({ owner }) => owner === dimm.path);
  return {
    code: 'host/dimm-below-block',
    severity: 'error',
    what: `${dimm.name} cannot be added on this machine: ${formatSize(dimm.backend.size)} are no whole memory blocks.`,
    where: `${dimm.name}: ${formatSize(dimm.backend.size)}; memory block of the machine: ${formatSize(block)}.`,
    why: 'Linux adds memory by whole blocks and refuses a DIMM whose size is no multiple of one.',
    works: `A multiple of ${formatSize(block)}.`,
    path: `${dimm.backendPath}.size`,
    ...(region === undefined ? {} : { range: region.range }),
    fixes: wholeBlockFixes(context, dimm, block),
  };
}

/** DIMMs, planned for the machine whose `lsmem` was read, that its Linux would refuse (mm/memory_hotplug.c, check_hotplug_memory_range). */
export const dimmBelowBlock: LintRule = {
  id: 'host/dimm-below-block',
  check(context) {
    const block = context.document.host.blockSize;
    if (block === undefined || block === 0) return [];
    return dimms(context.document)
      .filter(({ backend }) => backend.size % block !== 0)
      .slice(0, MOST_FINDINGS)
      .map((dimm) => finding(context, dimm, block));
  },
};

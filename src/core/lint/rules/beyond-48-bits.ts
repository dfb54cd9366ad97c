import { formatAddress } from '../../base/size-text';
import { narrow } from '../../stages/narrow';
import type { LintRule } from '../rule';
import { listed } from './naming';
import { reduceFix, reductionText } from './reduce-fix';
import { bitsOf, reductions } from './what-if';

/** Four levels of page tables translate this many address bits, for guests (EPT, nested paging) as for hosts. */
const FOUR_LEVELS = 48;

/** Layouts whose addresses four levels of page tables do not reach. */
export const beyond48Bits: LintRule = {
  id: 'machine/beyond-48-bits',
  check({ document, startup }) {
    const { map, machine } = startup;
    if (map === undefined || machine?.version.family.checksAddressSpace !== true) return [];
    const bits = bitsOf(map);
    if (bits <= FOUR_LEVELS) return [];
    const smaller = reductions(document, startup, (other) => bitsOf(other) <= FOUR_LEVELS);
    return [
      {
        code: 'machine/beyond-48-bits',
        severity: 'warning',
        what: `The layout needs ${bits} address bits: past 48-bit paging.`,
        where: `The highest address set aside is ${formatAddress(narrow(map.maxGuestAddress))}.`,
        why: 'Four levels of page tables translate 48 address bits. Beyond that host, firmware and guest must all use five levels; OVMF and most kernels for virtual machines are set up for four.',
        works: smaller.length === 0 ? 'Less memory.' : `At most ${listed(smaller.map(reductionText))}.`,
        path: smaller[0]?.path ?? 'memory.maxmem',
        fixes: smaller.map(reduceFix),
      },
    ];
  },
};

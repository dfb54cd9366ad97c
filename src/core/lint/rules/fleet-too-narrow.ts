import { formatAddress } from '../../base/size-text';
import { narrow } from '../../stages/narrow';
import type { LintRule } from '../rule';
import { byBits, countText, fleetOf } from './fleet-hosts';
import { listed } from './naming';
import { reduceFix, reductionText } from './reduce-fix';
import { bitsOf, reductions } from './what-if';

/** Hosts whose address bits do not reach what the guest needs. */
export const fleetTooNarrow: LintRule = {
  id: 'fleet/too-narrow',
  check(context) {
    const { document, startup } = context;
    const { map, machine } = startup;
    const hosts = fleetOf(context);
    if (hosts.length === 0 || map === undefined || machine?.version.family.checksAddressSpace !== true) return [];
    const bits = bitsOf(map);
    const cannot = hosts.filter(({ physBits }) => physBits < bits);
    const [first] = cannot;
    if (first === undefined) return [];
    const least = Math.min(...hosts.map(({ physBits }) => physBits));
    const can = byBits(hosts.filter(({ physBits }) => physBits >= bits)).map(({ text }) => text);
    const smaller = reductions(document, startup, (other) => bitsOf(other) <= least);
    const cannotText = byBits(cannot).map((each) => `${each.text}, ${bits - each.bits} too few`);
    return [
      {
        code: 'fleet/too-narrow',
        severity: 'error',
        what: `${countText(cannot, hosts)} cannot run this guest: it needs ${bits} address bits.`,
        where: `Cannot: ${cannotText.join('; ')}. ${can.length === 0 ? 'None can.' : `Can: ${listed(can)}.`}`,
        why: `QEMU sets addresses aside up to ${formatAddress(narrow(map.maxGuestAddress))}. The host CPU’s page tables do not reach past its own bits.`,
        works:
          smaller.length === 0
            ? 'Wider hosts, or less memory.'
            : `For all of them at most ${listed(smaller.map(reductionText))}${smaller.length > 1 ? ', each by itself' : ''}.`,
        path: first.path,
        fixes: smaller.map(reduceFix),
      },
    ];
  },
};

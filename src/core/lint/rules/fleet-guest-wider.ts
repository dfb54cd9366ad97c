import type { LintRule } from '../rule';
import { byBits, countText, fleetOf } from './fleet-hosts';
import { listed } from './naming';
import { bitsOf } from './what-if';

/** A guest CPU that shows more address bits than a host has, though the layout might fit. */
export const fleetGuestWider: LintRule = {
  id: 'fleet/guest-wider',
  check(context) {
    const { map, cpu } = context.startup;
    const hosts = fleetOf(context);
    if (hosts.length === 0 || map === undefined || cpu === undefined) return [];
    const narrower = hosts.filter(({ physBits }) => physBits < cpu.physBits);
    const [first] = narrower;
    if (first === undefined) return [];
    const least = Math.min(...hosts.map(({ physBits }) => physBits));
    const fits = bitsOf(map) <= least && cpu.longMode;
    return [
      {
        code: 'fleet/guest-wider',
        severity: 'warning',
        what: `The guest’s CPU shows ${cpu.physBits} address bits, more than ${countText(narrower, hosts).replace('The', 'the')} ${
          narrower.length === 1 ? 'has' : 'have'
        }: a danger when it is migrated there.`,
        where: `Narrower: ${listed(byBits(narrower).map(({ text }) => text))}.`,
        why: 'Firmware puts its PCI window at the top of what the CPU shows, and a guest that moves takes its addresses along: a narrower host cannot reach them.',
        works: fits
          ? `phys-bits=${least}, as the narrowest host has.`
          : `A layout that needs no more than ${least} bits first, then phys-bits=${least}.`,
        path: 'cpu.physBits',
        fixes: fits
          ? [{ title: `Use phys-bits ${least}`, edits: [{ op: 'set', path: 'cpu.physBits', value: least }] }]
          : [],
      },
    ];
  },
};

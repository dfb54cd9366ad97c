/** Which node memory is on: SRAT and what the kernel made of it. */
import { exclusive, inclusive } from '../address';
import type { LineForm } from '../line-form';

const SRAT =
  /^ *(?:ACPI: )?SRAT: Node (\d{1,5}) PXM (\d{1,10}) \[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\]((?: hotplug| non-volatile)*)$/i;
/** Before Linux 3.5; the second address is the one behind the last. */
const OLD_SRAT = /^ *(?:ACPI: )?SRAT: Node (\d{1,5}) PXM (\d{1,10}) ([0-9a-f]{1,16})-([0-9a-f]{1,16})(.{0})$/i;

export const srat: LineForm = {
  id: 'srat',
  hint: /SRAT/,
  title: 'SRAT entries',
  source: 'SRAT lines',
  read({ text }, facts) {
    const now = SRAT.exec(text);
    const match = now ?? OLD_SRAT.exec(text);
    if (match === null) return false;
    const [, node = '', pxm = '', first = '', last = '', flags = ''] = match;
    const span = now === null ? exclusive(first, last) : inclusive(first, last);
    if (span === undefined) return false;
    const entry = { ...span, node: Number(node), pxm: Number(pxm), hotplug: flags.includes('hotplug') };
    facts.keep(facts.affinity, entry);
    facts.node(entry.node);
    return true;
  },
};

const HEADING = /^ *Early memory node ranges$/;
const EARLY = /^ *node +(\d{1,5}): \[mem 0x([0-9a-f]{1,16})-0x([0-9a-f]{1,16})\]$/i;

export const earlyNodes: LineForm = {
  id: 'early-nodes',
  hint: /node/,
  title: 'early memory node ranges',
  source: 'early memory node ranges',
  read({ text }, facts) {
    if (HEADING.test(text)) return true;
    const [, node = '', first = '', last = ''] = EARLY.exec(text) ?? [];
    const span = first === '' ? undefined : inclusive(first, last);
    if (span === undefined) return false;
    facts.keep(facts.earlyNodes, { ...span, node: Number(node) });
    facts.node(Number(node));
    return true;
  },
};

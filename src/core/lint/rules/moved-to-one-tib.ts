import { HYPER_TRANSPORT } from '../../base/e820';
import { range } from '../../base/range';
import { formatAddress, formatRange } from '../../base/size-text';
import { askedAddress } from '../../document/extent';
import type { LayoutDocument } from '../../document/schema';
import { narrow } from '../../stages/narrow';
import type { Diagnostic } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed } from './naming';
import { nowText, reduceFix, reductionText } from './reduce-fix';
import { reductions, unmovedMap } from './what-if';

/** A device of the host that the guest has: the drivers of such devices are what fails behind 1 TiB. */
const isPassedThrough = (document: LayoutDocument): boolean =>
  document.devices.some((device) => device.kind === 'other' && device.driver.startsWith('vfio'));

/** Addresses that were given for the map as it is. */
const hasAddresses = ({ devices }: LayoutDocument): boolean =>
  devices.some((device) => askedAddress(device) !== undefined);

function finding({ document, startup }: LintContext): Diagnostic | undefined {
  const { map, memory } = startup;
  if (map?.moved !== true || memory === undefined) return undefined;
  const avoiding = reductions(document, startup, (other) => !other.moved && other.maxGuestAddress <= other.limit);
  const [trigger] = avoiding;
  const moved = range(narrow(map.start), narrow(map.hole64.base + map.hole64.size));
  const unmoved = unmovedMap(startup);
  const reach = unmoved === undefined ? '' : ` would be ${formatAddress(narrow(unmoved.maxGuestAddress))}`;
  const passed = isPassedThrough(document);
  const growth = map.deviceMemory === undefined ? '' : 'window, ';
  return {
    code: 'machine/moved-to-1-tib',
    severity: passed ? 'warning' : 'info',
    what: `RAM above 4 GiB and all behind it move to 1 TiB${trigger === undefined ? '' : ` because of ${nowText(trigger)}`}.`,
    where: `${formatRange(moved)}: RAM above 4 GiB, ${growth}64-bit PCI hole. ${formatRange(HYPER_TRANSPORT)} is reserved.`,
    why: `The highest address reserved for growth${reach}; from ${formatAddress(HYPER_TRANSPORT.start)} on devices of AMD hosts cannot use addresses for DMA. All room for growth counts, used or not. Behind 1 TiB some Windows guests with GPUs fail, and devices with 40 address bits or fewer cannot reach memory or each other.`,
    works:
      trigger === undefined
        ? 'No smaller setting avoids it: the memory itself, with the least of a window and a hole, reaches too far.'
        : `${capital(listed(avoiding.map(reductionText)))}${avoiding.length > 1 ? ', each by itself' : ' or less'}.`,
    path: trigger?.path ?? 'memory.size',
    range: moved,
    fixes: hasAddresses(document) ? [] : avoiding.map(reduceFix),
  };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** RAM that the HyperTransport rule moves to 1 TiB, with the settings that would keep it (QEMU hw/i386/pc.c, pc_memory_init). */
export const movedToOneTib: LintRule = {
  id: 'machine/moved-to-1-tib',
  check: (context) => {
    const found = finding(context);
    return found === undefined ? [] : [found];
  },
};

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
  pages: [
    {
      code: 'machine/moved-to-1-tib',
      severity: 'warning',
      title: 'RAM moves to 1 TiB',
      what: 'RAM above 4 GiB, the device-memory window and the 64-bit PCI hole begin at 1 TiB and not at 4 GiB.',
      why: 'AMD hosts keep 0xfd00000000-0xffffffffff for HyperTransport. If the highest address that QEMU sets aside for growth reaches it, QEMU moves everything above 4 GiB behind it. The window counts in full, with 1 GiB a slot, and so does the PCI hole. Some Windows guests with passed-through GPUs fail there, and devices with few address bits cannot reach it.',
      works:
        'A smaller maxmem, fewer slots or a smaller PCI hole, so that all of it ends by 1012 GiB: with q35, its default hole and 2816 MiB of RAM or more, maxmem and 1 GiB a slot together at most 978 GiB.',
      sources: [{ project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init' }],
    },
  ],
  check: (context) => {
    const found = finding(context);
    return found === undefined ? [] : [found];
  },
};

import { alignUp, addr } from '../../base/addr';
import { overlaps, range, size, type Range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import type { Diagnostic, Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { dimms, wholeBlockFixes, type Dimm } from './dimm-blocks';
import { MOST_FINDINGS, nameOf, spanText } from './naming';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Where QEMU puts it: from the start, or in a step that it accepts. */
function placeOf({ plan }: LintContext, { path }: Dimm): Range | undefined {
  const region = plan.snapshots[0]?.spaces.cpu.regions.find(({ owner }) => owner === path);
  const outcome = region === undefined ? plan.events.find((event) => event.path === path && event.ok) : undefined;
  return region?.range ?? outcome?.range;
}

/** Ranges of the window that something else has. */
const others = (
  { plan }: LintContext,
  { path }: Dimm,
): readonly { readonly range: Range; readonly owner?: string }[] => [
  ...(plan.snapshots[0]?.spaces.cpu.regions ?? []).filter(
    ({ owner, kind }) => kind !== 'device-memory-window' && owner?.startsWith('devices.') === true && owner !== path,
  ),
  ...plan.events.flatMap((event) =>
    event.range === undefined || event.path === path ? [] : [{ range: event.range, owner: event.path }],
  ),
];

/** An address on a border of blocks, the lowest that is free. */
function addressFix(context: LintContext, dimm: Dimm, at: Range, block: number): readonly Fix[] {
  const window = context.plan.window?.range;
  const taken = others(context, dimm).map((each) => each.range);
  if (window === undefined) return [];
  let start: number = alignUp(window.start, block);
  for (let tried = 0; tried <= taken.length; tried += 1) {
    if (start + size(at) > window.end) return [];
    const place = range(start, start + size(at));
    const over = taken.find((each) => overlaps(each, place));
    if (over === undefined) break;
    start = alignUp(addr(over.end), block);
  }
  return [
    {
      title: `Put ${dimm.name} at ${formatAddress(start)}`,
      edits: [{ op: 'set', path: `${dimm.devicePath}.addr`, value: start }],
    },
  ];
}

/** What Linux prints when it refuses. */
const logLine = (at: Range, block: number): string =>
  `Block size [${hex(block)}] unaligned hotplug range: start ${hex(at.start)}, size ${hex(size(at))}`;

function finding(context: LintContext, dimm: Dimm, at: Range, block: number): Diagnostic {
  const isWhole = size(at) % block === 0;
  const before = others(context, dimm).find((each) => each.range.end === at.start);
  const neighbour =
    before?.owner === undefined
      ? ''
      : ` QEMU puts it right behind ${nameOf(context.document, before.owner)}, which ends at ${formatAddress(before.range.end - 1)}.`;
  return {
    code: 'linux/dimm-refused',
    severity: 'error',
    what: isWhole
      ? `VMM accepts, Linux refuses: ${dimm.name} begins at ${formatAddress(at.start)}, no multiple of ${formatSize(block)}.`
      : `VMM accepts, Linux refuses: ${formatSize(size(at))} of ${dimm.name} are no whole memory blocks.`,
    where: `${dimm.name}: ${spanText(at)}; memory block of the guest: ${formatSize(block)}.`,
    why: `Linux adds memory by whole blocks, and logs “${logLine(at, block)}”. QEMU does not know, and reports the DIMM as plugged.${isWhole ? neighbour : ''}`,
    works: isWhole
      ? `An address that is a multiple of ${formatSize(block)}, or such a size for what lies in front of it.`
      : `A multiple of ${formatSize(block)}. A DIMM without an address of its own behind this one then begins on a block, too.`,
    path: isWhole ? `${dimm.devicePath}.addr` : `${dimm.backendPath}.size`,
    range: at,
    fixes: isWhole ? addressFix(context, dimm, at, block) : wholeBlockFixes(context, dimm, block),
  };
}

/** DIMMs that QEMU plugs and the guest's Linux does not take (mm/memory_hotplug.c, check_hotplug_memory_range). */
export const dimmRefused: LintRule = {
  id: 'linux/dimm-refused',
  pages: [
    {
      code: 'linux/dimm-refused',
      severity: 'error',
      title: 'VMM accepts a DIMM, Linux refuses it',
      what: 'QEMU places the DIMM and reports it as plugged; the guest’s kernel does not add its memory.',
      why: 'QEMU asks for multiples of 2 MiB, Linux for whole memory blocks: 128 MiB in a small guest, up to 2 GiB from 64 GiB on. Size and start both count. Without an address QEMU puts a device right behind the one before, so an odd one spoils those behind it; an NVDIMM, which is no such memory, is fine itself and still does.',
      works: 'A size of whole blocks for every device in the window, or an address on a border of blocks.',
      sources: [
        { project: 'linux', version: '7.2', place: 'mm/memory_hotplug.c, check_hotplug_memory_range' },
        { project: 'linux', version: '7.2', place: 'arch/x86/mm/init_64.c, probe_memory_block_size' },
        { project: 'qemu', version: '11.1', place: 'hw/mem/memory-device.c, memory_device_get_free_addr' },
      ],
    },
  ],
  check(context) {
    const block = context.plan.linux?.blockSize;
    if (block === undefined || block === 0) return [];
    return dimms(context.document)
      .flatMap((dimm) => {
        const at = placeOf(context, dimm);
        const isWhole = at === undefined || (at.start % block === 0 && size(at) % block === 0);
        return isWhole ? [] : [finding(context, dimm, at, block)];
      })
      .slice(0, MOST_FINDINGS);
  },
};

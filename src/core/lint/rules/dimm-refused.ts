import { alignUp, addr } from '../../base/addr';
import { overlaps, range, size, type Range } from '../../base/range';
import { formatAddress, formatSize } from '../../base/size-text';
import type { DocPath } from '../../space/region';
import { spanAt } from '../../space/timeline';
import type { Diagnostic, Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { dimms, wholeBlockFixes, type Dimm } from './dimm-blocks';
import { MOST_FINDINGS, nameOf, spanText } from './naming';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Where QEMU puts memory devices, by their owners: from the start, or in a step that it accepts. */
function places({ plan }: LintContext): ReadonlyMap<DocPath, Range> {
  const found = new Map<DocPath, Range>();
  const { timeline } = plan;
  const spans = timeline?.spans.from.length ?? 0;
  for (let index = 0; timeline !== undefined && index < spans; index += 1) {
    const { owner, isRefused, start, size: bytes } = spanAt(timeline, index);
    if (!isRefused && start !== undefined && bytes !== undefined) found.set(owner, range(start, start + bytes));
  }
  for (const { owner, kind, range: at } of plan.snapshots[0]?.spaces.cpu.regions ?? []) {
    if (kind !== 'device-memory-window' && owner?.startsWith('devices.') === true) found.set(owner, at);
  }
  return found;
}

type Places = ReadonlyMap<DocPath, Range>;

/** Ranges of the window that something else has. */
const others = (all: Places, { path }: Dimm): readonly { readonly range: Range; readonly owner: DocPath }[] =>
  [...all].flatMap(([owner, at]) => (owner === path ? [] : [{ range: at, owner }]));

/** An address on a border of blocks, the lowest that is free. */
function addressFix(context: LintContext, all: Places, dimm: Dimm, at: Range, block: number): readonly Fix[] {
  const window = context.plan.window?.range;
  const taken = others(all, dimm).map((each) => each.range);
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

function finding(context: LintContext, all: Places, dimm: Dimm, at: Range, block: number): Diagnostic {
  const isWhole = size(at) % block === 0;
  const before = others(all, dimm).find((each) => each.range.end === at.start);
  const neighbour =
    before === undefined
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
    fixes: isWhole ? addressFix(context, all, dimm, at, block) : wholeBlockFixes(context, dimm, block),
  };
}

/** DIMMs that QEMU plugs and the guest's Linux does not take (mm/memory_hotplug.c, check_hotplug_memory_range). */
export const dimmRefused: LintRule = {
  id: 'linux/dimm-refused',
  check(context) {
    const block = context.plan.linux?.blockSize;
    if (block === undefined || block === 0) return [];
    const all = places(context);
    const found: Diagnostic[] = [];
    for (const dimm of dimms(context.document)) {
      const at = all.get(dimm.path);
      const isWhole = at === undefined || (at.start % block === 0 && size(at) % block === 0);
      if (!isWhole) found.push(finding(context, all, dimm, at, block));
      if (found.length === MOST_FINDINGS) break;
    }
    return found;
  },
};

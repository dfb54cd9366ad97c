/** Addresses for SPM devices of different nodes that do not touch. */
import { GiB } from '../../base/addr';
import { overlaps, range, size, type Range } from '../../base/range';
import { formatSize } from '../../base/size-text';
import { applyEdit, type Edit } from '../../document/edit';
import { windowEdits } from '../../document/window-edits';
import type { DaxDevice } from '../../linux/view';
import { HYPER_TRANSPORT_START } from '../../qemu/address-map';
import type { Fix } from '../diagnostic';
import type { LintContext } from '../rule';

/** What is left free between two devices: more than any alignment, and a round number in every view. */
export const GAP = 1 * GiB;

interface Move {
  readonly owner: string;
  readonly from: Range;
  readonly to: Range;
}

/** Where each part goes: as far up as there are borders between nodes below it. */
function moves({ parts }: DaxDevice): readonly Move[] {
  let shift = 0;
  return parts.flatMap(({ owner, node, range: from }, index): Move[] => {
    const before = parts[index - 1];
    if (before !== undefined && before.node !== node) shift += GAP;
    if (shift === 0 || owner === undefined) return [];
    return [{ owner, from, to: range(from.start + shift, from.end + shift) }];
  });
}

/** Whether a device that stays, or comes before and keeps its place, is in the way. Later ones without an address look for room again. */
function isBlocked({ document, startup, plan }: LintContext, moved: readonly Move[]): boolean {
  const movers = new Set(moved.map(({ owner }) => owner));
  const firstMover = Math.min(...moved.map(({ owner }) => Number(owner.split('.')[1])));
  const stays = startup.devices.filter(({ ordinal, placed }) => {
    const device = document.devices[ordinal];
    const asks = device !== undefined && 'addr' in device && device.addr !== undefined && device.addr !== 0;
    return placed && !movers.has(`devices.${ordinal}`) && (asks || ordinal < firstMover);
  });
  return stays.some(({ address, size: bytes }) => {
    const start = Number(address);
    const taken = range(start, start + Number(bytes));
    return moved.some(({ to }) => overlaps(to, taken)) || taken.end > plan.limit;
  });
}

/** Whether more room at the top fits under the CPU's limit and does not move RAM to 1 TiB, and with it the window. */
function canGrow({ startup }: LintContext, bytes: number): boolean {
  const { map, machine, cpu } = startup;
  if (bytes === 0) return true;
  if (map === undefined || machine === undefined || cpu === undefined) return false;
  const rounded = BigInt(Math.ceil(bytes / GiB) * GiB);
  const highest = map.maxGuestAddress + rounded;
  const avoids = machine.version.rules.avoidsHyperTransport && cpu.isAmd && !map.moved;
  return highest <= map.limit && !(avoids && highest >= HYPER_TRANSPORT_START);
}

/** Leaves 1 GiB at each border between nodes, and raises maxmem if the window is too small for that; nothing where it cannot be done. */
export function gapFix(context: LintContext, device: DaxDevice): Fix | undefined {
  const { document, plan } = context;
  const moved = moves(device);
  const isDevice = moved.every(({ owner, from }) => {
    const entry = document.devices[Number(owner.split('.')[1])];
    const placed = plan.snapshots[0]?.spaces.cpu.regions.find((region) => region.owner === owner);
    return entry?.kind === 'sp-mem' && placed !== undefined && size(placed.range) === size(from);
  });
  if (moved.length === 0 || !isDevice || isBlocked(context, moved)) return undefined;
  const placing = moved.map(({ owner, to }): Edit => ({ op: 'set', path: `${owner}.addr`, value: to.start }));
  const placed = placing.reduce(applyEdit, document);
  const growing = windowEdits(placed, { size: 0, usesSlot: false }, plan.window?.range);
  const after = growing.reduce(applyEdit, placed);
  if (!canGrow(context, (after.memory.maxmem ?? 0) - (document.memory.maxmem ?? 0))) return undefined;
  return { title: `Leave ${formatSize(GAP)} between them`, edits: [...placing, ...growing] };
}

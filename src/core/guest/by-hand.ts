/** Blocks brought online or taken offline by hand (`/sys/devices/system/memory/memoryN/state`). */
import { intersection } from '../base/range';
import type { OnlinePolicy } from '../document/schema';
import type { PluggedDevice } from '../qemu/machine';
import { lessSure } from '../space/sureness';
import type { Owner } from './added-memory';
import { isOnline, placed, type PlacedRun, type Run } from './blocks';
import { daxOf } from './kmem';
import { rangeOf, type GuestState } from './state';
import { placeBy } from './zones';

/** Blocks of a device by what has them: its own, or those of dax devices made of its bytes. */
export function holdings(
  state: GuestState,
  device: PluggedDevice,
): readonly { owner: Owner; runs: readonly PlacedRun[] }[] {
  const own = state.memory.get(device);
  if (own !== undefined) return [{ owner: device, runs: own.runs }];
  const { blockSize } = state.memory;
  return daxOf(state, device).flatMap((dax) => {
    const added = state.memory.get(dax);
    const inside = intersection(dax.range, rangeOf(device));
    if (added === undefined || inside === undefined) return [];
    const [first, end] = [Math.floor(inside.start / blockSize), Math.ceil(inside.end / blockSize)];
    const runs = added.runs.flatMap((run) => {
      const cut = { ...run, first: Math.max(run.first, first), end: Math.min(run.end, end) };
      return cut.first < cut.end ? [cut] : [];
    });
    return [{ owner: dax, runs }];
  });
}

/** The lowest first. Gives the numbers of blocks that refused. */
export function setByHand(
  state: GuestState,
  device: PluggedDevice,
  to: OnlinePolicy,
  count: number = Infinity,
): readonly number[] {
  const refused: number[] = [];
  let left = count;
  for (const { owner, runs } of holdings(state, device)) {
    for (const run of runs) {
      if (isOnline(run) !== (to === 'offline') || left <= 0) continue;
      const asked = { ...run, end: Math.min(run.end, run.first + left) };
      left -= asked.end - asked.first;
      refused.push(...(to === 'offline' ? takeOffline(state, owner, asked) : bringOnline(state, owner, asked, to)));
    }
  }
  state.machine.changed.add(device);
  return refused;
}

function bringOnline(state: GuestState, owner: Owner, run: Run, to: OnlinePolicy): readonly number[] {
  const { memory, boot } = state;
  const added = memory.get(owner);
  if (added === undefined) return [];
  const place = placeBy(to, run, memory.spans(added.node), boot.linux.hotplug.prefersMovable);
  memory.set(owner, { ...added, runs: placed(added.runs, { ...run, place }) });
  return [];
}

function takeOffline(state: GuestState, owner: Owner, { first, end }: Run): readonly number[] {
  const { memory, settings } = state;
  const added = memory.get(owner);
  if (added === undefined) return [];
  state.sure = lessSure(state.sure, 'modelled');
  if (settings.pinsMemory) return Array.from({ length: end - first }, (_, index) => first + index);
  const stays = memory.pinned(added.node);
  const isIn = stays !== undefined && first <= stays && stays < end;
  const pieces = isIn
    ? [
        { first, end: stays },
        { first: stays + 1, end },
      ]
    : [{ first, end }];
  let { runs } = added;
  for (const piece of pieces) if (piece.first < piece.end) runs = placed(runs, { ...piece, place: 'offline' });
  memory.set(owner, { ...added, runs });
  return isIn ? [stays] : [];
}

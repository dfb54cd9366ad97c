/** Whether the guest gives memory back. What a busy guest holds on to nobody can tell: this is the rule that fits every recorded answer. */
import type { PluggedDevice } from '../qemu/machine';
import { isOnline, type Run } from './blocks';
import type { GuestState } from './state';

export interface Release {
  readonly is: boolean;
  readonly why: string;
}

/** The block that holds data of the kernel itself, which cannot be moved, stays, and all others go. */
export function wouldGo(state: GuestState, node: number, run: Run, online: boolean): Release {
  if (!online) return { is: true, why: 'Its blocks are offline.' };
  if (state.settings.pinsMemory) return { is: false, why: 'The guest holds pages in it that cannot be moved.' };
  const pinned = state.memory.pinned(node);
  return pinned !== undefined && run.first <= pinned && pinned < run.end
    ? {
        is: false,
        why: `The kernel’s own data lie in memory${pinned}, the first block of zone Normal that node ${node} got.`,
      }
    : { is: true, why: 'What its blocks hold can be moved.' };
}

/** Whether the guest would release all that it has of a device. */
export function wouldRelease(state: GuestState, device: PluggedDevice): Release {
  const added = state.memory.get(device);
  if (added === undefined) return { is: true, why: 'The guest does not use it.' };
  for (const run of added.runs) {
    const answer = wouldGo(state, added.node, run, isOnline(run));
    if (!answer.is) return answer;
  }
  const kept = added.runs.find(isOnline);
  return kept === undefined
    ? { is: true, why: 'Its blocks are offline.' }
    : { is: true, why: 'What its blocks hold can be moved.' };
}

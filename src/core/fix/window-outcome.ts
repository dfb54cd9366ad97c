/** What a layout makes of its device-memory window, for a picture beside that of another layout. */
import type { Plan } from '../plan/plan';
import { piecesWithin } from '../space/pieces-within';
import type { WindowOutcome } from './found-fix';

/** Undefined where there is no window. */
export function windowOutcome({ window, snapshots }: Pick<Plan, 'window' | 'snapshots'>): WindowOutcome | undefined {
  if (window === undefined) return undefined;
  const { range, budget } = window;
  return { range, budget, pieces: piecesWithin(snapshots[0]?.spaces.cpu.regions ?? [], range) };
}

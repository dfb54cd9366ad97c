/** What a layout makes of its device-memory window, for a picture beside that of another layout. */
import { intersection } from '../base/range';
import type { Plan } from '../plan/plan';
import type { WindowOutcome } from './found-fix';

/** Undefined where there is no window. */
export function windowOutcome({ window, snapshots }: Pick<Plan, 'window' | 'snapshots'>): WindowOutcome | undefined {
  if (window === undefined) return undefined;
  const { range, budget } = window;
  const pieces = (snapshots[0]?.spaces.cpu.regions ?? []).flatMap(({ kind, name, owner, range: whole }) => {
    const part = intersection(whole, range);
    return part === undefined ? [] : [{ range: part, kind, name, ...(owner === undefined ? {} : { owner }) }];
  });
  return { range, budget, pieces };
}

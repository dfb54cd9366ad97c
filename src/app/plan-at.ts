import type { Plan, Snapshot } from '../core/plan/plan';
import type { DocPath } from '../core/space/region';
import type { Instant } from '../core/timeline/instant';

/** The moment from which on a finding holds: of a step, when it has happened; of all else, boot. */
export function momentOf(path: DocPath | undefined): number {
  const [list, index] = path?.split('.') ?? [];
  return list === 'events' ? Number(index) + 1 : 0;
}

/**
 * The plan as it is at a moment: the address space, the memory devices, the budget and Linux as they are then. What QEMU and the
 * firmware wrote at boot stays what it is: no table is ever written again.
 * @param instant of the same revision as the plan
 */
export function planAt(plan: Plan, { moment, machine }: Instant): Plan {
  const { cpu, memoryDevices, used, linux } = machine;
  const then = ({ tables, ...snapshot }: Snapshot): Snapshot => ({
    ...snapshot,
    spaces: { ...snapshot.spaces, cpu },
    ...(tables === undefined ? {} : { tables: { ...tables, memoryDevices } }),
  });
  return {
    ...plan,
    snapshots: plan.snapshots.map(then),
    ...(plan.window === undefined ? {} : { window: { ...plan.window, used } }),
    ...(plan.linux === undefined || linux === undefined ? {} : { linux: { ...plan.linux, ...linux } }),
    diagnostics: plan.diagnostics.filter(({ path }) => momentOf(path) <= moment),
  };
}

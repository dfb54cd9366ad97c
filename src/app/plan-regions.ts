import type { Plan } from '../core/plan/plan';
import type { Region } from '../core/space/region';

/** The regions of the guest as QEMU hands them over, from low to high addresses, holes included; none without a plan. */
export const regionsOf = (plan: Plan | undefined): readonly Region[] => plan?.snapshots[0]?.spaces.cpu.regions ?? [];

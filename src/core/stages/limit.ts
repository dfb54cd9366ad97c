import { addr, ADDR_LIMIT, type Addr } from '../base/addr';
import { narrow } from './narrow';
import type { StageContext } from './stage';

/** QEMU's default CPU model under TCG has 40 bits; used where no CPU could be made. */
const DEFAULT_BITS = 40;

/** Exclusive ends: of what the CPU addresses, and of the space to draw, which is more where a refused layout needs more. */
export function spaceLimit({ startup }: StageContext): { readonly cpu: Addr; readonly space: Addr } {
  const { map, cpu } = startup;
  const limit = map === undefined ? 2n ** BigInt(cpu?.physBits ?? DEFAULT_BITS) : map.limit + 1n;
  const needed = map === undefined ? 0n : map.maxGuestAddress + 1n;
  const has = Math.min(narrow(limit), ADDR_LIMIT);
  return { cpu: addr(has), space: addr(Math.max(has, narrow(needed))) };
}

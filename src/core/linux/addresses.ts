/** From QEMU's and the kernel's 64-bit addresses to ranges that can be drawn: what lies beyond 2^52 is cut there. */
import { addr, ADDR_LIMIT } from '../base/addr';
import type { Range } from '../base/range';

const LIMIT = BigInt(ADDR_LIMIT);
const narrow = (at: bigint) => addr(Number(at > LIMIT ? LIMIT : at));

export const spanOf = (start: bigint, size: bigint): Range => ({ start: narrow(start), end: narrow(start + size) });

import { ADDR_LIMIT } from '../base/addr';

/**
 * Narrows QEMU's unsigned 64-bit number to one that can be drawn. QEMU computes with addresses that no processor has (`maxmem=15E`);
 * what lies beyond 2^52 is cut there. Tables and texts never go through this.
 */
export const narrow = (value: bigint): number => (value > BigInt(ADDR_LIMIT) ? ADDR_LIMIT : Number(value));

/** How far a layout lies from the next jump: arithmetic on its map, no search, since it is computed at every key press. */
import { TiB } from '../base/addr';
import { approximateSize, formatSize } from '../base/size-text';
import type { Margin } from '../cliffs/cliff';
import { avoidsHyperTransport, boardOf, largestShare, leftToMove, shares, unmoved } from '../qemu/growth';
import type { Board, Share } from '../qemu/growth';
import type { AddressMap, Startup } from '../qemu/machine';
import { ramMargins } from './ram-margins';
import { narrow } from '../stages/narrow';

const FOUR_GIB = 2n ** 32n;
const ONE_TIB = 2n ** 40n;
/** Guest-physical addresses that nested page tables of four levels translate (Intel SDM vol. 3C, "EPT translation mechanism"). */
export const FOUR_LEVEL_BITS = 48;

/** The number of binary digits of an address. */
export const bitsFor = (highest: bigint): number => highest.toString(2).length;

/** The distances to the 1 TiB move, the next address bit, the end of what the CPU addresses and of 48-bit paging, and those of RAM. */
export function marginsOf(startup: Startup): readonly Margin[] {
  const board = boardOf(startup);
  if (board === undefined) return [];
  const share = largestShare(board);
  const from = {
    of: listed(shares(board).map(({ name }) => name)),
    path: share?.path ?? 'memory.size',
  };
  const ends = [toMove(board, share), toNextBit(board, share), toLimit(board), toPaging(board)];
  return [...ends.flatMap((margin) => (margin === undefined ? [] : { ...margin, ...from })), ...ramMargins(board)];
}

type Distance = Omit<Margin, 'of' | 'path'>;

function toMove(board: Board, share: Share | undefined): Distance | undefined {
  const left = leftToMove(board);
  if (left === undefined) return undefined;
  const { moved } = board.map;
  const here = unmoved(board);
  return {
    kind: 'move',
    title: '1 TiB jump',
    left: Number(left),
    text: `${distance(left)} ${moved ? 'past' : 'to'} the 1 TiB jump`,
    why: `The highest address reserved for growth ${moved ? 'would be' : 'is'} 0x${here.maxGuestAddress.toString(16)}. Devices of an AMD guest cannot use addresses from 0xfd00000000 on for DMA, so RAM above 4 GiB ${moved ? 'moved' : 'would move'} to 1 TiB.${mostThatStays(share, here, left)}`,
  };
}

function toNextBit(board: Board, share: Share | undefined): Distance | undefined {
  const { map, cpu } = board;
  const end = map.maxGuestAddress + 1n;
  const needed = bitsFor(map.maxGuestAddress);
  if (needed >= cpu.physBits) return undefined;
  const toPower = 2n ** BigInt(needed) - end;
  const jump = map.moved ? undefined : leftToMove(board);
  const isByMove = jump !== undefined && jump < toPower;
  const left = isByMove ? jump : toPower;
  const bit = isByMove ? bitsFor(ONE_TIB) : needed + 1;
  const paging = bit > FOUR_LEVEL_BITS && needed <= FOUR_LEVEL_BITS ? ' More is past 48-bit paging.' : '';
  return {
    kind: 'bits',
    title: `${ordinal(bit)} address bit`,
    left: Number(left),
    text: `${distance(left)} to the ${ordinal(bit)} address bit`,
    why: `Addresses up to 0x${map.maxGuestAddress.toString(16)} need ${needed} bits; the CPU has ${cpu.physBits}.${paging}${mostThatStays(share, map, left)}`,
  };
}

function toLimit(board: Board): Distance {
  const { map, cpu } = board;
  const left = leftToLimit(board);
  return {
    kind: 'refusal',
    title: `end of ${cpu.physBits} bits`,
    left: Number(left),
    text:
      left < 0n
        ? `${distance(left)} over ${cpu.physBits} bits`
        : `${distance(left)} to the end of ${cpu.physBits} bits`,
    why: `The CPU has ${cpu.physBits} address bits, so its last address is 0x${map.limit.toString(16)}; QEMU refuses a layout that reserves more.`,
  };
}

/** Told apart from the CPU's own end only where that lies beyond. */
function toPaging({ map, cpu }: Board): Distance | undefined {
  if (cpu.physBits <= FOUR_LEVEL_BITS) return undefined;
  const left = 2n ** BigInt(FOUR_LEVEL_BITS) - 1n - map.maxGuestAddress;
  return {
    kind: 'paging',
    title: '48-bit paging',
    left: Number(left),
    text: `${distance(left)} ${left < 0n ? 'past' : 'to the end of'} 48-bit paging`,
    why: 'Page tables of four levels translate 48 bits of guest-physical addresses. Beyond, host and guest need a fifth level.',
  };
}

/** A layout that has to move is 1020 GiB longer at once. */
function leftToLimit(board: Board): bigint {
  const { map } = board;
  const left = map.limit - map.maxGuestAddress;
  const jump = map.moved || !avoidsHyperTransport(board) ? undefined : leftToMove(board);
  if (jump === undefined || left <= jump) return left;
  const afterMove = left - (ONE_TIB - FOUR_GIB);
  return afterMove > jump ? afterMove : jump;
}

/** What the setting may be at most if the end may grow by `left`: areas begin on whole GiB, so what is left of one comes on top. */
function mostThatStays(share: Share | undefined, map: AddressMap, left: bigint): string {
  if (share?.value === undefined || map.cxl !== undefined) return '';
  const top = map.deviceMemory === undefined ? map.start + map.above : map.deviceMemory.base + map.deviceMemory.size;
  const rest = share.path === 'machine.pciHole64Size' || map.hole64.base < top ? 0n : map.hole64.base - top;
  const most = share.value + left + rest;
  return most < 0n ? '' : ` The largest ${share.name.replace(/^the /, '')} that stays below is ${amount(most)}.`;
}

/** Nobody counts what is far away. */
const FAR = 10 * TiB;

const amount = (bytes: bigint): string => formatSize(narrow(bytes < 0n ? -bytes : bytes));

function distance(bytes: bigint): string {
  const size = narrow(bytes < 0n ? -bytes : bytes);
  const { text, exact } = approximateSize(size);
  return size < FAR ? formatSize(size) : exact ? text : `≈ ${text}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function ordinal(count: number): string {
  const isTeen = count % 100 >= 11 && count % 100 <= 13;
  return `${count}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`;
}

/** What a running QEMU or guest said of itself, as far as a plan says the same. */
import { ADDR_LIMIT, addr } from '../base/addr';
import type { Range } from '../base/range';

/** What an entry says of its bytes; the end is exclusive. */
export interface CapturedRange {
  /** Cut to the addresses that there are. */
  readonly range: Range;
  /** What was written, where no range can be that. */
  readonly claims?: { readonly start: bigint; readonly end: bigint };
}

/** An entry of a memory table. */
export interface CapturedEntry extends CapturedRange {
  /** Raw E820 type number; unknown ones stay as they are. */
  readonly type: number;
  /** Line of the text, from 1, or byte offset of the blob, that says so. */
  readonly line?: number;
  readonly offset?: number;
}

/** A memory device as `query-memory-devices` or `info memory-devices` lists it; absent is not said. */
export interface CapturedDevice extends CapturedRange {
  /** QMP's: `dimm`, `nvdimm`, `virtio-mem`, `virtio-pmem`, `sp-mem`. */
  readonly type: string;
  readonly id?: string;
  readonly node?: number;
  readonly slot?: number;
  /** Id of the backend. */
  readonly memdev?: string;
  /** Of virtio-mem, in bytes: what the guest has plugged, what is asked for, and the unit of both. */
  readonly plugged?: number;
  readonly requested?: number;
  readonly blockSize?: number;
  readonly hotplugged?: boolean;
  readonly line?: number;
}

/** A memory entry of an SRAT. */
export interface CapturedAffinity extends CapturedRange {
  readonly node: number;
  /** 1 enabled, 2 hot-pluggable, 4 non-volatile. */
  readonly flags: number;
  readonly line?: number;
  readonly offset?: number;
}

/** A line of `info mtree -f`. */
export interface CapturedView extends CapturedRange {
  readonly name: string;
  /** QEMU's word: `ram`, `rom`, `nv-ram`, `i/o`, `container`. */
  readonly kind: string;
  readonly line?: number;
}

/**
 * Whose table: the file that QEMU makes, what the firmware hands over, what the kernel prints of that (`BIOS-e820`), what the kernel
 * ends with.
 */
export type CapturedStage = 'qemu' | 'firmware' | 'kernel-bios' | 'kernel';

export type Capture = { readonly title: string } & (
  | {
      readonly of: 'e820';
      readonly stage: CapturedStage;
      readonly entries: readonly CapturedEntry[];
      /** It is a map of UEFI descriptors: touching ones of one type are one entry to whoever reads it. */
      readonly isEfi?: true;
      /** The file itself, where that is what was captured. */
      readonly bytes?: Uint8Array;
    }
  | { readonly of: 'srat'; readonly entries: readonly CapturedAffinity[]; readonly bytes?: Uint8Array }
  | { readonly of: 'memory-devices'; readonly devices: readonly CapturedDevice[] }
  /** What answers at each address, by the names of QEMU's memory regions: `info mtree -f`. */
  | { readonly of: 'flat-view'; readonly ranges: readonly CapturedView[] }
);

/** A range of claimed bounds; `end` is exclusive and may lie below `start`, where 64 bits came round. */
export function capturedRange(start: bigint, end: bigint): CapturedRange {
  const limit = BigInt(ADDR_LIMIT);
  const cut = (value: bigint): number => Number(value > limit ? limit : value);
  const isSound = start <= end && end <= limit;
  const from = cut(start);
  const range = { start: addr(from), end: addr(Math.max(from, cut(end))) };
  return isSound ? { range } : { range, claims: { start, end } };
}

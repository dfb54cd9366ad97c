/** Values of a setting at which something jumps: a byte more, and RAM moves, another address bit is needed, or QEMU refuses. */
import type { Bytes } from '../base/addr';
import type { Citation, DocPath } from '../space/region';

export type CliffKind =
  | 'move'
  | 'bits'
  | 'split'
  | 'block'
  | 'paging'
  | 'refusal'
  /** The device-memory window comes or goes. */
  | 'window'
  /** The HyperTransport range enters or leaves the E820 table. */
  | 'reserved'
  /** Memory devices change their order in the address space. */
  | 'order';

export interface Cliff {
  readonly kind: CliffKind;
  /** The first value beyond, upwards; in the setting's own unit (bytes, bits, a count). */
  readonly at: number;
  /** `RAM moves to 1 TiB`, in few words. */
  readonly title: string;
  /** One sentence: which rule, and its numbers. */
  readonly why: string;
  readonly cite?: Citation;
}

/** What a slider of one setting shows. */
export interface SettingCliffs {
  readonly path: DocPath;
  /** The value in force, QEMU's default if the layout has none. */
  readonly value: number;
  readonly isDefault: boolean;
  /** The range worth sliding over, both ends included, and the step of the slider. */
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly unit: 'bytes' | 'address' | 'bits' | 'count';
  /** In order of their values; several may lie at one. */
  readonly cliffs: readonly Cliff[];
  /** Address bits needed from each value on, in order; for the line under a slider. */
  readonly bits: readonly { readonly from: number; readonly bits: number }[];
  /** Address bits of the CPU; absent where QEMU does not compare. */
  readonly bitsAvailable?: number;
  /** Ranges of values that QEMU refuses, both ends included. */
  readonly refused: readonly { readonly from: number; readonly to: number }[];
}

/** How far the layout as it is lies from a cliff. */
export interface Margin {
  readonly kind: CliffKind;
  /** `1 TiB jump`, `41st address bit`. */
  readonly title: string;
  /** Bytes left; 0 means that the next byte falls. Negative if it lies beyond already. */
  readonly left: Bytes;
  /** What the margin is of: `maxmem, slots and the PCI hole`. */
  readonly of: string;
  /** The setting that would use it up first. */
  readonly path: DocPath;
  /** `1 GiB to the 1 TiB jump`: what is shown, whole. */
  readonly text: string;
  /** Which rule, its numbers, and the largest setting that stays on this side; one or two sentences. */
  readonly why: string;
}

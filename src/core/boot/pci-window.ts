import type { Bytes } from '../base/addr';

/** How a firmware sizes its 64-bit PCI window, as data. Rules read these fields; none asks for an id. */
export interface PciWindowRule {
  /** Stable id, in documents and links: `ovmf-eighth`. */
  readonly id: string;
  /** `One eighth of the address space`. */
  readonly title: string;
  /** The builds that have it: `OVMF, edk2-stable202302 to edk2-stable202608`. */
  readonly firmware: string;
  /** The window is this part of the address space: 8 is one eighth. Absent: it has `size` alone. */
  readonly share?: number;
  /** Bytes where no share is given, or the firmware does not believe the CPU's address width. */
  readonly size: Bytes;
  /** Of the CPU's address bits it uses no more than these. */
  readonly mostBits: number;
  /** It widens in steps of the share until all BARs have room. */
  readonly grows: boolean;
  /** Uses at most 40 bits on a CPU without pages of 1 GiB. */
  readonly needsGigabytePages: boolean;
  /** `-fw_cfg name=` that widens it, in MiB. */
  readonly knob?: { readonly name: string; readonly most: Bytes };
  /** Where that is written. */
  readonly place: string;
  /** One sentence for a menu. */
  readonly note: string;
}

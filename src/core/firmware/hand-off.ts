/** What firmware tells the operating system of memory. */
import type { Range } from '../base/range';
import type { Provenance, Sureness } from '../space/region';

/** UEFI memory types as far as they differ for an operating system; boot-time types count as conventional (UEFI 2.11, 7.2.3). */
export type EfiType =
  | 'conventional'
  | 'reserved'
  | 'runtime-code'
  | 'runtime-data'
  | 'mmio'
  | 'unusable'
  | 'acpi-reclaim'
  | 'acpi-nvs'
  | 'persistent';

/** One entry of an INT 15h E820 list, or one descriptor of a UEFI memory map. */
export interface HandOffRange {
  readonly range: Range;
  /** E820 type number, for a list; absent in a UEFI map. */
  readonly type?: number;
  /** For a UEFI map; absent in a list. */
  readonly efi?: EfiType;
  /** The specific-purpose attribute, EFI_MEMORY_SP. */
  readonly specificPurpose?: boolean;
  readonly sure: Sureness;
  readonly why: Provenance;
}

/** An entry of `etc/e820` that the firmware did not hand on as it is. */
export interface HandOffLoss {
  readonly range: Range;
  readonly type: number;
  readonly became: 'nothing' | 'usable';
  readonly why: Provenance;
}

export interface HandOff {
  /** Id of the firmware. */
  readonly firmware: string;
  readonly kind: 'e820' | 'efi';
  /** By address, disjoint. */
  readonly ranges: readonly HandOffRange[];
  readonly losses: readonly HandOffLoss[];
  /** The least sure of all; `unknown` also where pieces that the firmware owns are missing from the list. */
  readonly sure: Sureness;
  /** What is unknown or only modelled, and why, one sentence each. */
  readonly caveats: readonly string[];
}

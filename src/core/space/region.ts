import type { Range } from '../base/range';

/** What a piece of an address space is. Its letter, colour and pattern are the views' business. */
export const REGION_KINDS = [
  'ram',
  'dimm',
  'virtio-mem',
  'device-memory-window',
  'soft-reserved',
  'persistent',
  'acpi-data',
  'acpi-nvs',
  'cxl-window',
  'reserved',
  'mmio',
  'hyper-transport',
  'unknown',
  'hole',
] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

/**
 * How far a value may be relied on: it follows from the input by a stated rule that recordings confirm; it is right for the recorded
 * builds and may differ elsewhere; or nobody can say, and no address is printed.
 */
export type Sureness = 'exact' | 'modelled' | 'unknown';

/** A JSON-pointer-like place in the layout document, as a dotted path: `memory.size`, `devices.3.addr`. */
export type DocPath = string;

/** Where a rule is documented. */
export interface Citation {
  readonly project: 'qemu' | 'edk2' | 'seabios' | 'linux' | 'acpi' | 'intel' | 'amd';
  readonly version: string;
  /** A function or a section, not a line number. */
  readonly place: string;
}

/** One sentence of a reason, with its numbers put in, and the setting that it read. */
export interface ReasonStep {
  readonly text: string;
  readonly path?: DocPath;
}

/** Why a piece is where it is. */
export interface Provenance {
  /** Stable id of the rule: `q35/ram-below-4g`. */
  readonly rule: string;
  readonly steps: readonly ReasonStep[];
  readonly cite?: Citation;
}

/** One piece of one space's partition. Holes are pieces too. */
export interface Region {
  readonly range: Range;
  readonly kind: RegionKind;
  /** What to call it: `RAM low`, `sp2`, `64-bit PCI hole`. */
  readonly name: string;
  /** The document entity that this piece belongs to (`devices.1`); none for holes and fixed windows. */
  readonly owner?: DocPath;
  /** The proximity domain. */
  readonly node?: number;
  readonly why: Provenance;
}

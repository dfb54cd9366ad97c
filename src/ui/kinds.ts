/**
 * How each kind of range looks: a letter, a colour family, a pattern. Hue says who owns the bytes, the pattern says what they are, the
 * letter says it again. The map, the tables and the outline all draw from this table.
 */

/** Colour families; each is the prefix of five tokens in styles/tokens.css, as in `--sky-f`. */
export const FAMILIES = ['sky', 'amber', 'rose', 'straw', 'plum', 'stone', 'slate'] as const;
export type Family = (typeof FAMILIES)[number];

export interface KindLook {
  /** One letter for the chip; empty for gaps. */
  readonly letter: string;
  readonly family: Family;
  /** Id of a `<pattern>` made by Patterns.svelte, for `fill="url(#…)"`; absent where the plain fill is the look. */
  readonly pattern?: string;
  /** Edge is dashed: nobody's yet, or not understood. */
  readonly dashed?: boolean;
  /** Lies on the canvas, without the family's fill. */
  readonly hollow?: boolean;
  /** As a reader would call it: `soft reserved`. */
  readonly title: string;
  /** As short as the legend needs: `SPM`. */
  readonly short: string;
}

export const KIND_LOOKS = {
  ram: { letter: 'R', family: 'sky', title: 'RAM', short: 'RAM' },
  dimm: { letter: 'D', family: 'sky', pattern: 'pattern-dimm', title: 'DIMM', short: 'DIMM' },
  'virtio-mem': {
    letter: 'V',
    family: 'sky',
    pattern: 'pattern-virtio-mem',
    title: 'virtio-mem',
    short: 'virtio-mem',
  },
  'virtio-mem-unplugged': {
    letter: 'V',
    family: 'sky',
    pattern: 'pattern-virtio-mem',
    dashed: true,
    hollow: true,
    title: 'virtio-mem, unplugged',
    short: 'unplugged',
  },
  'device-memory-window': {
    letter: 'W',
    family: 'sky',
    pattern: 'pattern-window',
    dashed: true,
    hollow: true,
    title: 'hotplug window, free',
    short: 'window',
  },
  'soft-reserved': {
    letter: 'S',
    family: 'amber',
    pattern: 'pattern-soft-reserved',
    title: 'soft reserved',
    short: 'SPM',
  },
  persistent: {
    letter: 'P',
    family: 'rose',
    pattern: 'pattern-persistent',
    title: 'persistent memory',
    short: 'PMEM',
  },
  'acpi-data': { letter: 'A', family: 'straw', pattern: 'pattern-acpi-data', title: 'ACPI data', short: 'ACPI' },
  'acpi-nvs': { letter: 'N', family: 'straw', pattern: 'pattern-acpi-nvs', title: 'ACPI NVS', short: 'NVS' },
  'cxl-window': { letter: 'C', family: 'plum', pattern: 'pattern-cxl-window', title: 'CXL window', short: 'CXL' },
  reserved: { letter: 'X', family: 'stone', pattern: 'pattern-reserved', title: 'reserved', short: 'reserved' },
  mmio: { letter: 'M', family: 'stone', pattern: 'pattern-mmio', title: 'MMIO, PCI hole', short: 'PCI' },
  'hyper-transport': {
    letter: 'H',
    family: 'slate',
    pattern: 'pattern-hyper-transport',
    title: 'HyperTransport',
    short: 'HT',
  },
  unusable: {
    letter: 'U',
    family: 'slate',
    pattern: 'pattern-hyper-transport',
    dashed: true,
    title: 'unusable',
    short: 'unusable',
  },
  unknown: {
    letter: '?',
    family: 'slate',
    pattern: 'pattern-hyper-transport',
    dashed: true,
    title: 'unknown type',
    short: 'unknown',
  },
  hole: { letter: '', family: 'stone', hollow: true, title: 'nothing', short: 'empty' },
} as const satisfies Readonly<Record<string, KindLook>>;

/** The pattern drawn over whatever lies below where something does not work. */
export const ERROR_PATTERN = 'pattern-error';

export type LookName = keyof typeof KIND_LOOKS;

/** The look of a kind; a name that is not in the table looks unknown. */
export function lookOf(kind: string): KindLook {
  return Object.hasOwn(KIND_LOOKS, kind) ? KIND_LOOKS[kind as LookName] : KIND_LOOKS.unknown;
}

/** E820 type numbers (ACPI 6.5, section 15.1) and the look of each; others are unknown and keep their number. */
const E820_LOOKS: Readonly<Record<number, LookName>> = {
  1: 'ram',
  2: 'reserved',
  3: 'acpi-data',
  4: 'acpi-nvs',
  5: 'unusable',
  7: 'persistent',
  0xefff_ffff: 'soft-reserved',
};

/** The look of an E820 type number. */
export const lookOfE820 = (type: number): KindLook => lookOf(E820_LOOKS[type] ?? 'unknown');

/**
 * The patterns of the kinds as square tiles, by the ids of kinds.ts: Patterns.svelte makes SVG of them, the map's pens draw them on a
 * canvas or into a file. Slanted patterns are tiles of 17 or 7 px, which continue themselves within a hundredth of the true 45° period
 * and fall on whole pixels.
 */
import { ERROR_PATTERN } from './kinds';

/** A line or an area; colours are tokens without their dashes. */
export interface TilePart {
  readonly path: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly alpha?: number;
}

export interface PatternTile {
  /** Side in px. */
  readonly size: number;
  readonly parts: readonly TilePart[];
}

const dot = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

/** Lines every 8.5 px across: 6 px apart. */
const RIGHT_STRIPES = 'M6.25-2-2 6.25M14.75-2-2 14.75M23.25-2-2 23.25M31.75-2-2 31.75';
const LEFT_STRIPES = 'M-14.75-2 6.25 19M-6.25-2 14.75 19M2.25-2 23.25 19M10.75-2 31.75 19';
const CROSS_HATCH = 'M5.5-2-2 5.5M12.5-2-2 12.5M1.5-2 12.5 9M-5.5-2 5.5 9';

export const PATTERN_TILES: Readonly<Record<string, PatternTile>> = {
  'pattern-dimm': { size: 5, parts: [{ path: 'M0 1.7h5v1.6h-5z', fill: 'sky-p' }] },
  'pattern-virtio-mem': { size: 5, parts: [{ path: 'M1.7 0v5h1.6v-5z', fill: 'sky-p' }] },
  'pattern-window': { size: 8, parts: [{ path: dot(2, 2, 0.9) + dot(6, 6, 0.9), fill: 'sky-e' }] },
  'pattern-soft-reserved': { size: 17, parts: [{ path: RIGHT_STRIPES, stroke: 'amber-p', width: 2 }] },
  'pattern-persistent': { size: 8, parts: [{ path: 'M-1 7 4 2 9 7', stroke: 'rose-p', width: 1.4 }] },
  'pattern-acpi-data': { size: 6, parts: [{ path: dot(3, 3, 1.2), fill: 'straw-p' }] },
  'pattern-acpi-nvs': { size: 4, parts: [{ path: dot(2, 2, 1.1), fill: 'straw-p' }] },
  'pattern-cxl-window': { size: 7, parts: [{ path: dot(3.5, 3.5, 2), stroke: 'plum-p', width: 1.1 }] },
  'pattern-reserved': { size: 17, parts: [{ path: LEFT_STRIPES, stroke: 'stone-p', width: 1.2 }] },
  'pattern-mmio': { size: 7, parts: [{ path: 'M1.5 3.5h4M3.5 1.5v4', stroke: 'stone-p', width: 1 }] },
  'pattern-hyper-transport': { size: 7, parts: [{ path: CROSS_HATCH, stroke: 'slate-p', width: 0.9 }] },
  [ERROR_PATTERN]: {
    size: 17,
    parts: [
      { path: 'M0 0h17v17h-17z', fill: 'badt' },
      { path: RIGHT_STRIPES, stroke: 'bad', width: 2, alpha: 0.45 },
    ],
  },
};

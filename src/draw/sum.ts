/** The sum behind "phys-bits too low": its terms as one column, true to size, with the limit across it. */
import { GiB, TiB, PiB } from '../core/base/addr';
import type { SumTerm } from '../core/plan/plan';
import { formatSize } from '../core/base/size-text';

export interface SumBox {
  readonly term: SumTerm;
  /** Px from the top of the axis. */
  readonly top: number;
  readonly height: number;
  /** Middle of the label that names the term, moved where labels would touch. */
  readonly label: number;
}

export interface SumTick {
  readonly y: number;
  readonly text: string;
}

export interface SumDrawing {
  readonly boxes: readonly SumBox[];
  readonly ticks: readonly SumTick[];
  /** What the ticks count: `GiB`. */
  readonly unit: string;
  /** Where the CPU's last address ends. */
  readonly limit: number;
  /** Where the layout ends. */
  readonly end: number;
  readonly height: number;
  toPixel(address: number): number;
}

/** Least height of a term, and least distance of two labels, in px. */
const LEAST = 3;
const LABELS_APART = 32;
const UNITS = [
  { name: 'GiB', size: GiB },
  { name: 'TiB', size: TiB },
  { name: 'PiB', size: PiB },
] as const;
/** Steps between ticks, in px. */
const TICKS_APART = 44;

/** Moves labels apart, keeping their order: down first, then up where the last one would leave the drawing. */
function spreadLabels(wanted: readonly number[], height: number): number[] {
  const placed: number[] = [];
  for (const want of wanted) placed.push(Math.max(want, (placed.at(-1) ?? -Infinity) + LABELS_APART));
  let ceiling = height;
  return placed
    .reverse()
    .map((label) => {
      const moved = Math.min(label, ceiling);
      ceiling = moved - LABELS_APART;
      return moved;
    })
    .reverse();
}

function ticksUpTo(
  end: number,
  height: number,
  toPixel: (address: number) => number,
): { ticks: SumTick[]; unit: string } {
  const unit = [...UNITS].reverse().find(({ size }) => end >= 4 * size) ?? UNITS[0];
  const rough = (end / height) * TICKS_APART;
  const step = Math.max(unit.size, 2 ** Math.ceil(Math.log2(rough)));
  const ticks: SumTick[] = [];
  for (let at = 0; at <= end; at += step) ticks.push({ y: toPixel(at), text: String(at / unit.size) });
  return { ticks, unit: unit.name };
}

/**
 * @param terms in address order, each ending where the next begins
 * @param limit the first address that the CPU does not have
 * @param height px to fill
 */
export function drawSum(terms: readonly SumTerm[], limit: number, height: number): SumDrawing {
  const end = terms.reduce((most, term) => Math.max(most, term.end), 0);
  const whole = Math.max(end, limit) * 1.06;
  const toPixel = (address: number) => (address / whole) * height;
  const shapes = terms.map((term) => {
    const bottom = toPixel(term.end);
    const top = Math.min(toPixel(term.end - term.size), bottom - LEAST);
    return { term, top: Math.max(0, top), height: bottom - Math.max(0, top) };
  });
  const labels = spreadLabels(
    shapes.map((shape) => shape.top + shape.height / 2),
    toPixel(end) - LABELS_APART / 2,
  );
  return {
    boxes: shapes.map((shape, index) => ({ ...shape, label: labels[index] ?? shape.top })),
    ...ticksUpTo(whole, height, toPixel),
    limit: toPixel(limit),
    end: toPixel(end),
    height,
    toPixel,
  };
}

/** `+ 28 GiB`; the first term has no sign. */
export const termText = (term: SumTerm, index: number): string => `${index === 0 ? '' : '+ '}${formatSize(term.size)}`;

/** Where values lie on a slider, and which value a place or a key means. */

export interface Slidable {
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Octaves above the least value take the same width each; else steps do. */
  readonly isLogarithmic: boolean;
  /** Where something jumps: round values on both sides, which are held on to. */
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly below: number;
  readonly above: number;
}

/** Octaves of a logarithmic slider; what is less than the lowest lies close together. */
const OCTAVES = 20;
/** So near to an edge, in pixels, the pointer holds on to it. */
const STICKY = 6;
/** A key moves by this part of an octave, or of the whole. */
const [KEYS_AN_OCTAVE, KEYS_IN_ALL] = [8, 64];

const baseOf = ({ least, most, step }: Slidable): number => Math.max(step, (most - least) / 2 ** OCTAVES);

/** From 0 at the least value to 1 at the most. */
export function partOf(slidable: Slidable, value: number): number {
  const { least, most, isLogarithmic } = slidable;
  if (most <= least) return 0;
  const held = Math.min(most, Math.max(least, value));
  if (!isLogarithmic) return (held - least) / (most - least);
  const base = baseOf(slidable);
  return Math.log2(1 + (held - least) / base) / Math.log2(1 + (most - least) / base);
}

function valueOf(slidable: Slidable, part: number): number {
  const { least, most, isLogarithmic } = slidable;
  const held = Math.min(1, Math.max(0, part));
  if (!isLogarithmic) return least + held * (most - least);
  const base = baseOf(slidable);
  return least + base * (2 ** (held * Math.log2(1 + (most - least) / base)) - 1);
}

/** The nearest multiple of the grain that the slider has. Multiples count from 0, so that values are round; the ends are values too. */
function round({ least, most, step }: Slidable, value: number, grain: number): number {
  const rounded = Math.round(value / grain) * grain;
  const onStep = least + Math.round((rounded - least) / step) * step;
  return Math.min(most, Math.max(least, onStep));
}

/** The largest power of two of steps that is not more. */
const grainOf = (step: number, most: number): number => step * 2 ** Math.max(0, Math.floor(Math.log2(most / step)));

/** The value under the pointer, as round as a pixel allows, unless an edge is near. */
export function valueAt(slidable: Slidable, pixel: number, width: number): number {
  const { step, edges } = slidable;
  const near = edges
    .map((edge) => ({ edge, at: (partOf(slidable, edge.below) + partOf(slidable, edge.above)) * 0.5 * width }))
    .filter(({ at }) => Math.abs(at - pixel) <= STICKY)
    .sort((a, b) => Math.abs(a.at - pixel) - Math.abs(b.at - pixel))[0];
  if (near !== undefined) return pixel < near.at ? near.edge.below : near.edge.above;
  const value = valueOf(slidable, pixel / width);
  const perPixel = valueOf(slidable, (pixel + 1) / width) - valueOf(slidable, (pixel - 1) / width);
  return round(slidable, value, grainOf(step, Math.max(step, perPixel)));
}

/** The value that a key leads to; undefined for a key that is not the slider's. `fine` takes single steps. */
export function valueAfter(slidable: Slidable, value: number, key: string, fine = false): number | undefined {
  const { least, most, step, edges } = slidable;
  const stops = edges.flatMap(({ below, above }) => [below, above]).filter((stop) => stop >= least && stop <= most);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp': {
      const next = fine ? value + step : moved(slidable, value, 1);
      return Math.min(most, next, ...stops.filter((stop) => stop > value));
    }
    case 'ArrowLeft':
    case 'ArrowDown': {
      const next = fine ? value - step : moved(slidable, value, -1);
      return Math.max(least, next, ...stops.filter((stop) => stop < value));
    }
    case 'PageUp':
      return Math.min(most, ...stops.filter((stop) => stop > value));
    case 'PageDown':
      return Math.max(least, ...stops.filter((stop) => stop < value));
    case 'Home':
      return least;
    case 'End':
      return most;
    default:
      return undefined;
  }
}

/** The next multiple of a grain that suits the value. */
function moved(slidable: Slidable, value: number, by: 1 | -1): number {
  const { least, most, step, isLogarithmic } = slidable;
  const over = isLogarithmic ? value / KEYS_AN_OCTAVE : (most - least) / KEYS_IN_ALL;
  const grain = grainOf(step, Math.max(step, by > 0 ? over : over * 0.999));
  const next = by > 0 ? Math.floor(value / grain) * grain + grain : Math.ceil(value / grain) * grain - grain;
  const onStep = least + Math.round((next - least) / step) * step;
  return onStep === value ? value + by * step : onStep;
}

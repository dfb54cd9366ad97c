/** Stacked columns, true to size, with a limit across them: the sum behind "phys-bits too low", the device-memory window, its budget. */
import { GiB, MiB, PiB, TiB, type Bytes } from '../core/base/addr';
import { formatSize } from '../core/base/size-text';
import type { SumTerm } from '../core/plan/plan';
import type { WindowOutcome } from '../core/fix/found-fix';
import type { DocPath, RegionKind } from '../core/space/region';

/** A piece of a column. Pieces follow one another without gaps. */
export interface StackPiece {
  /** The same for the same piece of another layout. */
  readonly key: string;
  readonly label: string;
  readonly kind: RegionKind;
  readonly size: Bytes;
  /** Exclusive: an address, or the sum so far. */
  readonly end: number;
  /** The setting, or the device, that it is made by. */
  readonly path?: DocPath;
}

export interface Stack {
  readonly start: number;
  readonly pieces: readonly StackPiece[];
  /** First address, or first byte, that there is no room for. */
  readonly limit: number;
}

export const endOf = ({ start, pieces }: Stack): number => pieces.at(-1)?.end ?? start;

const KINDS: Readonly<Record<SumTerm['id'], RegionKind>> = {
  'low-area': 'ram',
  'ram-above': 'ram',
  alignment: 'hole',
  window: 'device-memory-window',
  slots: 'dimm',
  cxl: 'cxl-window',
  hole: 'mmio',
  moved: 'hole',
};

/** The terms that QEMU adds up to the last address that the CPU must reach, against the end of what it reaches. */
export function sumStack(sum: readonly SumTerm[], limit: number): Stack {
  const seen = new Map<string, number>();
  const pieces = sum.map(({ id, label, size, end, path }): StackPiece => {
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { key: `${id} ${count}`, label, kind: KINDS[id], size, end, ...(path === undefined ? {} : { path }) };
  });
  return { start: 0, pieces, limit };
}

const isFree = ({ kind }: Pick<StackPiece, 'kind'>): boolean => kind === 'device-memory-window';

/** The device-memory window by address: what lies in it, and what is free. */
export function windowStack({ range, pieces }: WindowOutcome): Stack {
  let free = 0;
  return {
    start: range.start,
    pieces: pieces.map(({ range: { start, end }, kind, name, owner }) => ({
      key: owner === undefined || isFree({ kind }) ? `free ${(free += 1)}` : owner,
      label: isFree({ kind }) ? 'free' : name,
      ...{ kind, size: end - start, end },
      ...(owner === undefined || isFree({ kind }) ? {} : { path: owner }),
    })),
    limit: range.end,
  };
}

/** The sizes of the memory devices, one after the other, against what `maxmem` leaves for them. */
export function budgetStack({ pieces, budget }: WindowOutcome): Stack {
  let end = 0;
  return {
    start: 0,
    pieces: pieces
      .filter((piece) => !isFree(piece))
      .map(({ range, kind, name, owner }) => {
        const size = range.end - range.start;
        end += size;
        return { key: owner ?? name, label: name, kind, size, end, ...(owner === undefined ? {} : { path: owner }) };
      }),
    limit: budget,
  };
}

export interface StackTick {
  readonly y: number;
  readonly text: string;
}

/** The axis that columns share. */
export interface StackAxis {
  readonly height: number;
  readonly ticks: readonly StackTick[];
  /** What the ticks count. */
  readonly unit: { readonly name: string; readonly size: Bytes };
  /** Px from the top; beyond the axis for what lies beyond it. */
  toPixel(at: number): number;
}

const UNITS = [
  { name: 'MiB', size: MiB },
  { name: 'GiB', size: GiB },
  { name: 'TiB', size: TiB },
  { name: 'PiB', size: PiB },
] as const;
const IN_MIB = UNITS[0];
/** Px between ticks, and what is left free below the last column. */
const TICKS_APART = 44;
const FREE_BELOW = 36;

/**
 * @param start of the axis
 * @param end of the longest column, above `start`
 * @param height px to fill
 */
export function stackAxis(start: number, end: number, height: number): StackAxis {
  const perPixel = Math.max(1, end - start) / Math.max(1, height - FREE_BELOW);
  const toPixel = (at: number): number => (at - start) / perPixel;
  const step = 2 ** Math.ceil(Math.log2(perPixel * TICKS_APART));
  const last = start + perPixel * height;
  // The largest unit of which two are on the axis and a step is no small fraction.
  const unit = UNITS.toReversed().find(({ size }) => last >= 2 * size && step >= size / 4) ?? IN_MIB;
  const ticks: StackTick[] = [];
  for (let at = Math.ceil(start / step) * step; at <= last; at += step) {
    ticks.push({ y: toPixel(at), text: (at / unit.size).toLocaleString('en', { maximumFractionDigits: 3 }) });
  }
  return { height, ticks, unit, toPixel };
}

export interface StackBox {
  readonly piece: StackPiece;
  /** Px from the top of the axis. */
  readonly top: number;
  readonly height: number;
}

/** Least height of a piece, in px. */
const LEAST = 3;

export function stackBoxes({ pieces }: Stack, { toPixel }: StackAxis): readonly StackBox[] {
  return pieces.map((piece) => {
    const bottom = toPixel(piece.end);
    const top = Math.max(0, Math.min(toPixel(piece.end - piece.size), bottom - LEAST));
    return { piece, top, height: Math.max(LEAST, bottom - top) };
  });
}

/** Least distance of two labels, in px. */
const LABELS_APART = 32;

export interface StackLabel extends StackBox {
  /** Middle of the label, moved where labels would touch. */
  readonly middle: number;
}

/** What a label reaches above and below its middle, and the plate of the limit about its line, in px. */
const LABEL = { above: 8, below: 24 };
const PLATE = 11;

/**
 * Labels in order and apart; where they are too many, those of the largest pieces.
 *
 * @param bottom px from the top where the last one has to end
 * @param limit px from the top of a line whose plate is in the way
 */
export function stackLabels(boxes: readonly StackBox[], bottom: number, limit = -Infinity): readonly StackLabel[] {
  const most = Math.max(1, Math.floor(bottom / LABELS_APART));
  const largest = boxes.toSorted((a, b) => b.piece.size - a.piece.size).slice(0, most);
  const shown = boxes.filter((box) => largest.includes(box));
  let floor = -Infinity;
  const down = shown.map(({ top, height }) => {
    floor = Math.max(top + height / 2, floor + LABELS_APART);
    return floor;
  });
  let ceiling = bottom - LABELS_APART / 2;
  const middles = down.toReversed().map((middle) => {
    const wanted = Math.min(middle, ceiling);
    const isBehind = wanted + LABEL.below > limit - PLATE && wanted - LABEL.above < limit + PLATE;
    const moved = isBehind ? limit - PLATE - LABEL.below : wanted;
    ceiling = moved - LABELS_APART;
    return moved;
  });
  return shown.map((box, index) => ({ ...box, middle: middles[shown.length - 1 - index] ?? box.top }));
}

/** `28`, in the unit of the axis; with its own unit where that would take many digits. */
export function amountText(bytes: number, unit: StackAxis['unit']): string {
  const value = bytes / unit.size;
  return Number.isInteger(value * 4) || bytes === 0
    ? value.toLocaleString('en', { maximumFractionDigits: 2 })
    : formatSize(bytes);
}

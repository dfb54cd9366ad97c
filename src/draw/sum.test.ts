import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../core/base/addr';
import { range } from '../core/base/range';
import type { WindowOutcome } from '../core/fix/found-fix';
import type { SumTerm } from '../core/plan/plan';
import {
  amountText,
  budgetStack,
  endOf,
  stackAxis,
  stackBoxes,
  stackLabels,
  sumStack,
  windowStack,
  type Stack,
} from './sum';
import { changesOf } from './sum-changes';

const IDS = ['low-area', 'ram-above', 'window', 'slots', 'hole'] as const;
const PATHS = ['machine.type', 'memory.size', 'memory.maxmem', 'memory.slots', 'machine.pciHole64Size'] as const;

const sumOf = (sizes: readonly number[], limit = 64): Stack => {
  let end = 0;
  const terms = sizes.map((size, index): SumTerm => {
    end += size * GiB;
    const [id = 'hole', path = ''] = [IDS[index], PATHS[index]];
    return { id, label: id, size: size * GiB, end, setBy: 'test', path };
  });
  return sumStack(terms, limit * GiB);
};

/** `-m 4G,slots=8,maxmem=32G` on a CPU with 36 bits: 4 + 2 + 28 + 8 + 32 GiB. */
const tooLow = sumOf([4, 2, 28, 8, 32]);

describe('the sum of a refusal', () => {
  const axis = stackAxis(0, endOf(tooLow), 660);

  it('is true to size, with the limit between the last two terms', () => {
    const [low, , window] = stackBoxes(tooLow, axis);
    expect((window?.height ?? 0) / (low?.height ?? 1)).toBeCloseTo(7);
    expect(axis.toPixel(tooLow.limit) / axis.toPixel(endOf(tooLow))).toBeCloseTo(64 / 74);
  });

  it('has ticks in GiB at a power of two, and room below the column', () => {
    expect(axis.unit.name).toBe('GiB');
    expect(axis.ticks.map(({ text }) => text)).toEqual(['0', '8', '16', '24', '32', '40', '48', '56', '64', '72']);
    expect(axis.height - axis.toPixel(endOf(tooLow))).toBeCloseTo(36);
  });

  it('moves labels apart and keeps their order, however thin the terms are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 20 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        let end = 0;
        const pieces = sizes.map((size, index) => {
          end += size;
          return { key: String(index), label: 'x', kind: 'ram' as const, size, end };
        });
        const stack = { start: 0, pieces, limit: end };
        const scale = stackAxis(0, end, 500);
        const boxes = stackBoxes(stack, scale);
        const labels = stackLabels(boxes, scale.toPixel(end));
        expect(labels.length).toBe(Math.min(sizes.length, 14));
        labels.forEach(({ height, middle }, index) => {
          expect(height).toBeGreaterThan(0);
          expect(middle - (labels[index - 1]?.middle ?? -Infinity)).toBeGreaterThanOrEqual(31.9);
        });
      }),
    );
  });
});

describe('what a fix changes', () => {
  const axis = stackAxis(0, endOf(tooLow), 660);
  const changes = (after: Stack, path: string) =>
    changesOf(tooLow, after, [path], axis, false).map(({ piece, text, isGone }) => [piece.label, text, isGone]);

  it('is the term of its setting', () => {
    expect(changes(sumOf([4, 2, 18, 8, 32]), 'memory.maxmem')).toEqual([['window', '28 → 18', false]]);
    expect(changes(sumOf([4, 2, 28, 8, 22]), 'machine.pciHole64Size')).toEqual([['hole', '32 → 22', false]]);
    expect(changes(sumOf([4, 1, 29, 8, 22]), 'memory.size')).toEqual([['ram-above', '2 → 1', false]]);
  });

  it('is nothing where the limit alone moves, and the former place of a term that is gone', () => {
    expect(changes(sumOf([4, 2, 28, 8, 32], 128), 'cpu.physBits')).toEqual([]);
    expect(changes(sumOf([4, 2, 28]), 'memory.slots')).toEqual([['slots', '8 → 0', true]]);
  });

  it('is what differs most where the setting has no term', () => {
    expect(changes(sumOf([4, 2, 20, 8, 30]), 'cpu.model')).toEqual([['window', '28 → 20', false]]);
  });
});

describe('the device-memory window', () => {
  const piece = (start: number, end: number, name?: string) => ({
    range: range(start * MiB, end * MiB),
    kind: name === undefined ? ('device-memory-window' as const) : ('soft-reserved' as const),
    name: name ?? 'Window, free',
    ...(name === undefined ? {} : { owner: `devices.${name.slice(2)}` }),
  });
  const window: WindowOutcome = {
    ...{ range: range(6144 * MiB, 8192 * MiB), budget: 2 * GiB },
    pieces: [piece(6144, 6656), piece(6656, 7680, 'sp0'), piece(7680, 8192)],
  };
  const mended: WindowOutcome = { ...window, pieces: [piece(6144, 7168, 'sp0'), piece(7168, 8192, 'sp1')] };

  it('is drawn from where it begins, with its free pieces', () => {
    const stack = windowStack(window);
    expect(stack.pieces.map(({ label, size }) => [label, size / MiB])).toEqual([
      ['free', 512],
      ['sp0', 1024],
      ['free', 512],
    ]);
    const axis = stackAxis(stack.start, endOf(stack), 436);
    expect(axis.ticks.map(({ text }) => text)).toEqual(['6', '6.25', '6.5', '6.75', '7', '7.25', '7.5', '7.75', '8']);
    expect(stackBoxes(stack, axis).map(({ top, height }) => [top, height])).toEqual([
      [0, 100],
      [100, 200],
      [300, 100],
    ]);
  });

  it('tells what moved, and how far', () => {
    const unit = { name: 'GiB', size: GiB };
    const moved = changesOf(windowStack(window), windowStack(mended), ['devices.0.addr'], { unit }, true);
    expect(moved.map(({ piece: { label }, text }) => [label, text])).toEqual([['sp0', '−512 MiB']]);
  });

  it('as a budget adds up what devices take', () => {
    expect(budgetStack(mended)).toMatchObject({ limit: 2 * GiB, pieces: [{ end: GiB }, { end: 2 * GiB }] });
  });
});

it('writes amounts in the unit of the axis, or in their own', () => {
  const unit = { name: 'GiB', size: GiB };
  expect([28 * GiB, 4.5 * GiB, 0, 96 * MiB].map((bytes) => amountText(bytes, unit))).toEqual([
    '28',
    '4.5',
    '0',
    '96 MiB',
  ]);
});

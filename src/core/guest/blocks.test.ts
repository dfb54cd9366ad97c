import { expect, test } from 'vitest';
import { contiguous, gapsWithin, placed, without, type PlacedRun } from './blocks';

const runs: readonly PlacedRun[] = [
  { first: 32, end: 36, place: 'Normal' },
  { first: 40, end: 42, place: 'offline' },
];

test('blocks in another state part a run, and join it again', () => {
  const parted = placed(runs, { first: 33, end: 34, place: 'offline' });
  expect(parted.map(({ first, end, place }) => [first, end, place])).toEqual([
    [32, 33, 'Normal'],
    [33, 34, 'offline'],
    [34, 36, 'Normal'],
    [40, 42, 'offline'],
  ]);
  expect(placed(parted, { first: 33, end: 34, place: 'Normal' })).toEqual(runs);
});

test('blocks that were not there are put where they belong', () => {
  expect(placed(runs, { first: 36, end: 40, place: 'offline' })).toEqual([
    { first: 32, end: 36, place: 'Normal' },
    { first: 36, end: 42, place: 'offline' },
  ]);
});

test('what is taken out leaves the rest as it was', () => {
  expect(without(runs, { first: 35, end: 41 })).toEqual([
    { first: 32, end: 35, place: 'Normal' },
    { first: 41, end: 42, place: 'offline' },
  ]);
  expect(without(runs, { first: 0, end: 100 })).toEqual([]);
});

test('gaps are what no run has, by number', () => {
  expect(gapsWithin(runs, { first: 30, end: 48 })).toEqual([
    { first: 30, end: 32 },
    { first: 36, end: 40 },
    { first: 42, end: 48 },
  ]);
  expect(gapsWithin(runs, { first: 32, end: 36 })).toEqual([]);
});

test('neighbours are one line whatever their state', () => {
  expect(contiguous(placed(runs, { first: 36, end: 40, place: 'Movable' }))).toEqual([{ first: 32, end: 42 }]);
});

import { expect, test } from 'vitest';
import { defaultZone, placeBy, validZones } from './zones';

const blocks = { first: 40, end: 44 };
const [below, around] = [
  { first: 32, end: 40 },
  { first: 32, end: 48 },
];

test('blocks that no zone reaches are Normal, even right behind movable ones', () => {
  expect(defaultZone(blocks, {}, false)).toBe('Normal');
  expect(defaultZone(blocks, { Movable: below }, false)).toBe('Normal');
});

test('blocks between movable ones are movable, unless Normal reaches there too', () => {
  expect(defaultZone(blocks, { Movable: around }, false)).toBe('Movable');
  expect(defaultZone(blocks, { Movable: around, Normal: around }, false)).toBe('Normal');
});

test('movable_node makes Movable the default where Normal does not reach', () => {
  expect(defaultZone(blocks, {}, true)).toBe('Movable');
  expect(defaultZone(blocks, { Normal: around }, true)).toBe('Normal');
});

test('each policy has its zone', () => {
  expect(
    (['online', 'online_kernel', 'online_movable', 'offline'] as const).map((each) => placeBy(each, blocks, {}, false)),
  ).toEqual(['Normal', 'Normal', 'Movable', 'offline']);
});

test('offline blocks may go to both zones, the default first', () => {
  expect(validZones({ ...blocks, place: 'offline' }, {}, false)).toBe('Normal Movable');
  expect(validZones({ ...blocks, place: 'offline' }, { Movable: around }, false)).toBe('Movable Normal');
  expect(validZones({ ...blocks, place: 'Movable' }, {}, false)).toBe('Movable');
});

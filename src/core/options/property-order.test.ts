import { expect, it } from 'vitest';
import { inPropertyOrder, propertyOrder } from './property-order';

it('puts properties into the buckets of QEMU’s dictionary', () => {
  const names = [
    'label-size',
    'memdev',
    'unplugged-inaccessible',
    'prealloc',
    'uuid',
    'memaddr',
    'addr',
    'block-size',
    'size',
    'slot',
    'node',
    'requested-size',
    'dynamic-memslots',
  ];
  expect(names.map(propertyOrder)).toEqual([13, 42, 108, 121, 148, 195, 216, 255, 318, 350, 359, 427, 511]);
});

it('visits a shared bucket from its newest key on', () => {
  expect(propertyOrder('hotplugged')).toBe(propertyOrder('unarmed'));
  expect(inPropertyOrder(['memdev', 'hotplugged', 'unarmed', 'label-size'])).toEqual([
    'label-size',
    'memdev',
    'unarmed',
    'hotplugged',
  ]);
});

import { expect, it } from 'vitest';
import { layout } from '../../core/document/layout-builder';
import { optionsOf } from './options';

it('offers a number once that two nodes have, as while one of them is being typed', () => {
  const document = layout().ram('4G').node('2G').node('2G').build();
  const twice = { ...document, nodes: document.nodes.map((node) => ({ ...node, id: 1 })) };
  const field = { path: 'devices.0.node', label: 'Node', input: 'node' } as const;
  expect(optionsOf(document, field, 1)?.map(({ value }) => value)).toEqual(['', '0', '1']);
  expect(optionsOf(twice, field, 1)?.map(({ value }) => value)).toEqual(['', '1']);
});

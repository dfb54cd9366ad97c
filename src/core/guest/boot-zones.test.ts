import { expect, test } from 'vitest';
import { booted } from './guest-for-tests';

const zones = (args: readonly string[]) =>
  booted(args, { drivers: [] })
    .guest.facts()
    .bootBlocks.map(({ number, count, node, zones: each }) => [number, count, node, each]);

test('the first block has two zones, and therefore none; from 4 GiB on all is Normal', () => {
  expect(zones(['-machine', 'q35', '-m', '3G'])).toEqual([
    [0, 1, 0, 'none'],
    [1, 15, 0, 'DMA32'],
    [32, 8, 0, 'Normal'],
  ]);
});

test('a block that two nodes share has no zone', () => {
  const nodes = ['0', '1'].flatMap((id) => [
    ...['-object', `memory-backend-ram,id=m${id},size=576M`],
    ...['-numa', `node,memdev=m${id},cpus=${id}`],
  ]);
  expect(zones(['-machine', 'q35', '-m', '1152M', '-smp', '2', ...nodes])).toEqual([
    [0, 1, 0, 'none'],
    [1, 3, 0, 'DMA32'],
    [4, 1, 0, 'none'],
    [5, 4, 1, 'DMA32'],
  ]);
});

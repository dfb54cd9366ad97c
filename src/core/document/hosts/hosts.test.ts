import { describe, expect, test } from 'vitest';
import { GiB } from '../../base/addr';
import { formatRange } from '../../base/size-text';
import { range } from '../../base/range';
import type { Host } from '../schema';
import { samples } from '../samples/index';
import { computePlan } from '../../plan/compute';
import { hostPresets } from './index';

const SOFT = 0xefff_ffff;
const hostOf = (id: string): Host => hostPresets.find(id)?.host ?? { ranges: [], nodes: [], resources: [], dax: [] };
const listed = (id: string, type: number): string[] =>
  hostOf(id)
    .ranges.filter((each) => each.type === type)
    .map(({ start, size }) => formatRange(range(start, start + size)));

test.each(hostPresets.all)(
  '$id says where its numbers come from, and what of them is assumed',
  ({ source, host, title }) => {
    expect(source).toMatch(/https:\/\/\S+|model/);
    if (/https:/.test(source)) expect(source).toMatch(/assumed|model/i);
    expect(host).toMatchObject({ title, source });
  },
);

test('four APUs have a soft-reserved range of 128 GiB for each stack', () => {
  expect(listed('four-apu', SOFT)).toEqual([
    '0x4080000000-0x607fffffff',
    '0x6080000000-0x807fffffff',
    '0x8080000000-0xa07fffffff',
    '0xa080000000-0xc07fffffff',
  ]);
});

test('flat HBM has sixteen nodes, the last eight without CPUs and of 16,384 MB', () => {
  const { nodes, ranges } = hostOf('flat-hbm');
  expect(nodes.map(({ id }) => id)).toEqual(Array.from({ length: 16 }, (_, id) => id));
  expect(nodes.map(({ cpus }) => cpus === '')).toEqual([...Array(8).fill(false), ...Array(8).fill(true)]);
  expect(nodes.slice(8).every(({ size }) => size === 16_384 * 2 ** 20)).toBe(true);
  for (const { id, size } of nodes)
    expect(ranges.filter(({ node }) => node === id).reduce((sum, each) => sum + each.size, 0)).toBe(size);
});

test('CXL expanders are cut by HyperTransport as in the log', () => {
  expect(listed('cxl-expanders', SOFT)).toEqual(['0xc050000000-0xfcffffffff', '0x10000000000-0x1034fffffff']);
  expect(listed('cxl-expanders', 2)).toEqual(['0xfd00000000-0xffffffffff']);
});

test('the CPU-GPU module has no E820', () => {
  expect(hostOf('cpu-gpu-module').ranges).toEqual([]);
  expect(hostOf('cpu-gpu-module').nodes.filter(({ size }) => size === 0)).toHaveLength(7);
});

test('two sockets have 256 GiB each, but for the 384 KiB below 1 MiB', () => {
  const { ranges } = hostOf('two-socket');
  const ram = ranges.filter(({ type }) => type === 1).reduce((sum, { size }) => sum + size, 0);
  expect(512 * GiB - ram).toBe(0x6_0000);
});

describe.each(samples.all)('the sample $id', ({ document, source, note, shows }) => {
  const plan = computePlan(document, 0);

  test('names its source and opens without an error, but for one that it is there to show', () => {
    expect(source).not.toBe('');
    expect(note).not.toBe('');
    expect(plan.verdict).toMatchObject({ starts: true, warnings: [] });
    const errors = plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(errors).toEqual(shows === undefined ? [] : [shows]);
  });
});

test('of all samples only those with SPM are warned, of the merge, and of what a patch did wrong', () => {
  const codes = samples.all.map(({ id, document }) => [
    id,
    computePlan(document, 0)
      .diagnostics.filter(({ severity }) => severity !== 'info')
      .map(({ code }) => code),
  ]);
  expect(codes.filter(([, of]) => of?.length !== 0)).toEqual([
    ['four-apu', ['linux/spm-merged']],
    ['eight-gpu-spm', ['linux/spm-merged']],
    ['overlap-v1', ['table/overlap', 'firmware/spm-lost']],
  ]);
});

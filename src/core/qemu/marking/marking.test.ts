import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../dialects/index';
import { startUp } from '../startup';
import { accepted } from '../tables/accepted';
import { e820Records } from '../tables/e820';
import { sratRecords } from '../tables/srat';

const run = (dialect: string, text: string) => startUp(text.split(' '), { dialect: dialectOf(dialect) });

/** `280000000 200000000 efffffff` for each record, the reserved one in front left out. */
function table(dialect: string, text: string): readonly string[] {
  const started = accepted(run(dialect, text));
  if (started === undefined) throw new Error(run(dialect, text).refusals[0]?.text);
  return e820Records(started)
    .slice(1)
    .map(({ base, length, type }) => `${base.toString(16)} ${length.toString(16)} ${type.toString(16)}`);
}

const refusal = (dialect: string, text: string): string | undefined => run(dialect, text).refusals[0]?.text;

const RAM = '-machine q35 -m 16G -object memory-backend-ram,id=m0,size=8G';
const HMEM = `${RAM} -object memory-backend-file,id=m1,size=8G,mem-path=/dev/dax0.0,hmem=on`;
const NODES = '-numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1';

describe('hmem=on, the first version', () => {
  it('appends an entry on top of the RAM of the node', () => {
    expect(table('spm-v0', `${HMEM} ${NODES}`)).toEqual([
      '0 80000000 1',
      '100000000 380000000 1',
      '280000000 200000000 efffffff',
    ]);
  });

  it('announces memory that no node has, by its place among all backends', () => {
    const text =
      '-machine q35 -m 4G -object memory-backend-file,id=x,size=1G,mem-path=/x,hmem=on -object memory-backend-ram,id=m0,size=4G -numa node,memdev=m0';
    expect(table('spm-v0', text).at(-1)).toBe('80000000 40000000 efffffff');
    expect(run('spm-v0', text).marking?.marks[0]?.meant).toEqual([]);
  });

  it('knows all of boot memory by -machine memory-backend', () => {
    const text = '-machine q35,memory-backend=m -m 4G -object memory-backend-file,id=m,size=4G,mem-path=/x,hmem=on';
    expect(run('spm-v0', text).marking?.marks[0]?.meant).toEqual([
      { base: 0n, size: 0x8000_0000n },
      { base: 0x1_0000_0000n, size: 0x8000_0000n },
    ]);
  });

  it('is a property of files alone, and of no other QEMU', () => {
    const onRam = `${RAM} -object memory-backend-ram,id=m1,size=8G,hmem=on ${NODES}`;
    expect(refusal('spm-v0', onRam)).toContain("Invalid parameter 'hmem'");
    expect(refusal('spm-v1', `${HMEM} ${NODES}`)).toContain("Invalid parameter 'hmem'");
    expect(refusal('qemu-11.1', `${HMEM} ${NODES}`)).toContain("Invalid parameter 'hmem'");
  });
});

describe('marks of nodes', () => {
  const marked = (mark: string): string => `${RAM} -object memory-backend-ram,id=m1,size=8G ${NODES}${mark}`;

  it('are each known to the versions that had them', () => {
    expect(refusal('qemu-11.1', marked(',spm=on'))).toBe(
      "-numa node,nodeid=1,memdev=m1,spm=on: Invalid parameter 'spm'",
    );
    expect(refusal('spm-v4', marked(',spm=yes'))).toBeUndefined();
    expect(refusal('spm-v4', marked(',spm=maybe'))).toContain("Parameter 'spm' expects 'on' or 'off'");
    expect(refusal('spm-v4', marked(',memmap-type=spm'))).toContain("Invalid parameter 'memmap-type'");
    expect(refusal('spm-v5', marked(',spm=on'))).toContain("Invalid parameter 'spm'");
    expect(refusal('spm-v7', marked(',memmap-type=hbm'))).toContain("does not accept value 'hbm'");
  });

  it('are told to be without memory from version 6 on', () => {
    const text =
      '-machine q35 -m 8G -object memory-backend-ram,id=m0,size=8G -numa node,memdev=m0 -numa node,memmap-type=spm';
    expect(refusal('spm-v5', text)).toBeUndefined();
    expect(refusal('spm-v6', text)).toContain('memmap-type');
  });

  it('of type reserved take the node’s memory out of the SRAT from version 6 on', () => {
    const nodes = (dialect: string): readonly number[] => {
      const started = accepted(run(dialect, marked(',memmap-type=reserved')));
      const rows = started === undefined ? [] : (sratRecords(started) ?? []);
      return [...new Set(rows.flatMap((row) => (row.type === 'memory' && row.part === 'ram' ? [row.node] : [])))];
    };
    expect(nodes('spm-v5')).toEqual([0, 1]);
    expect(nodes('spm-v6')).toEqual([0]);
  });

  it('do nothing on microvm', () => {
    const text = marked(',spm=on').replace('q35', 'microvm');
    expect(run('spm-v4', text).marking).toBeUndefined();
    expect(refusal('spm-v4', text)).toBeUndefined();
  });
});

describe('spm-memory, the device before the merge', () => {
  const device = (name: string, options: string): string =>
    `-object memory-backend-ram,id=${name},size=1G -device spm-memory,id=d${name},memdev=${name},${options}`;
  const text = (first = 'node=1', second = 'node=2'): string =>
    `-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=m0,size=4G -numa node,memdev=m0 -numa node -numa node ${device('a', first)} ${device('b', second)}`;

  it('is in the table in reverse in version 8, and as declared in version 9', () => {
    const [first, second] = ['180000000 40000000 efffffff', '1c0000000 40000000 efffffff'];
    expect(table('spm-v8', text()).slice(2)).toEqual([second, first]);
    expect(table('spm-v9', text()).slice(2)).toEqual([first, second]);
  });

  it('is listed under its own name and fields', () => {
    expect(run('spm-v9', text()).devices[0]?.info).toEqual({
      type: 'spm-memory',
      data: { id: 'da', memaddr: 0x1_8000_0000n, size: 0x4000_0000n, node: 1n, memdev: '/objects/a' },
    });
  });

  it.each([
    ['node=0', 'node=2', 'NUMA node 0 already has memory attached via -numa node,memdev=; SPM nodes must be SPM-only'],
    ['node=1', 'node=1', 'NUMA node 1 already has another memory device plugged; SPM nodes must be SPM-only'],
    ['node=1', 'node=9', 'node 9 out of range (numa_state has 3 nodes)'],
  ])('shares no node in version 8: %s, %s', (first, second, words) => {
    expect(refusal('spm-v8', text(first, second))).toMatch(new RegExp(`^-device spm-memory,.*: spm-memory: `));
    expect(refusal('spm-v8', text(first, second))).toContain(words);
    expect(refusal('spm-v9', text(first, second))).toBeUndefined();
  });

  it('is unknown to other versions, and sp-mem to this one', () => {
    expect(refusal('qemu-11.1', text())).toContain("'spm-memory' is not a valid device model name");
    expect(refusal('spm-v9', text().replaceAll('spm-memory,', 'sp-mem,'))).toContain(
      "'sp-mem' is not a valid device model name",
    );
  });
});

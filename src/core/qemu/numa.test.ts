import { describe, expect, it } from 'vitest';
import { startUp } from './startup';

const BASE = '-machine q35,hmat=on -m 2G -smp 4,sockets=2';
const BACKENDS = ['a', 'b'].map((id) => `-object memory-backend-ram,id=${id},size=1G`).join(' ');
const run = (numa: string, base = BASE) => startUp(`${base} ${BACKENDS} ${numa}`.split(' '));
const refusal = (numa: string, base = BASE): string | undefined => run(numa, base).refusals[0]?.text;
const TWO = '-numa node,memdev=a -numa node,memdev=b';

describe('nodes', () => {
  it('share CPUs out by socket unless one is given any', () => {
    expect(run(TWO).numa?.cpuNode).toEqual([0, 0, 1, 1]);
    expect(run('-numa node,memdev=a,cpus=1 -numa node,memdev=b,cpus=2').numa?.cpuNode).toEqual([0, 0, 1, 0]);
    expect(run(`${TWO} -numa cpu,node-id=1,core-id=0`).numa?.cpuNode).toEqual([1, 0, 1, 0]);
  });

  it('are made by QEMU where memory may be added', () => {
    expect(startUp('-machine q35 -m 1G,slots=1,maxmem=2G'.split(' ')).numa).toMatchObject({
      automatic: true,
      nodes: [{ id: 0, size: 2n ** 30n, hasCpus: true }],
    });
    expect(startUp('-machine microvm -m 1G,slots=1,maxmem=2G'.split(' ')).numa?.nodes).toEqual([]);
  });

  it.each([
    ['-numa node,memdev=a', 'total memory for NUMA nodes (0x40000000) should equal RAM size (0x80000000)'],
    ['-numa node,memdev=a -numa node,memdev=b,nodeid=2', 'numa: Node ID missing: 1'],
    ['-numa node,memdev=a -numa node,memdev=a', "memory backend a can't be used multiple times."],
    ['-numa node,memdev=zz', '-numa node,memdev=zz: memdev=zz is ambiguous'],
    ['-numa node,nodeid=1,memdev=a -numa node', '-numa node: Duplicate NUMA nodeid: 1'],
    ['-numa node,cpus=3-1', "-numa node,cpus=3-1: Parameter 'cpus' expects a uint64 value or range"],
    ['-numa node,cpus=70000', "-numa node,cpus=70000: Parameter 'null' expects uint16_t"],
    ['-numa node,nodeid=-1', "-numa node,nodeid=-1: Parameter 'nodeid' expects a uint64 value"],
    ['-numa node,id=x', "-numa node,id=x: Invalid parameter 'id'"],
    [`${TWO} -numa cpu,node-id=1,die-id=0`, '-numa cpu,node-id=1,die-id=0: die-id is not supported'],
    [`${TWO} -numa cpu,node-id=1,socket-id=7`, '-numa cpu,node-id=1,socket-id=7: no match found'],
  ])('%s is refused', (numa, words) => {
    expect(refusal(numa)).toBe(words);
  });

  it('leave out one with an impossible initiator, and say so without refusing', () => {
    const { warnings, numa } = run(`${TWO} -numa node,initiator=200`);
    expect(warnings.map(({ text }) => text)).toEqual([
      '-numa node,initiator=200: The initiator id 200 expects an integer between 0 and 127',
    ]);
    expect(numa?.nodes).toHaveLength(2);
  });
});

describe('distances', () => {
  const dist = (src: number, dst: number, val: number): string => `-numa dist,src=${src},dst=${dst},val=${val}`;

  it('stand for both directions where one is given', () => {
    expect(run(`${TWO} ${dist(0, 1, 21)}`).numa?.distances).toEqual([
      [10, 21],
      [21, 10],
    ]);
    expect(run(`${TWO} ${dist(0, 1, 21)} ${dist(1, 0, 31)}`).numa?.distances).toEqual([
      [10, 21],
      [31, 10],
    ]);
    expect(run(TWO).numa?.distances).toBeUndefined();
  });

  it('must all be there, both ways if any pair differs', () => {
    const three = `${TWO} -numa node`;
    expect(refusal(`${three} ${dist(0, 1, 21)}`)).toMatch(/^The distance between node 0 and 2 is missing/);
    expect(refusal(`${three} ${dist(0, 1, 21)} ${dist(1, 0, 31)} ${dist(0, 2, 20)} ${dist(1, 2, 20)}`)).toMatch(
      /^At least one asymmetrical pair/,
    );
  });
});

describe('HMAT', () => {
  const WITH_CPUS = '-numa node,memdev=a,cpus=0-1 -numa node,memdev=b,cpus=2-3';
  const lb = (rest: string): string => `-numa hmat-lb,initiator=0,target=1,hierarchy=memory,${rest}`;

  it('needs its switch', () => {
    expect(refusal('-numa node,initiator=0', BASE.replace(',hmat=on', ''))).toMatch(/HMAT\) is disabled/);
  });

  it('takes latencies and bandwidths once per pair', () => {
    const entry = lb('data-type=access-latency,latency=10');
    expect(run(`${WITH_CPUS} ${entry}`).numa?.latencyBandwidth).toEqual([
      { initiator: 0, target: 1, hierarchy: 0, dataType: 0, value: 10n },
    ]);
    expect(refusal(`${WITH_CPUS} ${entry} ${entry}`)).toContain(
      'Duplicate configuration of the latency for initiator=0 and target=1',
    );
    expect(refusal(`${WITH_CPUS} ${lb('data-type=access-bandwidth,bandwidth=10K')}`)).toContain(
      'should be 1MB aligned',
    );
    expect(refusal(`${WITH_CPUS} ${lb('data-type=access-bandwidth,latency=10')}`)).toContain(
      "Missing 'bandwidth' option",
    );
  });

  it('takes caches level by level, once latency and bandwidth are known', () => {
    const cache = (level: number, size: string): string =>
      `-numa hmat-cache,node-id=1,size=${size},level=${level},associativity=direct,policy=write-back,line=8`;
    const known = `${WITH_CPUS} ${lb('data-type=access-latency,latency=10')} ${lb('data-type=access-bandwidth,bandwidth=1G')}`;
    expect(run(`${known} ${cache(1, '1M')} ${cache(2, '2M')}`).numa?.caches).toHaveLength(2);
    expect(refusal(`${WITH_CPUS} ${cache(1, '1M')}`)).toContain(
      'should be provided before memory side cache attributes',
    );
    expect(refusal(`${known} ${cache(2, '1M')}`)).toContain('Cache level=1 shall be defined first');
    expect(refusal(`${known} ${cache(1, '2M')} ${cache(2, '1M')}`)).toContain(
      'should be larger than the size(2097152) of level=1',
    );
  });

  it('wants an initiator that has CPUs', () => {
    expect(refusal('-numa node,memdev=a,cpus=0-3 -numa node,memdev=b,initiator=1')).toBe(
      'The initiator of NUMA node 1 is invalid',
    );
    expect(refusal('-numa node,memdev=a,cpus=0-3 -numa node,memdev=b,initiator=5')).toBe(
      "NUMA node 5 is missing, use '-numa node' option to declare it first",
    );
    expect(refusal('-numa node,memdev=a,initiator=1,cpus=0 -numa node,memdev=b')).toContain(
      'The initiator of CPU NUMA node 0 should be itself (got 1)',
    );
  });
});

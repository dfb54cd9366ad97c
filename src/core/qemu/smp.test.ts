import { describe, expect, it } from 'vitest';
import { findMachine } from '../machines';
import { apicId, cpuPlace, firstWideApicId, readTopology, singleCpu } from './smp';

function read(text: string, machine = 'q35'): unknown {
  const version = findMachine(machine);
  if (version === undefined) throw new Error(`no machine ${machine}`);
  const smp = new Map(text.split(',').map((pair) => pair.split('=') as [string, string]));
  const topology = readTopology(smp, version);
  if (!topology.ok) return topology.error;
  const { cpus, maxcpus, sockets, dies, modules, cores, threads } = topology.value;
  return [cpus, maxcpus, sockets, dies, modules, cores, threads];
}

describe('-smp', () => {
  it('fills cores before sockets since 6.2, sockets before cores until 6.1', () => {
    expect(read('cpus=4')).toEqual([4, 4, 1, 1, 1, 4, 1]);
    expect(read('cpus=4', 'pc-q35-6.1')).toEqual([4, 4, 4, 1, 1, 1, 1]);
    expect(read('cpus=8,sockets=2')).toEqual([8, 8, 2, 1, 1, 4, 1]);
    expect(read('cpus=8,cores=2')).toEqual([8, 8, 4, 1, 1, 2, 1]);
    expect(read('cpus=8,sockets=2,cores=2')).toEqual([8, 8, 2, 1, 1, 2, 2]);
    expect(read('sockets=2,threads=2')).toEqual([4, 4, 2, 1, 1, 1, 2]);
    expect(read('cpus=1,maxcpus=6,dies=2,modules=3')).toEqual([1, 6, 1, 2, 3, 1, 1]);
  });

  it.each([
    [
      'cpus=3,sockets=2,cores=2',
      'Invalid CPU topology: product of the hierarchy must match maxcpus: sockets (2) * dies (1) * modules (1) * cores (2) * threads (0) != maxcpus (3)',
    ],
    [
      'cpus=8,maxcpus=4',
      'Invalid CPU topology: maxcpus must be equal to or greater than smp: sockets (1) * dies (1) * modules (1) * cores (4) * threads (1) == maxcpus (4) < smp_cpus (8)',
    ],
    ['cpus=0', 'Invalid CPU topology: CPU topology parameters must be greater than zero'],
    ['cpus=-1', "Invalid SMP CPUs -1. The max CPUs supported by machine 'pc-q35-11.1' is 4096"],
    ['cpus=1,clusters=2', "clusters > 1 not supported by this machine's CPU topology"],
    ['cpus=foo', "Parameter 'smp.cpus' expects integer"],
    ['cpus=1,foo=2', "Parameter 'smp.foo' is unexpected"],
  ])('%s is refused', (text, words) => {
    expect(read(text)).toBe(words);
  });

  it('names only the levels that a machine has', () => {
    expect(read('cpus=4,maxcpus=3', 'microvm')).toContain('sockets (1) * cores (3) * threads (1) == maxcpus (3)');
    expect(read('cpus=4,dies=2', 'microvm')).toBe("dies > 1 not supported by this machine's CPU topology");
  });

  it('survives counts whose product wraps to zero', () => {
    expect(read('cpus=65536,sockets=65536,cores=65536')).toContain('Invalid CPU topology');
  });
});

describe('an APIC id', () => {
  const topology = { ...singleCpu, cpus: 12, maxcpus: 12, sockets: 2, cores: 3, threads: 2 };

  it('has a field per level, as wide as its count needs', () => {
    expect(Array.from({ length: 12 }, (_, index) => apicId(topology, index))).toEqual([
      0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13,
    ]);
    expect(cpuPlace(topology, 7)).toEqual({ socket: 1, die: 0, module: 0, core: 0, thread: 1 });
  });

  it('needs x2APIC from 255 on, counting only CPUs that are present', () => {
    const many = (cpus: number) => ({ ...singleCpu, cpus, maxcpus: 300, cores: 300 });
    expect(firstWideApicId(many(255))).toBeUndefined();
    expect(firstWideApicId(many(256))).toBe(255);
    expect(firstWideApicId({ ...singleCpu, cpus: 300, maxcpus: 300, sockets: 2, cores: 150 })).toBe(256);
  });
});

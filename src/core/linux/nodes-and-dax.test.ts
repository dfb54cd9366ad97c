import { describe, expect, it } from 'vitest';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import { firmwareHandOff } from '../firmware/index';
import { startUp } from '../qemu/startup';
import { accepted } from '../qemu/tables/accepted';
import { blockSize, wholeBlocks } from './blocks';
import { range } from '../base/range';
import { linuxView, type LinuxInput } from './index';
import type { LinuxView } from './view';

const GiB = 2 ** 30;
const MiB = 2 ** 20;

function view(args: readonly string[], extra: Partial<LinuxInput> = {}, firmware = 'ovmf'): LinuxView {
  const startup = accepted(startUp(['-nodefaults', ...args]));
  const build = firmwares.find(firmware);
  const kernel = kernels.find('7.2');
  if (!startup || !build || !kernel) throw new Error('refused');
  return linuxView({ handOff: firmwareHandOff(build, startup), kernel, append: '', startup, ...extra });
}

const spm = (id: string, size: string, node: number): string[] => [
  ...['-object', `memory-backend-ram,id=m${id},size=${size}`],
  ...['-device', `sp-mem,id=${id},memdev=m${id},node=${node}`],
];

/** Four neighbours of 4 GiB, on nodes 1 to 4. */
const fourNeighbours = (machine: string, ...more: string[]): string[] => [
  ...['-machine', machine, '-m', '2G,slots=8,maxmem=64G'],
  ...['-object', 'memory-backend-ram,id=r0,size=2G', '-numa', 'node,nodeid=0,memdev=r0,cpus=0'],
  ...[1, 2, 3, 4].flatMap((node) => ['-numa', `node,nodeid=${node}${more.length > 0 ? ',initiator=0' : ''}`]),
  ...[1, 2, 3, 4].flatMap((node) => spm(`s${node}`, '4G', node)),
  ...more,
];
const HMAT = [0, 1, 2, 3, 4].flatMap((target) => [
  ...['-numa', `hmat-lb,initiator=0,target=${target},hierarchy=memory,data-type=access-latency,latency=10`],
  ...['-numa', `hmat-lb,initiator=0,target=${target},hierarchy=memory,data-type=access-bandwidth,bandwidth=90G`],
]);

describe('neighbouring sp-mem devices under OVMF', () => {
  it('become one dax device on the node of the first, and the other nodes stay empty', () => {
    const { dax, nodes } = view(fourNeighbours('q35'));
    expect(dax).toHaveLength(1);
    expect(dax[0]).toMatchObject({ name: 'dax0.0', targetNode: 1, numaNode: 0, range: range(4 * GiB, 20 * GiB) });
    expect(dax[0]?.parts.map(({ owner, node }) => [owner, node])).toEqual([
      ['devices.0', 1],
      ['devices.1', 2],
      ['devices.2', 3],
      ['devices.3', 4],
    ]);
    expect(
      nodes.map(({ online, onlineWithKmem, sizeWithKmem }) => [online, onlineWithKmem, sizeWithKmem / GiB > 1]),
    ).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, false],
      [false, false, false],
      [false, false, false],
    ]);
    expect(nodes[1]?.sizeWithKmem).toBe(16 * GiB);
  });

  it('become a dax device each where the machine has an HMAT', () => {
    const { dax, bios } = view(fourNeighbours('q35,hmat=on', ...HMAT));
    expect(bios.filter(({ words }) => words === 'soft reserved')).toHaveLength(1);
    expect(dax.map(({ name, targetNode }) => [name, targetNode])).toEqual([
      ['dax0.0', 1],
      ['dax1.0', 2],
      ['dax2.0', 3],
      ['dax3.0', 4],
    ]);
    expect(dax.every(({ parts }) => parts.length === 1)).toBe(true);
  });

  it('are not there at all under SeaBIOS', () => {
    const { dax, bios, nodes } = view(fourNeighbours('q35'), {}, 'seabios');
    expect(dax).toEqual([]);
    expect(bios.filter(({ words }) => words === 'soft reserved')).toEqual([]);
    expect(nodes).toHaveLength(5);
  });

  it('are named as the caller names the entities of addresses', () => {
    const ownerOf = (address: number) => ({ owner: `at-${address / GiB}` });
    expect(view(fourNeighbours('q35'), { ownerOf }).dax[0]?.parts.map(({ owner }) => owner)).toEqual([
      'at-4',
      'at-8',
      'at-12',
      'at-16',
    ]);
  });
});

describe('soft-reserved memory', () => {
  const TWO_NODES = [
    ...['-machine', 'q35', '-m', '1G,slots=4,maxmem=16G'],
    ...[
      '-object',
      'memory-backend-ram,id=r0,size=1G',
      '-numa',
      'node,nodeid=0,memdev=r0,cpus=0',
      '-numa',
      'node,nodeid=1',
    ],
  ];

  it('that is no whole memory block goes to kmem as far as whole blocks go', () => {
    const [dax] = view([...TWO_NODES, ...spm('s0', '1026M', 1)]).dax;
    expect(dax?.range).toEqual(range(4 * GiB, 4 * GiB + 1026 * MiB));
    expect(dax?.blocks).toEqual(range(4 * GiB, 5 * GiB));
  });

  it('smaller than a block gives kmem nothing', () => {
    const { dax, nodes, blocks } = view([...TWO_NODES, ...spm('s0', '64M', 1)]);
    expect(dax).toHaveLength(1);
    expect(dax[0]?.blocks).toBeUndefined();
    expect(nodes[1]?.onlineWithKmem).toBe(false);
    expect(blocks.filter(({ since }) => since === 'kmem')).toEqual([]);
  });

  it('beside a node without SRAT has a node only below the end of RAM', () => {
    const plain = ['-machine', 'q35', '-m', '3G'];
    const below = view(plain, { append: 'memmap=512M%4G+0xefffffff' }).dax[0];
    expect([below?.targetNode, below?.numaNode]).toEqual([0, 0]);
    const above = view(plain, { append: 'memmap=512M%0x120000000-1+0xefffffff' }).dax[0];
    expect([above?.targetNode, above?.numaNode, above?.blocks]).toEqual([undefined, -1, undefined]);
  });

  it('is on the node that is nearest by the distances given', () => {
    const { dax } = view([
      ...['-machine', 'q35', '-smp', '2', '-m', '2G,slots=4,maxmem=16G'],
      ...['-object', 'memory-backend-ram,id=r0,size=1G', '-numa', 'node,nodeid=0,memdev=r0,cpus=0'],
      ...['-object', 'memory-backend-ram,id=r1,size=1G', '-numa', 'node,nodeid=1,memdev=r1,cpus=1'],
      ...['-numa', 'node,nodeid=2', '-numa', 'dist,src=0,dst=1,val=20'],
      ...['-numa', 'dist,src=0,dst=2,val=30', '-numa', 'dist,src=1,dst=2,val=15'],
      ...spm('s0', '1G', 2),
    ]);
    expect(dax.map(({ targetNode, numaNode }) => [targetNode, numaNode])).toEqual([[2, 1]]);
  });
});

describe('DIMMs at boot', () => {
  const dimm = (id: string, size: string, ...more: string[]): string[] => [
    ...['-object', `memory-backend-ram,id=m${id},size=${size}`],
    ...['-device', [`pc-dimm,id=${id},memdev=m${id}`, ...more].join(',')],
  ];
  const guest = ['-machine', 'q35', '-m', '1G,slots=4,maxmem=8G'];

  it('are refused unless they are whole memory blocks, and so are those packed behind', () => {
    const { dimms, caveats, iomem } = view([...guest, ...dimm('d0', '200M'), ...dimm('d1', '256M')], {}, 'seabios');
    expect(dimms.map(({ refused }) => refused !== undefined)).toEqual([true, true]);
    expect(caveats).toHaveLength(2);
    expect(iomem.filter(({ range: { start }, name }) => start >= 4 * GiB && name === 'System RAM')).toEqual([]);
  });

  it('come in slot order in /sys/firmware/memmap, before the table of the firmware', () => {
    const { firmwareMemmap, bios } = view(
      [...guest, ...dimm('d0', '256M', 'slot=1'), ...dimm('d1', '512M', 'slot=0')],
      {},
      'seabios',
    );
    expect(firmwareMemmap.slice(0, 2).map(({ range: { start, end } }) => (end - start) / MiB)).toEqual([512, 256]);
    expect(firmwareMemmap).toHaveLength(bios.length + 2);
  });
});

describe('memory blocks', () => {
  it.each([
    [62, 128],
    [64, 2048],
    [69, 1024],
    [66, 2048],
  ])('of a guest whose RAM ends at %s GiB have %s MiB', (end, size) => {
    expect(blockSize(end * GiB)).toBe(size * MiB);
  });

  it('lie within a range as a whole', () => {
    expect(wholeBlocks(range(100, 400), 128)).toEqual(range(128, 384));
    expect(wholeBlocks(range(100, 255), 128)).toBeUndefined();
  });
});

describe('machines without the devices of a PC', () => {
  it.each(['microvm', 'isapc', 'q35,acpi=off'])('%s has no lines of /proc/iomem but those of its table', (machine) => {
    const cpu = machine === 'isapc' ? ['-cpu', '486'] : [];
    const { iomem, final, nodes, srat } = view(['-machine', machine, ...cpu, '-m', '256M'], {}, 'seabios');
    const entries = new Set(final.map(({ range: { start } }) => start));
    expect(iomem.filter(({ range: { start }, name }) => !entries.has(start) && name !== 'RAM buffer')).toEqual([]);
    expect([nodes.length, srat.length]).toEqual([1, 0]);
  });
});

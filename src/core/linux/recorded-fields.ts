/** A predicted view, written as the recordings write theirs, field by field: for tests. */
import type { RecordedBoot } from '../../fixtures/guest-view/cases';
import type { Range } from '../base/range';
import type { BlockRun, IomemLine, LinuxView } from './view';

export type RecordedFields = Readonly<Record<string, unknown>>;

const hex = (at: number, digits = 0): string => `0x${at.toString(16).padStart(digits, '0')}`;
const span = ({ start, end }: Range): readonly [string, string] => [hex(start), hex(end - 1)];
const wideSpan = ({ start, end }: Range): readonly [string, string] => [hex(start, 8), hex(end - 1, 8)];
const entries = (table: LinuxView['bios']) => table.map(({ range, words }) => [...span(range), words]);

const iomemLine = ({ range: { start, end }, name, depth }: IomemLine): string =>
  `${'  '.repeat(depth)}${hex(start, 8).slice(2)}-${hex(end - 1, 8).slice(2)} : ${name}`;

/** Lines of cards and of option ROMs depend on more than memory: nobody predicts them. */
const OF_CARDS = /: (0000:|virtio-pci-modern|efifb|Video ROM|Adapter ROM|PCI Bus 0000:(?!00))/;

const blockNames = (runs: readonly BlockRun[], since: BlockRun['since']): string[] =>
  runs
    .filter((run) => run.since === since)
    .flatMap(({ first, count, node }) =>
      Array.from({ length: count }, (_, index) => `memory${first + index} node${node}`),
    );

const recordedBlocks = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const [, name, node] = /^(memory\d+) \S+ (node\d+)/.exec(line) ?? [];
    return name === undefined || node === undefined ? [] : [`${name} ${node}`];
  });

/** `0-1,3` of the kernel's node lists. */
function listed(lines: readonly string[], name: string): number[] {
  const text = lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  return text.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

const daxFields = ({ name, range, targetNode, numaNode }: LinuxView['dax'][number]) => ({
  name,
  ...Object.fromEntries(['start', 'end'].map((key, index) => [key, span(range)[index]])),
  size: range.end - range.start,
  target_node: targetNode ?? null,
  numa_node: numaNode,
});

const recordedDax = ({ name, start, end, size, target_node, numa_node }: RecordedBoot['dax'][number]) => ({
  name,
  start,
  end,
  size,
  target_node,
  numa_node,
});

const online = (view: LinuxView): number[] => view.nodes.filter((node) => node.online).map(({ id }) => id);

export function predictedFields(view: LinuxView, boot: RecordedBoot): RecordedFields {
  const kmem = boot.after_kmem;
  return {
    bios_e820: entries(view.bios),
    user_e820: view.user === undefined ? undefined : entries(view.user),
    e820_log: view.edits,
    last_pfn: view.lastPfn,
    pci_gap: view.pciGap === undefined ? undefined : span(view.pciGap),
    ram_buffers: view.ramBuffers.map(wideSpan),
    memory: view.ramBytes / 1024,
    srat: view.srat,
    early_node_ranges: view.earlyNodeRanges,
    firmware_memmap: view.firmwareMemmap.map(({ range, name }) => [...span(range), name]),
    iomem: view.iomem.filter(({ since }) => since === 'boot').map(iomemLine),
    dax: view.dax.map(daxFields),
    blocks: blockNames(view.blocks, 'boot'),
    block_size: view.blockSize,
    possible: view.nodes.map(({ id }) => id),
    online: online(view),
    has_cpu: view.nodes.filter(({ hasCpus }) => hasCpus).map(({ id }) => id),
    has_memory: view.nodes.filter(({ size }) => size > 0).map(({ id }) => id),
    ...(kmem === undefined
      ? {}
      : {
          kmem_iomem: view.iomem.filter(({ since }) => since === 'kmem').map(iomemLine),
          kmem_blocks: blockNames(view.blocks, 'kmem'),
          kmem_online: view.nodes.filter(({ onlineWithKmem }) => onlineWithKmem).map(({ id }) => id),
          kmem_has_memory: view.nodes.filter(({ sizeWithKmem }) => sizeWithKmem > 0).map(({ id }) => id),
        }),
  };
}

export function recordedFields(boot: RecordedBoot): RecordedFields {
  const kmem = boot.after_kmem;
  const size = /^block_size ([0-9a-f]+)/.exec(boot.blocks[0] ?? '')?.[1];
  return {
    bios_e820: boot.bios_e820,
    user_e820: boot.user_e820,
    e820_log: boot.e820_log,
    last_pfn: boot.last_pfn,
    pci_gap: boot.pci_gap,
    ram_buffers: boot.ram_buffers,
    memory: Number(/\/(\d+)K/.exec(boot.memory_line)?.[1]),
    srat: boot.srat,
    early_node_ranges: boot.early_node_ranges,
    firmware_memmap: boot.firmware_memmap,
    iomem: boot.iomem.filter((line) => !OF_CARDS.test(line)),
    dax: boot.dax.map(recordedDax),
    blocks: recordedBlocks(boot.blocks),
    block_size: Number.parseInt(size ?? '', 16),
    possible: listed(boot.nodes, 'possible'),
    online: listed(boot.nodes, 'online'),
    has_cpu: listed(boot.nodes, 'has_cpu'),
    has_memory: listed(boot.nodes, 'has_memory'),
    ...(kmem === undefined
      ? {}
      : {
          kmem_iomem: kmem.iomem_added,
          kmem_blocks: recordedBlocks(kmem.blocks_added),
          kmem_online: listed(kmem.nodes, 'online'),
          kmem_has_memory: listed(kmem.nodes, 'has_memory'),
        }),
  };
}

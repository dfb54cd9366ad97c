/** What the guest lists, as `/proc/iomem` and the files below `/sys` print it: the form in which recordings have it. */
import type { BlockState, GuestFacts, GuestNode } from './guest';

const hex = (at: number): string => at.toString(16);

/** `100000000-13fffffff : System RAM`, two blanks for each level. */
export const iomemLines = ({ iomem }: Pick<GuestFacts, 'iomem'>): readonly string[] =>
  iomem.map(
    ({ range: { start, end }, name, depth }) =>
      `${'  '.repeat(depth)}${hex(start).padStart(8, '0')}-${hex(end - 1).padStart(8, '0')} : ${name}`,
  );

/** `memory32 online node0 valid_zones=Normal`, a line for each block. */
export const blockLines = (blocks: readonly BlockState[]): readonly string[] =>
  blocks.flatMap(({ number, count, node, isOnline, zones }) =>
    Array.from(
      { length: count },
      (_, index) => `memory${number + index} ${isOnline ? 'online' : 'offline'} node${node} valid_zones=${zones}`,
    ),
  );

/** First and last byte, and the name. */
export const memmapRows = ({ firmwareMemmap }: Pick<GuestFacts, 'firmwareMemmap'>) =>
  firmwareMemmap.map(({ range: { start, end }, name }) => [`0x${hex(start)}`, `0x${hex(end - 1)}`, name] as const);

/** `has_memory 0-1`. */
export const nodeLines = (nodes: readonly GuestNode[]): readonly string[] => [
  `online ${listed(nodes, ({ online }) => online)}`,
  `possible ${listed(nodes, () => true)}`,
  `has_memory ${listed(nodes, ({ hasMemory }) => hasMemory)}`,
  `has_normal_memory ${listed(nodes, ({ hasNormalMemory }) => hasNormalMemory)}`,
  `has_cpu ${listed(nodes, ({ hasCpus }) => hasCpus)}`,
];

/** Numbers as the kernel lists them: `0-2,5`. */
function listed(nodes: readonly GuestNode[], which: (node: GuestNode) => boolean): string {
  const runs: [first: number, last: number][] = [];
  for (const { id } of nodes.filter(which)) {
    const last = runs.at(-1);
    if (last?.[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

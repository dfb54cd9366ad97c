/** Nodes at a moment (`/sys/devices/system/node`: online, possible, has_memory, has_normal_memory). */
import { addr } from '../base/addr';
import { size, type Range } from '../base/range';
import type { LinuxNode } from '../linux/view';
import { contiguous, isOnline } from './blocks';
import type { GuestNode } from './guest';
import type { GuestState } from './state';

/** What a node has besides boot RAM. */
interface NodeMemory {
  readonly ranges: Range[];
  bytes: number;
  hasOnline: boolean;
  hasNormal: boolean;
}

export function listedNodes(state: GuestState): readonly GuestNode[] {
  const added = addedByNode(state);
  const { dimms, nodes } = state.boot.linux;
  const ofDimms = new Set(dimms.filter(({ refused }) => refused === undefined).map(({ range }) => range.start));
  return nodes.map((node) => {
    const ram = node.ranges.filter(({ start }) => !ofDimms.has(start));
    return nodeNow(node, ram, added.get(node.id));
  });
}

function addedByNode({ memory }: GuestState): ReadonlyMap<number, NodeMemory> {
  const found = new Map<number, NodeMemory>();
  for (const [, added] of memory.entries()) {
    const node = found.get(added.node) ?? { ranges: [], bytes: 0, hasOnline: false, hasNormal: false };
    found.set(added.node, node);
    node.bytes += memory.onlineOf(added);
    node.hasOnline ||= added.runs.some(isOnline);
    node.hasNormal ||= added.runs.some(({ place }) => place === 'Normal');
    for (const { first, end } of contiguous(added.runs)) {
      node.ranges.push({ start: addr(first * memory.blockSize), end: addr(end * memory.blockSize) });
    }
  }
  return found;
}

/** A node is online while it has a block, online or not. */
function nodeNow(node: LinuxNode, ram: readonly Range[], added: NodeMemory | undefined): GuestNode {
  const bytes = ram.reduce((sum, range) => sum + size(range), 0) + (added?.bytes ?? 0);
  const online = node.staysOnline || added !== undefined;
  return {
    ...node,
    ranges: [...ram, ...(added?.ranges ?? [])].sort((a, b) => a.start - b.start),
    online,
    onlineWithKmem: online,
    size: bytes,
    sizeWithKmem: bytes,
    hasMemory: ram.length > 0 || added?.hasOnline === true,
    hasNormalMemory: ram.length > 0 || added?.hasNormal === true,
  };
}

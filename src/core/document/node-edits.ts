/** Edits that give memory a NUMA node: one that is free, or one more. */
import { MiB } from '../base/addr';
import { freeName } from './device-names';
import type { Edit } from './edit';
import { statedSize } from './extent';
import type { Backend, LayoutDocument, NumaNode } from './schema';
import { plugSteps } from './plugs';

const DEFAULT_RAM = 128 * MiB;

/** A node to put memory on, and the edits that make it if it is not there. */
export interface NodeChoice {
  readonly node?: number;
  readonly edits: readonly Edit[];
}

/** Nodes without CPUs and memory that no device names, ascending. */
function freeNodes(document: LayoutDocument): readonly number[] {
  const used = new Set(
    [...document.devices, ...plugSteps(document).map(({ device }) => device)].map((device) =>
      'node' in device ? (device.node ?? 0) : 0,
    ),
  );
  return document.nodes
    .filter(({ id, cpus, memdev }) => id !== 0 && (cpus ?? []).length === 0 && memdev === undefined && !used.has(id))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

const nextId = (document: LayoutDocument): number => Math.max(-1, ...document.nodes.map(({ id }) => id)) + 1;

/**
 * The node asked for, or one that has nothing yet. Where there is none it is made, and with the first one node 0 for what was there
 * before: QEMU has no node without a place in the row.
 */
export function nodeForMemory(document: LayoutDocument, asked?: number): NodeChoice {
  const free = asked ?? freeNodes(document)[0];
  if (
    free !== undefined &&
    (document.nodes.some(({ id }) => id === free) || (free === 0 && document.nodes.length === 0))
  )
    return { node: free, edits: [] };
  const first = document.nodes.length === 0 ? firstNodeEdits(document) : [];
  const next = document.nodes.length === 0 ? 1 : nextId(document);
  const last = Math.max(asked ?? next, next);
  const made = Array.from({ length: last - next + 1 }, (_, index): NumaNode => ({ id: next + index }));
  return { node: asked ?? last, edits: [...first, ...made.flatMap((node) => addedNode(document, node))] };
}

/** What a distance to a node is that nobody stated: twice the local one, as QEMU and ACPI have it. */
const REMOTE = 20;

/** One more node. Where distances are stated they must be so for every pair, in both directions if some are. */
function addedNode({ nodes, distances }: LayoutDocument, node: NumaNode): readonly Edit[] {
  const insert: Edit = { op: 'insert', path: 'nodes.-', value: node };
  if (distances.length === 0) return [insert];
  const pairs = new Set(distances.map(({ from, to }) => `${from} ${to}`));
  const isTwoWay = distances.some(({ from, to }) => from !== to && pairs.has(`${to} ${from}`));
  const first = Math.max(-1, ...nodes.map(({ id }) => id)) + 1;
  const before = [
    ...nodes.map(({ id }) => id),
    ...Array.from({ length: node.id - first }, (_, index) => first + index),
  ];
  const stated = before.flatMap((other) => [
    { from: other, to: node.id, value: REMOTE },
    ...(isTwoWay ? [{ from: node.id, to: other, value: REMOTE }] : []),
  ]);
  return [insert, ...stated.map((value): Edit => ({ op: 'insert', path: 'distances.-', value }))];
}

/** Node 0 with the RAM and the CPUs that there are, for a layout that had no nodes. */
function firstNodeEdits(document: LayoutDocument): readonly Edit[] {
  const { memoryBackend } = document.machine;
  const size = statedSize(document, 'memory.size') ?? DEFAULT_RAM;
  const known = document.backends.some(({ id }) => id === memoryBackend);
  const memdev = known && memoryBackend !== undefined ? memoryBackend : freeName(document, 'ram');
  const backend: Backend = { id: memdev, type: 'ram', size };
  return [
    ...(known ? [{ op: 'remove', path: 'machine.memoryBackend' } as const] : []),
    ...(known ? [] : [{ op: 'insert', path: 'backends.-', value: backend } as const]),
    ...(document.memory.size === undefined ? [{ op: 'set', path: 'memory.size', value: size } as const] : []),
    { op: 'insert', path: 'nodes.-', value: { id: 0, memdev, ...allCpus(document) } },
  ];
}

/** QEMU spreads sockets over all nodes where none names its CPUs; those of more than one socket are kept together by name. */
function allCpus({ smp }: LayoutDocument): Pick<NumaNode, 'cpus'> {
  const most = smp.maxcpus ?? smp.cpus;
  return (smp.sockets ?? 1) > 1 && most !== undefined && most > 0 ? { cpus: [{ first: 0, last: most - 1 }] } : {};
}

/**
 * Boot RAM on a node of its own: the node asked for if it has no RAM yet, else one more. `-m` goes up by as much, and `maxmem` with
 * it, so that memory devices keep their room.
 */
export function ramNodeEdits(document: LayoutDocument, backend: Backend, asked?: number): readonly Edit[] {
  const { size = statedSize(document, 'memory.size'), maxmem } = document.memory;
  const grown: readonly Edit[] = [
    { op: 'set', path: 'memory.size', value: (size ?? DEFAULT_RAM) + backend.size },
    ...(maxmem === undefined ? [] : [{ op: 'set', path: 'memory.maxmem', value: maxmem + backend.size } as const]),
  ];
  const position = document.nodes.findIndex(({ id, memdev }) => id === asked && memdev === undefined);
  if (position >= 0) return [{ op: 'set', path: `nodes.${position}.memdev`, value: backend.id }, ...grown];
  const isFirst = document.nodes.length === 0;
  return [
    ...(isFirst ? firstNodeEdits(document) : []),
    ...addedNode(document, { id: isFirst ? 1 : nextId(document), memdev: backend.id }),
    ...grown,
  ];
}

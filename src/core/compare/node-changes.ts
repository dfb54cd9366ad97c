/** NUMA: nodes, distances, HMAT, and which CPUs belong where. */
import type { LayoutDocument } from '../document/schema';
import type { Change } from './change';
import { lengthChange, listChanges } from './listed';
import { isSame } from './change';
import { cpuRanges, NODE, plain, size } from './words';

type Cache = LayoutDocument['hmatCaches'][number];
type Distance = LayoutDocument['distances'][number];
type Hmat = LayoutDocument['hmat'][number];

export function nodeChanges(before: LayoutDocument, after: LayoutDocument): Change[] {
  return [
    ...listChanges(before.nodes, after.nodes, {
      group: 'nodes',
      path: 'nodes',
      names: [({ id }) => String(id)],
      title: ({ item }) => `Node ${item.id}`,
      words: ({ memdev, cpus }) =>
        [
          memdev === undefined ? 'no RAM' : `RAM of ${memdev}`,
          ...(cpus === undefined ? [] : [`CPUs ${cpuRanges(cpus)}`]),
        ].join(', '),
      table: NODE,
    }),
    ...listChanges<Distance>(before.distances, after.distances, {
      group: 'nodes',
      path: 'distances',
      names: [({ from, to }) => `${from} ${to}`],
      title: ({ item }) => `Distance, node ${item.from} to ${item.to}`,
      words: ({ value }) => plain(value),
      table: { value: { label: 'value' } },
    }),
    ...listChanges<Hmat>(before.hmat, after.hmat, {
      group: 'nodes',
      path: 'hmat',
      names: [({ initiator, target, hierarchy, dataType }) => `${initiator} ${target} ${hierarchy} ${dataType}`],
      title: ({ item }) => `${item.dataType}, node ${item.initiator} to ${item.target}, ${item.hierarchy}`,
      words: ({ dataType, value }) => (dataType.endsWith('latency') ? `${plain(value)} ns` : `${size(value)}/s`),
      table: { value: { label: 'value' } },
    }),
    ...listChanges<Cache>(before.hmatCaches, after.hmatCaches, {
      group: 'nodes',
      path: 'hmatCaches',
      names: [({ node, level }) => `${node} ${level}`],
      title: ({ item }) => `Cache of node ${item.node}, level ${item.level}`,
      words: (cache) => size(cache.size),
      table: { size: { label: 'size', write: size, kind: 'resized' } },
    }),
    ...assignments(before.cpuAssignments, after.cpuAssignments),
  ];
}

type Assignments = LayoutDocument['cpuAssignments'];

/** Each stands for itself: their order says nothing. */
const inOrder = (all: Assignments): readonly string[] =>
  all
    .map(({ node, socket, die, module, core, thread }) => JSON.stringify([node, socket, die, module, core, thread]))
    .toSorted();

const assignments = (before: Assignments, after: Assignments): Change[] =>
  before === after || isSame(inOrder(before), inOrder(after))
    ? []
    : [lengthChange(before, after, { group: 'nodes', what: 'CPUs given to nodes', path: 'cpuAssignments' })];

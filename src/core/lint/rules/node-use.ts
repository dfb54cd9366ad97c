/** What a layout's nodes have, as the rules about nodes look at them. */
import { deviceKinds } from '../../devices/index';
import type { Device, LayoutDocument } from '../../document/schema';
import type { LintContext } from '../rule';
import { plugSteps } from '../../document/plugs';

export interface NodeUse {
  readonly id: number;
  /** Place in the document; absent for the node that QEMU makes by itself. */
  readonly path?: string;
  readonly bytes: number;
  readonly hasCpus: boolean;
  /** Positions of memory devices on it, SPM or not, steps not counted. */
  readonly devices: readonly number[];
  readonly spm: readonly number[];
  /** Something else of the layout names it: a later step, an initiator, a PCI bridge, CPUs, an HMAT entry. */
  readonly isNamed: boolean;
}

const isSpm = ({ kind }: Device): boolean => deviceKinds.find(kind)?.region === 'soft-reserved';
const nodeOf = (device: object): number | undefined =>
  'node' in device && typeof device.node === 'number' ? device.node : undefined;

/** Node numbers that kept options name, as `node=` or `numa_node=`. */
const named = (extra: Readonly<Record<string, unknown>> | undefined): readonly number[] =>
  ['node', 'numa_node'].flatMap((key) => (extra?.[key] === undefined ? [] : [Number(extra[key])]));

function namedNodes(document: LayoutDocument): ReadonlySet<number> {
  const { objects, devices, cpuAssignments, hmat, hmatCaches, nodes } = document;
  return new Set([
    ...objects.flatMap(({ extra }) => named(extra)),
    ...devices.flatMap((device) => ('extra' in device ? named(device.extra) : [])),
    ...plugSteps(document).map(({ device }) => nodeOf(device) ?? 0),
    ...cpuAssignments.map(({ node }) => node),
    ...hmat.flatMap(({ initiator, target }) => [initiator, target]),
    ...hmatCaches.map(({ node }) => node),
    ...nodes.flatMap(({ initiator }) => (initiator === undefined ? [] : [initiator])),
  ]);
}

/** By node number; nothing where QEMU does not get as far as nodes. */
export function nodeUses({ document, startup }: LintContext): readonly NodeUse[] {
  const nodes = startup.numa?.nodes ?? [];
  if (nodes.length === 0) return [];
  const others = namedNodes(document);
  const paths = new Map(document.nodes.map(({ id }, index) => [id, `nodes.${index}`]));
  const on = new Map<number, number[]>();
  for (const [index, device] of document.devices.entries()) {
    if (device.kind === 'other') continue;
    const node = nodeOf(device) ?? 0;
    const list = on.get(node);
    if (list === undefined) on.set(node, [index]);
    else list.push(index);
  }
  return nodes.map(({ id, size, hasCpus }) => {
    const devices = on.get(id) ?? [];
    const path = paths.get(id);
    return {
      id,
      ...(path === undefined ? {} : { path }),
      bytes: Number(size),
      hasCpus,
      devices,
      spm: devices.filter((index) => {
        const device = document.devices[index];
        return device !== undefined && isSpm(device);
      }),
      isNamed: others.has(id),
    };
  });
}

/** `Node 2`, `Nodes 2 and 3`; runs are given as such. */
export function nodesText(ids: readonly number[]): string {
  const runs: string[] = [];
  for (let first = 0; first < ids.length;) {
    let last = first;
    while (ids[last + 1] === (ids[last] ?? 0) + 1) last += 1;
    runs.push(last - first < 2 ? ids.slice(first, last + 1).join(' and ') : `${ids[first]}-${ids[last]}`);
    first = last + 1;
  }
  return `Node${ids.length === 1 ? '' : 's'} ${runs.join(', ')}`;
}

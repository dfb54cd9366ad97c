/** Where things lie and how large they are, as a layout states it: what a hand on the map can change. */
import { MiB, type Bytes } from '../base/addr';
import { deviceKinds } from '../devices/index';
import type { DocPath } from '../space/region';
import { memdevOf } from './device-edits';
import type { Edit } from './edit';
import type { Backend, Device, LayoutDocument, NumaNode } from './schema';

/** A place, a size, or both. */
export interface Extent {
  readonly address?: number;
  readonly size?: Bytes;
}

/** The finest step that is offered; QEMU aligns anonymous memory to it (the size of a transparent huge page). */
const FINEST: Bytes = 2 * MiB;

/** What a path names: a device, the RAM of a node, all RAM, or the window for memory devices. */
type Subject =
  | { readonly is: 'device'; readonly device: Device; readonly backend: number }
  | { readonly is: 'node'; readonly node: NumaNode; readonly backend: number }
  | { readonly is: 'ram'; readonly backend: number }
  | { readonly is: 'window' };

function subjectAt(document: LayoutDocument, path: DocPath): Subject | undefined {
  const [list, index = ''] = path.split('.');
  const positionOf = (memdev: string | undefined): number => document.backends.findIndex(({ id }) => id === memdev);
  const device = list === 'devices' ? document.devices[Number(index)] : undefined;
  if (device !== undefined) return { is: 'device', device, backend: positionOf(memdevOf(device)) };
  const node = list === 'nodes' ? document.nodes[Number(index)] : undefined;
  if (node?.memdev !== undefined) return { is: 'node', node, backend: positionOf(node.memdev) };
  if (path === 'memory.maxmem') return { is: 'window' };
  return node !== undefined || path === 'memory.size'
    ? { is: 'ram', backend: positionOf(document.machine.memoryBackend) }
    : undefined;
}

/** Whether a path names a device of a kind that can ask for an address. */
export function canHaveAddress(document: LayoutDocument, path: DocPath): boolean {
  const subject = subjectAt(document, path);
  if (subject?.is !== 'device') return false;
  return deviceKinds.find(subject.device.kind)?.fields.some(({ key }) => key === 'addr') === true;
}

/** The address that a device asks for; undefined where it leaves that to QEMU, for which `addr=0` is the same as none. */
export function askedAddress(device: Device | undefined): number | undefined {
  const address = device !== undefined && 'addr' in device ? device.addr : undefined;
  return address === 0 ? undefined : address;
}

/** The size that the layout states for what a path names; undefined where it is left to QEMU or cannot be stated. */
export function statedSize(document: LayoutDocument, path: DocPath): Bytes | undefined {
  const subject = subjectAt(document, path);
  switch (subject?.is) {
    case 'device':
    case 'node':
      return document.backends[subject.backend]?.size;
    case 'ram':
      return document.memory.size ?? document.backends[subject.backend]?.size;
    case 'window':
      return document.memory.maxmem;
    case undefined:
      return undefined;
  }
}

/** Whether a size can be given to what a path names. */
export function canHaveSize(document: LayoutDocument, path: DocPath): boolean {
  const subject = subjectAt(document, path);
  return subject !== undefined && (subject.is === 'ram' || statedSize(document, path) !== undefined);
}

/** The step that its backend asks of an address and a size, no finer than 2 MiB. */
export function leastStep(document: LayoutDocument, path: DocPath): Bytes {
  const subject = subjectAt(document, path);
  const backend: Backend | undefined =
    subject === undefined || subject.is === 'window' ? undefined : document.backends[subject.backend];
  const block = subject?.is === 'device' && 'blockSize' in subject.device ? subject.device.blockSize : undefined;
  return Math.max(FINEST, backend?.align ?? 0, backend?.hugetlbSize ?? 0, block ?? 0);
}

/**
 * The edits that give something another place or size. RAM of a node or of one backend takes `-m` along, since QEMU refuses where
 * the two differ; the devices behind it follow as QEMU places them.
 */
export function extentEdits(document: LayoutDocument, path: DocPath, { address, size }: Extent): readonly Edit[] {
  const subject = subjectAt(document, path);
  if (subject === undefined) return [];
  const placed: readonly Edit[] =
    address === undefined || !canHaveAddress(document, path)
      ? []
      : [{ op: 'set', path: `${path}.addr`, value: address }];
  return size === undefined ? placed : [...placed, ...sizeEdits(document, subject, size)];
}

function sizeEdits(document: LayoutDocument, subject: Subject, size: Bytes): readonly Edit[] {
  const set = (path: DocPath, value: number): Edit => ({ op: 'set', path, value });
  if (subject.is === 'window') return [set('memory.maxmem', size)];
  const backed = subject.backend < 0 ? [] : [set(`backends.${subject.backend}.size`, size)];
  if (subject.is === 'device') return backed;
  if (subject.is === 'ram') return [set('memory.size', size), ...backed];
  const others = document.nodes.filter((node) => node !== subject.node).map(({ memdev }) => memdev);
  const rest = document.backends.filter(({ id }) => others.includes(id)).reduce((sum, each) => sum + each.size, 0);
  return [set('memory.size', rest + size), ...backed];
}

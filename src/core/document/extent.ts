/** Where things lie and how large they are, as a layout states it: what a hand on the map can change; `extent-edits` has how. */
import type { Bytes } from '../base/addr';
import { deviceKinds } from '../devices/index';
import type { DocPath } from '../space/region';
import { memdevOf } from './device-names';
import type { Device, LayoutDocument, NumaNode } from './schema';

/** What a path names: a device, the RAM of a node, all RAM, or the window for memory devices. */
export type Subject =
  | { readonly is: 'device'; readonly device: Device; readonly backend: number }
  | { readonly is: 'node'; readonly node: NumaNode; readonly backend: number }
  | { readonly is: 'ram'; readonly backend: number }
  | { readonly is: 'window' };

/** What a path names, with the position of its backend: -1 where it has none. */
export function subjectAt(document: LayoutDocument, path: DocPath): Subject | undefined {
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

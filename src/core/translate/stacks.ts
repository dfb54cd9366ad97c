/** The specific-purpose memory of a layout, in whatever form it is written. */
import type { Bytes } from '../base/addr';
import { nameOfDevice } from '../document/device-names';
import type { Device, LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';
import type { Carrier } from './postings';

export type SpMem = Extract<Device, { kind: 'sp-mem' }>;

/** One piece of it: what one mark or one device is about. */
export interface Stack {
  readonly carrier: Carrier;
  /** `sp1`, `node 1`, `m1`. */
  readonly name: string;
  /** What carries the mark. */
  readonly path: DocPath;
  /** Position of that in its list. */
  readonly index: number;
  readonly type: 'spm' | 'reserved';
  /** Absent for a marked node without memory, and a marked backend that no node has. */
  readonly memdev?: string;
  /** Absent where the layout does not have the backend. */
  readonly size?: Bytes;
  readonly node?: number;
}

const isSpMem = (device: Device): device is SpMem => device.kind === 'sp-mem';

/** By form: marked backends, marked nodes by id, devices in their order. */
export function stacksOf(document: LayoutDocument): readonly Stack[] {
  const sizeOf = (memdev: string | undefined): Pick<Stack, 'size'> => {
    const size = document.backends.find(({ id }) => id === memdev)?.size;
    return size === undefined ? {} : { size };
  };
  const backends = document.backends.flatMap(({ id, size, hmem }, index): Stack[] => {
    if (hmem !== true) return [];
    const node = document.nodes.find(({ memdev }) => memdev === id)?.id;
    const of = {
      carrier: 'backend',
      name: id,
      path: `backends.${index}`,
      index,
      type: 'spm',
      memdev: id,
      size,
    } as const;
    return [node === undefined ? of : { ...of, node }];
  });
  const nodes = document.nodes.flatMap(({ id, memdev, mark }, index): Stack[] => {
    if (mark === undefined) return [];
    const of = { carrier: 'node', name: `node ${id}`, path: `nodes.${index}`, index, type: mark, node: id } as const;
    return [memdev === undefined ? of : { ...of, memdev, ...sizeOf(memdev) }];
  });
  const devices = document.devices.flatMap((device, index): Stack[] => {
    if (!isSpMem(device)) return [];
    const { memdev, node = 0 } = device;
    const name = nameOfDevice(device, index);
    const of = { carrier: 'device', name, path: `devices.${index}`, index, type: 'spm', node } as const;
    return [memdev === undefined ? of : { ...of, memdev, ...sizeOf(memdev) }];
  });
  return [...backends, ...nodes.toSorted((a, b) => (a.node ?? 0) - (b.node ?? 0)), ...devices];
}

/** Which layout entities the bytes of a dax device come from. */
import { intersection, subtract, type Range } from '../base/range';
import { deviceKinds } from '../devices/index';
import type { PluggedDevice } from '../qemu/machine';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import type { DocPath } from '../space/region';
import { deviceRange } from './dimms';
import type { DaxDevice } from './view';

type Part = DaxDevice['parts'][number];

/** Names the layout entity that has an address, and the node that it was given. */
export type OwnerOf = (address: number) => { readonly owner?: DocPath; readonly node?: number } | undefined;

/** Document path of a memory device. */
export const pathOfDevice = (device: PluggedDevice, ownerOf: OwnerOf | undefined): DocPath =>
  ownerOf?.(deviceRange(device).start)?.owner ?? `devices.${device.ordinal}`;

/** Parts in address order; what no memory device has belongs to whoever has its first byte. */
export function daxParts(
  { devices }: AcceptedStartup,
  ownerOf: OwnerOf | undefined,
): (range: Range) => readonly Part[] {
  const soft = devices.filter(({ kind, placed }) => placed && deviceKinds.find(kind)?.e820Type !== undefined);
  return (range) => {
    const parts: Part[] = [];
    let left: readonly Range[] = [range];
    for (const device of soft) {
      const inside = intersection(deviceRange(device), range);
      if (inside === undefined) continue;
      parts.push({ owner: pathOfDevice(device, ownerOf), node: device.node, range: inside });
      left = left.flatMap((piece) => subtract(piece, inside));
    }
    parts.push(...left.map((piece) => ({ ...ownerOf?.(piece.start), range: piece })));
    return parts.sort((a, b) => a.range.start - b.range.start);
  };
}

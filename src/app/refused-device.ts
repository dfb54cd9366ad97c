/** What a layout says of a device that QEMU refuses, for a picture of where it would have gone. */
import type { Bytes } from '../core/base/addr';
import { nameOfDevice } from '../core/document/device-names';
import { askedAddress, statedSize } from '../core/document/extent';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';

export interface RefusedDevice {
  readonly path: DocPath;
  readonly name: string;
  /** Id of its kind in `core/devices`. */
  readonly kind: string;
  readonly size: Bytes;
  /** Absent where QEMU is to choose. */
  readonly asked?: number;
}

/** @param path of the device or one of its settings; undefined is given for anything else, and where its size is not known */
export function refusedDevice(document: LayoutDocument, path: DocPath | undefined): RefusedDevice | undefined {
  const [list, position = ''] = path?.split('.') ?? [];
  const index = Number(position);
  const device = list === 'devices' ? document.devices[index] : undefined;
  const size = device === undefined ? undefined : statedSize(document, `devices.${index}`);
  if (device === undefined || size === undefined) return undefined;
  const asked = askedAddress(device);
  return {
    path: `devices.${index}`,
    name: nameOfDevice(device, index),
    kind: device.kind,
    size,
    ...(asked === undefined ? {} : { asked }),
  };
}

/** What to call the entities of a document where they have no name of their own. */
import { deviceKinds } from '../core/devices/index';
import type { Device, HostRange, LayoutDocument } from '../core/document/schema';
import { lookOfE820 } from '../ui/kinds';

/** The device's id, else what it is and its position: `DIMM 3`. */
export function nameOfDevice(device: Device, index: number): string {
  if (device.id !== undefined) return device.id;
  return device.kind === 'other' ? device.driver : `${deviceKinds.find(device.kind)?.title ?? device.kind} ${index}`;
}

export const nameOfHostRange = (item: HostRange, index: number): string =>
  item.title ?? `${lookOfE820(item.type).title} ${index}`;

/** The backend that a device or node names, if the document has it. */
export const backendOf = (
  document: LayoutDocument,
  memdev: string | undefined,
): LayoutDocument['backends'][number] | undefined =>
  memdev === undefined ? undefined : document.backends.find(({ id }) => id === memdev);

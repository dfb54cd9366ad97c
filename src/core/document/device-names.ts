/** What devices and backends are called, and what is still free to call one. */
import { deviceKinds, type MemoryDevice } from '../devices/index';
import type { LayoutDocument } from './schema';
import { plugSteps } from './plugs';

/** The first `prefix` with a number that nothing in the layout has as its name. */
export function freeName(document: LayoutDocument, prefix: string): string {
  const taken = new Set(
    [
      ...document.backends.map(({ id }) => id),
      ...document.objects.map(({ id }) => id),
      ...document.devices.map(({ id }) => id),
      ...plugSteps(document).flatMap(({ device, backend }) => [device.id, backend?.id]),
    ].filter((id) => id !== undefined),
  );
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** The name of the backend that a device gets its memory from. */
export const memdevOf = (device: LayoutDocument['devices'][number]): MemoryDevice['memdev'] =>
  'memdev' in device ? device.memdev : undefined;

/** The device's id, else what it is and its position: `DIMM 3`. */
export function nameOfDevice(device: LayoutDocument['devices'][number], index: number): string {
  if (device.id !== undefined) return device.id;
  return device.kind === 'other' ? device.driver : `${deviceKinds.find(device.kind)?.title ?? device.kind} ${index}`;
}

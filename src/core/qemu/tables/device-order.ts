import type { Option, PluggedDevice, Startup } from '../machine';
import { deviceOrder } from '../object-order';

/** QEMU creates devices given as JSON after all others (system/vl.c, qemu_create_cli_devices); options keep their places. */
const isJson = ({ text }: Option): boolean => text.trimStart().startsWith('{');

/** `devices` in the order in which QEMU walks its object tree (spec: qemu-11.1 §7.3). */
export function byObjectTree(startup: Startup, devices: readonly PluggedDevice[]): readonly PluggedDevice[] {
  if (devices.length < 2) return devices;
  const options = startup.options.flatMap((option, index) => (option.name === 'device' ? [{ option, index }] : []));
  const created = [
    ...options.filter(({ option }) => !isJson(option)),
    ...options.filter(({ option }) => isJson(option)),
  ];
  const positionOf = new Map(created.map(({ index }, position) => [index, position]));
  const rank = new Map(deviceOrder(startup.deviceIds).map((position, place) => [position, place]));
  const placeOf = (device: PluggedDevice) => rank.get(positionOf.get(device.option) ?? -1) ?? 0;
  return [...devices].sort((a, b) => placeOf(a) - placeOf(b));
}

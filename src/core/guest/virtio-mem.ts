/** Linux's driver of virtio-mem: on what the host requests it plugs and unplugs as far as it can, and QEMU tells of the sizes. */
import type { PluggedDevice } from '../qemu/machine';
import { lessSure } from '../space/sureness';
import type { Choices } from './guest';
import { regionOf, type GuestState } from './state';
import { grow, waitsForOnline, type Passed } from './virtio-mem-grow';
import { unitOf, usableFor, type VirtioMem } from './virtio-mem-layout';
import { shrink } from './virtio-mem-shrink';

/** The driver takes a device, if there is a driver. */
export function takeVirtioMem(state: GuestState, device: PluggedDevice): void {
  const index = state.virtio.get(device);
  if (index === undefined || regionOf(device) !== 'virtio-mem' || state.virtioMem.has(device)) return;
  if (!state.settings.drivers.has('virtio_mem') || !device.placed) return;
  const unit = unitOf(device, state.memory.blockSize);
  state.virtioMem.set(device, { name: `virtio${index}`, unit, usable: 0 });
  state.machine.changed.add(device);
}

/** Follows requests of the host. */
export function followRequests(state: GuestState, choices: Choices): void {
  for (const device of state.virtioMem.keys()) follow(state, device, choices);
}

/** What the layout says is said of the device that was asked in this step. */
function follow(state: GuestState, device: PluggedDevice, choices: Choices): void {
  const { machine, virtioMem } = state;
  const running = machine.running(device);
  const [from, requested] = [Number(running.pluggedSize), Number(running.requestedSize)];
  const known = virtioMem.get(device);
  if (known === undefined || from === requested) return;
  const reaches = machine.changed.has(device) ? choices.reaches : undefined;
  const isRetry = known.followed === requested && reaches === undefined;
  if (isRetry && known.isEnded === true) return;
  const of: VirtioMem = {
    name: known.name,
    unit: known.unit,
    usable: Math.max(known.usable, usableFor(device, requested)),
    followed: requested,
    ...(reaches === undefined ? {} : { isEnded: true }),
  };
  virtioMem.set(device, of);
  if (isRetry && requested > from && waitsForOnline(state, device)) return;
  tell(state, device, passes(state, device, of, { from, requested, reaches }));
  if (reaches === undefined) state.sure = lessSure(state.sure, 'modelled');
}

function passes(
  state: GuestState,
  device: PluggedDevice,
  of: VirtioMem,
  asked: { readonly from: number; readonly requested: number; readonly reaches: number | undefined },
): Passed {
  const { from, requested, reaches } = asked;
  const stop = reaches ?? requested;
  return requested > from
    ? grow(state, device, of, { from, to: Math.max(from, Math.min(requested, stop)) })
    : shrink(state, device, of, {
        from,
        to: Math.min(from, Math.max(requested, stop)),
        isTold: reaches !== undefined,
      });
}

/** The event is limited to about one a second: of the sizes on the way QEMU tells the first and the last. */
function tell({ machine }: GuestState, device: PluggedDevice, passed: readonly number[]): void {
  const [first] = passed;
  const last = passed.at(-1);
  if (first === undefined || last === undefined) return;
  machine.resized(device, BigInt(last));
  for (const size of first === last ? [first] : [first, last]) {
    machine.events.push(['MEMORY_DEVICE_SIZE_CHANGE', { id: device.id, size, 'qom-path': machine.pathOf(device) }]);
  }
}

/** A machine that runs, the guest on it, and what is said between them and whoever carries out the steps. */
import type { Choices, RunningGuest } from '../guest/guest';
import type { JsonObject } from '../options/json';
import type { PluggedDevice } from '../qemu/machine';
import { execute } from '../runtime/execute';
import type { QmpEvent, Reply } from '../runtime/reply';
import type { RunningMachine } from '../runtime/running-machine';
import type { DeviceState } from '../space/timeline';
import { narrow } from '../stages/narrow';

/** What is heard while one step is carried out. */
export type Heard =
  | { readonly by: 'ask'; readonly command: JsonObject }
  | { readonly by: 'reply'; readonly reply: Reply }
  | { readonly by: 'event'; readonly event: QmpEvent }
  | { readonly by: 'guest'; readonly text: string };

export class World {
  readonly machine: RunningMachine;
  /** Absent where nothing is known of the firmware or the kernel: nothing in the guest answers then. */
  readonly guest: RunningGuest | undefined;
  /** Where each device comes from: n of `events.n`, or -1 - n of `devices.n`. */
  readonly origins: Map<PluggedDevice, number>;
  /** Devices that were there when QEMU last made its tables. */
  announced: readonly PluggedDevice[];
  /** Takes what is said, if somebody wants to know. */
  readonly listener: ((heard: Heard) => void) | undefined;

  constructor(
    machine: RunningMachine,
    guest: RunningGuest | undefined,
    origins: Map<PluggedDevice, number>,
    listener?: (heard: Heard) => void,
  ) {
    this.machine = machine;
    this.guest = guest;
    this.origins = origins;
    this.announced = [...machine.population.devices];
    this.listener = listener;
  }

  /** The same world at this moment. */
  copy(listener?: (heard: Heard) => void): World {
    const machine = this.machine.copy();
    const copied = new World(machine, this.guest?.copy(machine), new Map(this.origins), listener);
    copied.announced = this.announced;
    return copied;
  }

  ask(command: JsonObject): Reply {
    this.listener?.({ by: 'ask', command });
    const reply = execute(this.machine, command);
    this.listener?.({ by: 'reply', reply });
    this.#hear();
    return reply;
  }

  /** The guest answers all that it is asked now. */
  settle(choices?: Choices): void {
    this.guest?.settle(choices);
    this.#hear();
  }

  /** Something is done in the guest. */
  inGuest(text: string, act: (guest: RunningGuest) => void): void {
    if (this.guest === undefined) return;
    this.listener?.({ by: 'guest', text });
    act(this.guest);
    this.#hear();
  }

  has(device: PluggedDevice): boolean {
    return this.machine.population.devices.includes(device);
  }

  find(id: string): PluggedDevice | undefined {
    return this.machine.population.devices.find((device) => device.id === id);
  }

  /** Devices that a step has brought are from that step. */
  noteOrigins(index: number): void {
    for (const device of this.machine.changed) {
      if (!this.has(device)) this.origins.delete(device);
      else if (!this.origins.has(device)) this.origins.set(device, index);
    }
  }

  #hear(): void {
    const { events } = this.machine;
    if (events.length === 0) return;
    if (this.listener !== undefined) for (const event of events) this.listener({ by: 'event', event });
    events.length = 0;
  }
}

/** What a device is: what the guest says, or what follows without one. */
export function stateOf({ machine, guest }: World, device: PluggedDevice): { state: DeviceState; online: number } {
  if (guest !== undefined) {
    const { state, online } = guest.of(device);
    return { state, online };
  }
  const isLeaving = machine.registers.isRemovalAsked(device) || machine.leaving.has(device);
  return { state: isLeaving ? 'leaving' : 'unused', online: 0 };
}

/** Bytes that a device offers: of virtio-mem what its driver has plugged. */
export const pluggedOf = ({ machine }: World, device: PluggedDevice): number =>
  'requested-size' in device.info.data ? Number(machine.running(device).pluggedSize) : narrow(device.size);

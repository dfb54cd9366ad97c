/**
 * A machine that runs: what start-up left, and what QMP commands and the guest's ACPI code make of it since. It changes with each
 * command; `copy` keeps a moment.
 */
import type { RunningDevice } from '../devices/behaviour';
import type { DeviceContext, PlugResult } from '../qemu/devices';
import { populationOf, removeDevice, type Population } from '../qemu/devices-population';
import type { Backend, PluggedDevice, Startup } from '../qemu/machine';
import { MemoryHotplugRegisters } from './memory-hotplug';
import type { QmpEvent } from './reply';

/** What changes of a device while it is plugged. */
interface Changing {
  requestedSize: bigint;
  pluggedSize: bigint;
}

export class RunningMachine {
  readonly context: DeviceContext;
  readonly population: Population;
  readonly registers: MemoryHotplugRegisters;
  /** Ids of all objects, in the order in which they were added. */
  readonly objects: Set<string>;
  /** Bytes of files that refused memfd backends left behind, by the backend's id. */
  readonly leftFiles: Map<string, bigint>;
  /** Devices that the guest was asked to let go through PCI. */
  readonly leaving: Set<PluggedDevice>;
  /** Possible CPUs, for the list of what ACPI reported. */
  readonly cpus: number;
  /** False once QEMU has aborted: nothing after that can be told. */
  isAlive = true;
  readonly events: QmpEvent[];
  readonly #changing: Map<PluggedDevice, Changing>;

  /** @param startup of a machine that starts */
  static of({ plugging, topology }: Startup): RunningMachine | undefined {
    return plugging === undefined
      ? undefined
      : new RunningMachine(plugging.context, plugging.result, topology?.maxcpus ?? 1);
  }

  private constructor(context: DeviceContext, plugged: PlugResult, cpus: number, from?: RunningMachine) {
    this.context = context;
    this.population = populationOf(context, plugged);
    this.cpus = cpus;
    this.objects = new Set(from?.objects ?? context.objectNames);
    this.leftFiles = new Map(from?.leftFiles);
    this.leaving = new Set(from?.leaving);
    this.events = [...(from?.events ?? [])];
    this.isAlive = from?.isAlive ?? true;
    this.#changing = new Map(
      [...(from === undefined ? [] : from.#changing)].map(([device, now]) => [device, { ...now }]),
    );
    this.registers = from?.registers.copy() ?? MemoryHotplugRegisters.of(context);
    if (from === undefined) {
      for (const device of plugged.devices) this.registers.plug(device);
    }
  }

  /** The same machine at this moment; what either goes through from now on the other does not see. */
  copy(): RunningMachine {
    const { devices, others, deviceIds, pci, backends } = this.population;
    const context = { ...this.context, backends: [...backends.values()] };
    const plugged = { devices, others, deviceIds, pci, refusals: [], warnings: [] };
    return new RunningMachine(context, plugged, this.cpus, this);
  }

  /** The device as it is now. */
  running(device: PluggedDevice): RunningDevice {
    return { ...device, ...this.#changingOf(device) };
  }

  /** @param bytes that the host asks a virtio-mem device's driver to plug */
  request(device: PluggedDevice, bytes: bigint): void {
    this.#changing.set(device, { ...this.#changingOf(device), requestedSize: bytes });
  }

  #changingOf(device: PluggedDevice): Changing {
    const known = this.#changing.get(device);
    if (known !== undefined) return known;
    const requested = device.draft.values.get('requested-size');
    return { requestedSize: typeof requested === 'bigint' ? requested : 0n, pluggedSize: 0n };
  }

  addBackend(backend: Backend): void {
    this.population.backends.set(backend.id, backend);
  }

  /** Takes a device out, and tells of it. */
  remove(device: PluggedDevice): void {
    this.events.push(['DEVICE_DELETED', { device: device.id, path: this.pathOf(device) }]);
    this.leaving.delete(device);
    this.#changing.delete(device);
    removeDevice(this.population, device);
  }

  /** Devices without id are numbered from 0 in the order of their creation, whatever they are, and numbers are never given again. */
  pathOf({ id, creation }: Pick<PluggedDevice, 'id' | 'creation'>): string {
    if (id !== undefined) return `/machine/peripheral/${id}`;
    const number = this.population.deviceIds.slice(0, creation).filter((other) => other === undefined).length;
    return `/machine/peripheral-anon/device[${number}]`;
  }
}

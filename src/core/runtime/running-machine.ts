/**
 * A machine that runs: what start-up left, and what QMP commands and the guest's ACPI code make of it since. It changes with each
 * command; `copy` keeps a moment.
 */
import { LayeredMap } from '../base/layered-map';
import type { RunningDevice } from '../devices/behaviours/behaviour';
import type { DeviceContext } from '../qemu/devices';
import { copyOf, populationOf, removeDevice, type Population } from '../qemu/devices-population';
import type { Backend, PluggedDevice, Startup } from '../qemu/machine';
import { MemoryHotplugRegisters } from './memory-hotplug';
import type { QmpEvent } from './reply';

/** What changes of a device while it is plugged. */
type Changing = Pick<RunningDevice, 'requestedSize' | 'pluggedSize'>;

/** What a machine is made of, at its start or at a moment that is kept. */
interface Parts {
  readonly context: DeviceContext;
  readonly population: Population;
  readonly registers: MemoryHotplugRegisters;
  readonly objects: LayeredMap<string, true>;
  readonly backends: LayeredMap<string, Backend>;
  readonly leftFiles: LayeredMap<string, bigint>;
  readonly leaving: Set<PluggedDevice>;
  readonly changing: Map<PluggedDevice, RunningDevice>;
  readonly changed: Set<PluggedDevice>;
  readonly events: QmpEvent[];
  readonly cpus: number;
}

export class RunningMachine {
  readonly context: DeviceContext;
  readonly population: Population;
  readonly registers: MemoryHotplugRegisters;
  /** Ids of all objects. */
  readonly objects: LayeredMap<string, true>;
  /** Bytes of files that refused memfd backends left behind, by the backend's id. */
  readonly leftFiles: LayeredMap<string, bigint>;
  /** Devices that the guest was asked to let go through PCI. */
  readonly leaving: Set<PluggedDevice>;
  /** Devices that came, went, or of which something was asked or changed, since whoever watches has last emptied it. */
  readonly changed: Set<PluggedDevice>;
  /** Possible CPUs, for the list of what ACPI reported. */
  readonly cpus: number;
  /** False once QEMU has aborted: nothing after that can be told. */
  isAlive = true;
  /** All that was told since whoever listens has last emptied it. */
  readonly events: QmpEvent[];
  /** Devices as they are now, of those that have changed. */
  readonly #changing: Map<PluggedDevice, RunningDevice>;
  readonly #backends: LayeredMap<string, Backend>;

  /** @param startup of a machine that starts */
  static of({ plugging, topology }: Startup): RunningMachine | undefined {
    if (plugging === undefined) return undefined;
    const { context, result } = plugging;
    const backends = new LayeredMap(context.backends.map((backend) => [backend.id, backend] as const));
    const machine = new RunningMachine({
      context,
      population: { ...populationOf(context, result), backends },
      registers: MemoryHotplugRegisters.of(context),
      objects: new LayeredMap((context.objectNames ?? []).map((id) => [id, true] as const)),
      backends,
      leftFiles: new LayeredMap(),
      leaving: new Set(),
      changing: new Map(),
      changed: new Set(),
      events: [],
      cpus: topology?.maxcpus ?? 1,
    });
    for (const device of result.devices) machine.registers.plug(device);
    return machine;
  }

  private constructor(parts: Parts) {
    this.context = { ...parts.context, hasObject: (id) => this.objects.has(id) };
    this.population = parts.population;
    this.registers = parts.registers;
    this.objects = parts.objects;
    this.leftFiles = parts.leftFiles;
    this.leaving = parts.leaving;
    this.changed = parts.changed;
    this.cpus = parts.cpus;
    this.events = parts.events;
    this.#changing = parts.changing;
    this.#backends = parts.backends;
  }

  /** The same machine at this moment; what either goes through from now on the other does not see. */
  copy(): RunningMachine {
    const backends = this.#backends.copy();
    const copied = new RunningMachine({
      context: this.context,
      population: copyOf(this.population, backends),
      registers: this.registers.copy(),
      objects: this.objects.copy(),
      backends,
      leftFiles: this.leftFiles.copy(),
      leaving: new Set(this.leaving),
      changing: new Map(this.#changing),
      changed: new Set(this.changed),
      events: [...this.events],
      cpus: this.cpus,
    });
    copied.isAlive = this.isAlive;
    return copied;
  }

  /** The device as it is now. */
  running(device: PluggedDevice): RunningDevice {
    return this.#changing.get(device) ?? device;
  }

  /** A device has come: the guest's ACPI code finds it, if it is one of those. */
  tellOf(device: PluggedDevice): void {
    this.registers.plug(device);
    this.changed.add(device);
  }

  /** @param bytes that the host asks a virtio-mem device's driver to plug */
  request(device: PluggedDevice, bytes: bigint): void {
    this.#change(device, { requestedSize: bytes });
  }

  /** @param bytes that a virtio-mem device's driver has plugged by now */
  resized(device: PluggedDevice, bytes: bigint): void {
    this.#change(device, { pluggedSize: bytes });
  }

  #change(device: PluggedDevice, changes: Partial<Changing>): void {
    this.#changing.set(device, { ...this.running(device), ...changes });
    this.changed.add(device);
  }

  addBackend(backend: Backend): void {
    this.population.backends.set(backend.id, backend);
  }

  /** Takes a device out, and tells of it. */
  remove(device: PluggedDevice): void {
    this.events.push(['DEVICE_DELETED', { device: device.id, path: this.pathOf(device) }]);
    this.leaving.delete(device);
    this.#changing.delete(device);
    this.changed.add(device);
    removeDevice(this.population, device);
  }

  /** What the guest's ACPI code does: a write to the register that begins at an offset of the block. */
  writeRegister(offset: number, value: number): void {
    if (!this.registers.isThere) return;
    const asked = this.registers.write(offset, value);
    if (asked === undefined) return;
    if ('eject' in asked) this.remove(asked.eject);
    else this.events.push(['ACPI_DEVICE_OST', { info: asked.report }]);
  }

  /** Devices without id are numbered from 0 in the order of their creation, whatever they are, and numbers are never given again. */
  pathOf({ id, nameless = 0 }: Pick<PluggedDevice, 'id' | 'nameless'>): string {
    return id === undefined ? `/machine/peripheral-anon/device[${nameless}]` : `/machine/peripheral/${id}`;
  }
}

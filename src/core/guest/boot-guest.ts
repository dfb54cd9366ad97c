/** Boots Linux on a machine that runs. */
import { kernels } from '../boot/kernels';
import type { Firmware } from '../boot/firmware';
import { GiB } from '../base/addr';
import type { OnlinePolicy } from '../document/schema';
import type { LinuxView } from '../linux/view';
import type { PluggedDevice } from '../qemu/machine';
import type { RunningMachine } from '../runtime/running-machine';
import type { Sureness } from '../space/region';
import { answerAcpi } from './acpi';
import { AddedMemory } from './added-memory';
import type { Run } from './blocks';
import { setByHand } from './by-hand';
import { deviceFacts } from './device-facts';
import { forgetDimm, takeDimmsOfBoot } from './dimms';
import { factsOf } from './facts';
import type { Choices, DeviceFacts, GuestFacts, GuestSettings, RunningGuest } from './guest';
import { giveBackDax, takeDax } from './kmem';
import { forget, numberVirtioOfBoot, releasePci, takeNew } from './pci';
import { takePersistent } from './persistent';
import type { BootFacts, GuestState } from './state';
import { followRequests, takeVirtioMem } from './virtio-mem';
import { spanOver } from './zones';

export interface BootGuest {
  /** Of this machine as it started. A kernel that does not boot (`sure` unknown) has no guest. */
  readonly linux: LinuxView;
  readonly machine: RunningMachine;
  readonly firmware: Pick<Firmware, 'handOff'>;
  readonly drivers: GuestSettings['drivers'];
  /** Absent: as the kernel's command line has it. */
  readonly policy?: OnlinePolicy;
  readonly pinsMemory?: boolean;
}

export function bootGuest({ linux, machine, firmware, drivers, policy, pinsMemory }: BootGuest): RunningGuest {
  const boot: BootFacts = {
    linux,
    nodeOf: new Map(linux.nodes.flatMap(({ id, pxm }) => (pxm === undefined ? [] : [[pxm, id] as const]))),
    recorded: kernels.find(linux.kernel)?.recorded === true,
    resetsTwice: firmware.handOff === 'e820',
  };
  const settings = { policy: policy ?? linux.hotplug.policy, pinsMemory: pinsMemory ?? false, drivers };
  const state = emptyState(boot, machine, settings);
  start(state);
  return new LinuxGuest(state, state.memory.online);
}

const emptyState = (boot: BootFacts, machine: RunningMachine, settings: GuestSettings): GuestState => ({
  boot,
  machine,
  memory: new AddedMemory(boot.linux.blockSize, {
    normal: normalAtBoot(boot.linux),
    inUse: new Set(boot.linux.nodes.flatMap(({ id, staysOnline }) => (staysOnline ? [id] : []))),
  }),
  settings,
  dimms: new Map(),
  waiting: new Set(),
  virtio: new Map(),
  virtioMem: new Map(),
  persistent: new Map(),
  kmem: new Set(),
  kept: new Set(),
  sure: 'exact',
});

/** Zone Normal begins at 4 GiB. */
function normalAtBoot({ nodes, dimms, blockSize }: LinuxView): ReadonlyMap<number, Run> {
  const dimmStarts = new Set(dimms.map(({ range }) => range.start));
  const spans = new Map<number, Run>();
  for (const { id, ranges } of nodes) {
    for (const { start, end } of ranges) {
      if (end <= 4 * GiB || dimmStarts.has(start)) continue;
      const run = { first: Math.max(start, 4 * GiB) / blockSize, end: end / blockSize };
      spans.set(id, spanOver(spans.get(id), run));
    }
  }
  return spans;
}

/** What the kernel finds: DIMMs through ACPI, then whatever its drivers take. */
function start(state: GuestState): void {
  takeDimmsOfBoot(state);
  numberVirtioOfBoot(state);
  takeByDrivers(state);
  followRequests(state, {});
}

function takeByDrivers(state: GuestState): void {
  takeDax(state);
  for (const device of state.virtio.keys()) takeVirtioMem(state, device);
  takePersistent(state, state.machine.population.devices);
}

class LinuxGuest implements RunningGuest {
  readonly #state: GuestState;
  readonly #onlineAtBoot: number;

  constructor(state: GuestState, onlineAtBoot: number) {
    this.#state = state;
    this.#onlineAtBoot = onlineAtBoot;
  }

  copy(machine: RunningMachine): RunningGuest {
    const { memory, dimms, waiting, virtio, virtioMem, persistent, kmem, kept, ...rest } = this.#state;
    const state: GuestState = {
      ...rest,
      machine,
      memory: memory.copy(),
      dimms: new Map(dimms),
      waiting: new Set(waiting),
      virtio: new Map(virtio),
      virtioMem: new Map(virtioMem),
      persistent: new Map(persistent),
      kmem: new Set(kmem),
      kept: new Set(kept),
    };
    return new LinuxGuest(state, this.#onlineAtBoot);
  }

  get settings(): GuestSettings {
    return this.#state.settings;
  }

  get sure(): Sureness {
    return this.#state.sure;
  }

  get online(): number {
    return this.#state.memory.online;
  }

  change({ loads, ...changes }: Parameters<RunningGuest['change']>[0]): void {
    const { settings } = this.#state;
    const drivers = loads === undefined ? settings.drivers : new Set([...settings.drivers, loads]);
    this.#state.settings = { ...settings, ...changes, drivers };
    if (loads === undefined) return;
    takeByDrivers(this.#state);
    followRequests(this.#state, {});
  }

  settle(choices: Choices = {}): void {
    this.#look();
    answerAcpi(this.#state, choices);
    releasePci(this.#state, choices);
    followRequests(this.#state, choices);
  }

  /** Finds what came and went without a word from the ACPI registers. */
  #look(): void {
    const { machine, dimms, virtio } = this.#state;
    const came: PluggedDevice[] = [];
    for (const device of machine.changed) {
      if (machine.population.devices.includes(device)) came.push(device);
      else if (dimms.has(device)) forgetDimm(this.#state, device);
      else if (virtio.has(device)) forget(this.#state, device);
    }
    takeNew(this.#state, came);
  }

  reboot(settings: Partial<GuestSettings> = {}): void {
    const { boot, machine, memory, dimms, waiting, virtio, virtioMem, persistent, kmem } = this.#state;
    if (!machine.isAlive) return;
    if (boot.resetsTwice) machine.events.push(['RESET', { guest: true, reason: 'guest-reset' }]);
    this.#state.settings = { ...this.#state.settings, ...settings };
    memory.clear();
    for (const known of [dimms, waiting, virtio, virtioMem, persistent, kmem]) known.clear();
    start(this.#state);
    for (const device of machine.population.devices) machine.changed.add(device);
  }

  setBlocks(device: PluggedDevice, to: OnlinePolicy, count?: number): readonly number[] {
    const refused = setByHand(this.#state, device, to, count);
    followRequests(this.#state, {});
    return refused;
  }

  giveBack(device: PluggedDevice): boolean {
    return giveBackDax(this.#state, device);
  }

  facts(): GuestFacts {
    return factsOf(this.#state, this.#onlineAtBoot);
  }

  of(device: PluggedDevice): DeviceFacts {
    return deviceFacts(this.#state, device);
  }
}

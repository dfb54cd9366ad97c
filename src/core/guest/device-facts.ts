/** What the guest makes of one device. */
import type { PluggedDevice } from '../qemu/machine';
import { addr } from '../base/addr';
import type { DeviceState } from '../space/timeline';
import type { Range } from '../base/range';
import { countWhere, isOnline, length, type PlacedRun } from './blocks';
import { holdings } from './by-hand';
import type { DeviceFacts } from './guest';
import { wouldRelease, type Release } from './release';
import { regionOf, type GuestState } from './state';

export const deviceFacts = (state: GuestState, device: PluggedDevice): DeviceFacts =>
  new FactsOf(state, device, runsOf(state, device));

function runsOf(state: GuestState, device: PluggedDevice): readonly PlacedRun[] {
  const own = state.memory.get(device);
  if (own !== undefined) return own.runs;
  return holdings(state, device)
    .flatMap(({ runs }) => runs)
    .sort((a, b) => a.first - b.first);
}

/** Asked for after every step, and mostly for state and bytes alone: the rest is found out when it is read. */
class FactsOf implements DeviceFacts {
  readonly state: DeviceState;
  readonly online: number;
  readonly #of: GuestState;
  readonly #device: PluggedDevice;
  readonly #runs: readonly PlacedRun[];

  constructor(state: GuestState, device: PluggedDevice, runs: readonly PlacedRun[]) {
    this.#of = state;
    this.#device = device;
    this.#runs = runs;
    const parts = state.memory.get(device)?.parts;
    this.online = runs.length === 0 ? 0 : state.memory.pluggedIn(runs.filter(isOnline), parts);
    this.state = stateOf(state, device, runs.length > 0, this.online);
  }

  get blocks(): Range | undefined {
    const { blockSize } = this.#of.memory;
    const [first, last] = [this.#runs.at(0), this.#runs.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    return { start: addr(first.first * blockSize), end: addr(last.end * blockSize) };
  }

  get blockCount(): number {
    return this.#runs.reduce((sum, run) => sum + length(run), 0);
  }

  get movableBlocks(): number {
    return countWhere(this.#runs, ({ place }) => place === 'Movable');
  }

  get refused(): string | undefined {
    return this.#of.dimms.get(this.#device)?.refused;
  }

  get wouldRelease(): Release {
    return releaseOf(this.#of, this.#device);
  }
}

function stateOf({ machine }: GuestState, device: PluggedDevice, hasBlocks: boolean, online: number): DeviceState {
  if (machine.leaving.has(device) || machine.registers.isRemovalAsked(device)) return 'leaving';
  if (!hasBlocks) return 'unused';
  if (online === 0) return 'offline';
  return online === Number(device.size) ? 'online' : 'partly-online';
}

/** QEMU's own refusals come before anything that the guest could say. */
function releaseOf(state: GuestState, device: PluggedDevice): Release {
  switch (regionOf(device)) {
    case 'soft-reserved':
      return { is: false, why: 'QEMU takes no specific-purpose memory back out of a running machine.' };
    case 'persistent':
      return device.pci === undefined
        ? { is: false, why: 'QEMU does not support to unplug an NVDIMM yet.' }
        : { is: true, why: 'The guest does not use it as RAM.' };
    default:
      return wouldRelease(state, device);
  }
}

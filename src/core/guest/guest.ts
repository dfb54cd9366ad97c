/** A guest that runs on a machine: what it makes of memory that comes and goes, and what it answers when it is asked to give memory back. */
import type { Range } from '../base/range';
import type { GuestDriver, OnlinePolicy } from '../document/schema';
import type { BlockRun, DaxDevice, IomemLine, LinuxNode, LinuxView } from '../linux/view';
import type { PluggedDevice } from '../qemu/machine';
import type { Sureness } from '../space/region';
import type { DeviceState } from '../space/timeline';
import type { RunningMachine } from '../runtime/running-machine';

export interface GuestSettings {
  readonly policy: OnlinePolicy;
  readonly pinsMemory: boolean;
  readonly drivers: ReadonlySet<GuestDriver>;
}

/** Answers that the layout gives in place of the model. */
export interface Choices {
  readonly answer?: 'agrees' | 'refuses';
  /** Bytes at which a resize of virtio-mem stops. */
  readonly reaches?: number;
}

/** Memory blocks that are not of boot RAM, one after the other and alike: `memoryN`. */
export interface BlockState {
  /** Of the first. */
  readonly number: number;
  readonly count: number;
  readonly node: number;
  readonly isOnline: boolean;
  /** As `valid_zones` prints: `Normal`, `Movable`, `Normal Movable`. */
  readonly zones: string;
}

/** A node as it is now; `size` counts boot RAM and blocks that are online. */
export interface GuestNode extends LinuxNode {
  readonly hasMemory: boolean;
  readonly hasNormalMemory: boolean;
}

/** What the guest lists now, boot included. */
export interface GuestFacts {
  /** Bytes of a memory block. */
  readonly blockSize: number;
  readonly iomem: readonly IomemLine[];
  readonly firmwareMemmap: LinuxView['firmwareMemmap'];
  readonly blocks: readonly BlockState[];
  /** Those of boot RAM; of these, zones may be `DMA`, `DMA32` and `none`, too. */
  readonly bootBlocks: readonly BlockState[];
  readonly blockRuns: readonly BlockRun[];
  readonly nodes: readonly GuestNode[];
  /** Dax devices, and whether kmem has them. */
  readonly dax: readonly { readonly device: DaxDevice; readonly hasDriver: boolean }[];
  /** MemTotal against that of boot, in bytes. */
  readonly memTotalChange: number;
  /** Modelled once the guest has answered by itself where a busy one may answer otherwise. */
  readonly sure: Sureness;
}

export interface DeviceFacts {
  readonly state: DeviceState;
  readonly online: number;
  /** Blocks of it that the guest has, online or not; absent where it has none. */
  readonly blocks?: Range | undefined;
  readonly blockCount: number;
  /** How many of its blocks are in zone Movable. */
  readonly movableBlocks: number;
  /** Why the kernel does not take it, in one sentence; absent where it does, or a driver is missing. */
  readonly refused?: string | undefined;
  /** Whether the guest would release it, by the model, and why not. */
  readonly wouldRelease: { readonly is: boolean; readonly why: string };
}

export interface RunningGuest {
  /** The same guest at this moment, on a copy of its machine. */
  copy(machine: RunningMachine): RunningGuest;
  readonly settings: GuestSettings;
  /** From here on the guest is another one; a driver that comes takes what waits for it. */
  change(settings: Partial<Omit<GuestSettings, 'drivers'>> & { readonly loads?: GuestDriver }): void;
  /** Answers all that the machine asks now: takes what came, releases or keeps what should go, resizes. Events go to the machine. */
  settle(choices?: Choices): void;
  /** How sure all that the guest has answered by itself is; `exact` of none. */
  readonly sure: Sureness;
  /** Bytes of memory devices that are online as RAM. */
  readonly online: number;
  /**
   * Behind `system_reset`: boots anew with what is plugged.
   *
   * @param settings that differ from now on; a guest that does not keep what was set by hand has those of its start again
   */
  reboot(settings?: Partial<GuestSettings>): void;
  /** Brings blocks of a device online or takes them offline by hand, the lowest first. Gives the numbers of those that refused. */
  setBlocks(device: PluggedDevice, to: OnlinePolicy, count?: number): readonly number[];
  /** Unbinds kmem from specific-purpose memory of a device. False where a block is online: then it stays until the next reboot. */
  giveBack(device: PluggedDevice): boolean;
  facts(): GuestFacts;
  of(device: PluggedDevice): DeviceFacts;
}

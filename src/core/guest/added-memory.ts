/** Memory that the guest has besides its boot RAM, by what it comes from. Cheap to copy: what is of one owner never changes in place. */
import type { PluggedDevice } from '../qemu/machine';
import type { DaxDevice } from '../linux/view';
import { hasBlock, isOnline, length, type PlacedRun, type Run } from './blocks';
import { metadataOf } from './metadata';
import { NodeTotals } from './node-totals';
import type { ZoneSpans } from './zones';

export type Owner = PluggedDevice | DaxDevice;

export interface Added {
  /** As the guest numbers it. */
  readonly node: number;
  readonly runs: readonly PlacedRun[];
  /** Bytes of blocks of which not all is plugged, by number (virtio-mem). */
  readonly parts?: ReadonlyMap<number, number>;
}

/** What is known of nodes before anything was added. */
export interface NodesAtBoot {
  /** Boot RAM in zone Normal, by node. */
  readonly normal: ReadonlyMap<number, Run>;
  /** Nodes with processors or boot RAM. */
  readonly inUse: ReadonlySet<number>;
}

/** The block of a node that the kernel holds on to. */
interface Pin {
  readonly owner: Owner;
  readonly block: number;
}

export class AddedMemory {
  readonly blockSize: number;
  readonly #nodes: NodesAtBoot;
  readonly #all: Map<Owner, Added>;
  readonly #pins: Map<number, Pin>;
  readonly #totals: NodeTotals;
  /** Bytes of blocks that are online. */
  #online: number;
  /** Bytes that the kernel keeps to describe what was added. */
  #metadata: number;

  constructor(blockSize: number, nodes: NodesAtBoot, from?: AddedMemory) {
    this.blockSize = blockSize;
    this.#nodes = nodes;
    this.#all = new Map(from?.entries());
    this.#pins = new Map(from === undefined ? [] : from.#pins);
    this.#totals = from === undefined ? new NodeTotals(nodes.normal) : from.#totals.copy();
    this.#online = from?.online ?? 0;
    this.#metadata = from?.metadata ?? 0;
  }

  copy(): AddedMemory {
    return new AddedMemory(this.blockSize, this.#nodes, this);
  }

  get online(): number {
    return this.#online;
  }

  get metadata(): number {
    return this.#metadata;
  }

  get(owner: Owner): Added | undefined {
    return this.#all.get(owner);
  }

  /** In the order in which their owners were first taken. */
  entries(): IterableIterator<[Owner, Added]> {
    return this.#all.entries();
  }

  set(owner: Owner, added: Added): void {
    const wasUsed = this.#totals.hasOnline(added.node);
    this.#count(this.#all.get(owner), added);
    this.#all.set(owner, added);
    this.#pin(owner, added, wasUsed);
  }

  delete(owner: Owner): void {
    const added = this.#all.get(owner);
    if (added === undefined) return;
    this.#count(added, undefined);
    this.#all.delete(owner);
    if (this.#pins.get(added.node)?.owner === owner) this.#repin(added.node);
  }

  clear(): void {
    this.#all.clear();
    this.#pins.clear();
    this.#totals.clear();
    this.#online = 0;
    this.#metadata = 0;
  }

  /** Bytes of blocks in zone Normal. */
  get normal(): number {
    return this.#totals.normal * this.blockSize;
  }

  /** The block of a node that holds data of the kernel itself. */
  pinned(node: number): number | undefined {
    return this.#pins.get(node)?.block;
  }

  /**
   * The kernel puts its own data into the first block of zone Normal that a node gets, if it needs one there: not where boot RAM gave it
   * that zone already, and not on a node without processors that had movable memory before.
   */
  #pin(owner: Owner, added: Added, wasUsed: boolean): void {
    const { node, runs } = added;
    const pin = this.#pins.get(node);
    if (pin !== undefined) {
      if (pin.owner === owner && !runs.some((run) => run.place === 'Normal' && hasBlock(run, pin.block)))
        this.#repin(node);
      return;
    }
    const first = runs.find(({ place }) => place === 'Normal')?.first;
    if (first === undefined || this.#nodes.normal.has(node)) return;
    if (this.#nodes.inUse.has(node) || !wasUsed) this.#pins.set(node, { owner, block: first });
  }

  /** The block went, since the layout says so: a node in use puts its data into the lowest that is left. */
  #repin(node: number): void {
    this.#pins.delete(node);
    if (!this.#nodes.inUse.has(node)) return;
    for (const [owner, added] of this.#all) {
      const block = added.node === node ? added.runs.find(({ place }) => place === 'Normal')?.first : undefined;
      const lowest = this.#pins.get(node)?.block ?? Infinity;
      if (block !== undefined && block < lowest) this.#pins.set(node, { owner, block });
    }
  }

  /** An owner's memory is of one node from first to last. */
  #count(before: Added | undefined, after: Added | undefined): void {
    const node = before?.node ?? after?.node;
    if (node !== undefined) this.#totals.change(node, before?.runs ?? [], after?.runs ?? []);
    for (const [added, by] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (added === undefined) continue;
      this.#online += by * this.onlineOf(added);
      this.#metadata += by * metadataOf(added.runs.reduce((sum, run) => sum + length(run), 0) * this.blockSize);
    }
  }

  /** Bytes, less what of its blocks is not plugged. */
  onlineOf({ runs, parts }: Added): number {
    return this.pluggedIn(runs.filter(isOnline), parts);
  }

  pluggedIn(runs: readonly Run[], parts: Added['parts']): number {
    let bytes = runs.reduce((sum, run) => sum + length(run), 0) * this.blockSize;
    for (const [block, plugged] of parts ?? []) {
      if (runs.some((run) => hasBlock(run, block))) bytes -= this.blockSize - plugged;
    }
    return bytes;
  }

  spans(node: number): ZoneSpans {
    return this.#totals.spans(node, () => this.#runsOf(node));
  }

  *#runsOf(node: number): Iterable<readonly PlacedRun[]> {
    for (const added of this.#all.values()) if (added.node === node) yield added.runs;
  }
}

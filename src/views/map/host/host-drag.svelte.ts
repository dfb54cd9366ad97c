import { NOT_FETCHED } from '../../../app/not-fetched';
import type { HostPiece, HostPlacing, Outcome } from '../../../app/host-placing.svelte';
import { contains, type Range } from '../../../core/base/range';
import { addr } from '../../../core/base/addr';
import { regionAt, type Partition } from '../../../core/space/partition';
import type { DocPath } from '../../../core/space/region';
import { EdgeDrift } from '../edge-drift';
import type { HeldPicture } from './held-picture';
import type * as HostMenu from './host-menu';
import type { HostSide } from './host-side.svelte';

/** Within which edges stick, in px. */
const STICKS = 6;

/** What would happen if the piece were let go here. */
type Goal =
  | {
      readonly deed: 'back';
      readonly owner: DocPath;
      readonly name: string;
      readonly guest: Range;
      readonly outcome: Outcome;
    }
  | { readonly deed: 'make' }
  | { readonly deed: 'none'; readonly why: string };

const NOWHERE: Goal = { deed: 'none', why: 'Drop it on guest memory, or on free addresses' };

/** What can be done with host memory, and the menus that offer it. */
export interface HostDeeds {
  readonly placing: HostPlacing;
  readonly menu: Pick<typeof HostMenu, 'hostItemMenu' | 'hostBrushMenu'>;
}

/** A piece of host memory that follows the pointer. */
export class HostDrag {
  readonly #side: HostSide;
  #placing: HostPlacing | undefined;
  #fetching: Promise<HostDeeds> | undefined;
  /** Follows the pointer to where it is; again, once it is known what can be done there. */
  #follows: (() => void) | undefined;
  #piece = $state.raw<HostPiece>();
  #goal = $state.raw<Goal>(NOWHERE);
  #at = $state.raw({ x: 0, y: 0 });
  /** The guest as it was when the drag began: what is placed on the way is no goal. */
  #guest: Partition | undefined;
  #isHeld = false;
  readonly #drift: EdgeDrift;

  constructor(side: HostSide) {
    this.#side = side;
    this.#drift = new EdgeDrift((px) => side.map.axis.panBy(px));
  }

  readonly picture = $derived.by((): HeldPicture | undefined => {
    const piece = this.#piece;
    if (piece === undefined) return undefined;
    const goal = this.#goal;
    const held = { host: piece.range, kind: piece.kind, ...this.#at };
    switch (goal.deed) {
      case 'back': {
        const { outcome, guest } = goal;
        return { ...held, host: outcome.host, guest, state: outcome.works ? 'works' : 'refused', lines: outcome.lines };
      }
      case 'make':
        return { ...held, state: 'works', lines: [] };
      case 'none':
        return { ...held, state: 'works', lines: [piece.name, goal.why] };
    }
  });

  /** What can be done with host memory; it is fetched when it is first asked for. Rejects where it cannot be. */
  deeds(): Promise<HostDeeds> {
    this.#fetching ??= this.#fetch();
    return this.#fetching;
  }

  /** The pointer or the keyboard is near: what it may ask for is fetched before it does. */
  prepare(): void {
    this.deeds().catch(() => undefined);
  }

  /** Does something with host memory, as soon as that can be done. */
  with(use: (deeds: HostDeeds) => void): void {
    const { errands, notices } = this.#side.map.workspace;
    const done = this.deeds().then(use, () => {
      this.cancel();
      notices.add(NOT_FETCHED);
    });
    void errands.run(done);
  }

  async #fetch(): Promise<HostDeeds> {
    try {
      const [{ HostPlacing }, menu] = await Promise.all([
        import('../../../app/host-placing.svelte'),
        import('./host-menu'),
      ]);
      const { history, plans, selection, placing } = this.#side.map.workspace;
      this.#placing = new HostPlacing({ history, plans, selection, placing });
      return { placing: this.#placing, menu };
    } catch (failure) {
      this.#fetching = undefined;
      throw failure;
    }
  }

  begin(piece: HostPiece): void {
    this.with(() => this.#follows?.());
    this.#piece = piece;
    this.#goal = NOWHERE;
    this.#guest = this.#side.map.partition;
    this.#isHeld = false;
  }

  /** @param asDimm a device that is made is a DIMM, and not SPM */
  moveTo(x: number, y: number, fine: boolean, asDimm: boolean): void {
    const move = (): void => this.#follow(x, y, fine, asDimm);
    this.#follows = move;
    move();
    this.#drift.follow(y, this.#side.map.height, move);
  }

  drop(): void {
    this.#drift.stop();
    if (this.#placing !== undefined) this.#finish(this.#placing);
    else this.with(({ placing }) => this.#finish(placing));
  }

  #finish(placing: HostPlacing): void {
    const [piece, goal] = [this.#piece, this.#goal];
    const wasHeld = this.#isHeld;
    this.#follows = undefined;
    this.#piece = undefined;
    this.#isHeld = false;
    if (piece === undefined) return;
    if (goal.deed === 'make' && wasHeld) this.#side.map.workspace.placing.drop();
    else if (goal.deed === 'back') placing.back({ ...piece, range: goal.outcome.host }, goal);
    if (goal.deed !== 'none') this.#side.brush = undefined;
  }

  cancel(): void {
    this.#drift.stop();
    this.#takeBack();
    this.#follows = undefined;
    this.#piece = undefined;
  }

  #follow(x: number, y: number, fine: boolean, asDimm: boolean): void {
    const piece = this.#piece;
    if (piece === undefined) return;
    this.#at = { x, y };
    const { columns, axis, workspace } = this.#side.map;
    const isOverGuest = x >= columns.lane.left && x <= columns.right && y >= axis.scale.top && y <= axis.scale.bottom;
    const address = axis.scale.toAddress(y);
    const placing = this.#placing;
    const goal = isOverGuest && placing !== undefined ? this.#goalAt(placing, piece, address) : NOWHERE;
    this.#goal = goal;
    workspace.pointer.address = isOverGuest ? address : undefined;
    if (goal.deed !== 'make' || placing === undefined) {
      this.#takeBack();
      return;
    }
    if (!this.#isHeld) placing.hold(piece, asDimm ? 'pc-dimm' : 'sp-mem', address);
    this.#isHeld = true;
    workspace.placing.moveTo(address, fine, axis.scale.toAddress(y + STICKS) - address);
  }

  #goalAt(placing: HostPlacing, piece: HostPiece, address: number): Goal {
    const at = addr(Math.floor(address));
    const region = this.#guest === undefined ? undefined : regionAt(this.#guest, at);
    if (region === undefined || !contains(region.range, at)) return NOWHERE;
    if (region.kind === 'hole' || region.kind === 'device-memory-window') return { deed: 'make' };
    const { owner, name, range: guest } = region;
    if (owner === undefined || !placing.canBack(region)) {
      return { deed: 'none', why: `${name} is no memory of the guest` };
    }
    const outcome = placing.outcome(piece, { owner, name, range: guest });
    return outcome === undefined
      ? { deed: 'none', why: `${name} has no memory backend of its own` }
      : { deed: 'back', owner, name, guest, outcome };
  }

  /** Lets go of a device that was made on the way, as if it had never been. */
  #takeBack(): void {
    if (this.#isHeld && this.#side.map.workspace.placing.active) this.#side.map.workspace.placing.cancel();
    this.#isHeld = false;
  }
}

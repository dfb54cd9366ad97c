import { cubicOut } from 'svelte/easing';
import { prefersReducedMotion, Tween } from 'svelte/motion';
import type { Partition } from '../../core/space/partition';
import { between, type AddressScale, type ScaleKind } from '../../draw/address-scale';
import { axisPieces } from '../../draw/pieces';
import { scales } from '../../draw/scales';

/** How long ranges take to their new place when the scale changes, as `--travel` has it. */
const TRAVEL_MS = 220;

/** The axis of a map: which scale, what is unfolded, and how ranges get from one picture to the next. */
export class AxisState {
  readonly #partition: () => Partition;
  readonly #available: () => number;
  #kind = $state.raw<ScaleKind>('compressed');
  #unfolded = $state.raw<ReadonlySet<number>>(new Set());
  #from = $state.raw<AddressScale>();
  readonly #share = new Tween(1, { duration: TRAVEL_MS, easing: cubicOut });

  readonly #entry = $derived(scales.find(this.#kind) ?? scales.all[0]);
  readonly pieces = $derived.by(() => {
    const foldGaps = this.#entry?.foldGaps ?? 'long';
    return axisPieces(this.#partition(), { foldGaps, unfolded: this.#unfolded });
  });
  readonly #target = $derived.by(() => this.#entry?.build(this.pieces, this.#available()));
  /** What is on screen now. */
  readonly scale = $derived.by(() => {
    const target = this.#target;
    if (target === undefined) throw new Error('the table of scales is empty');
    return this.#from === undefined ? target : between(this.#from, target, this.#share.current);
  });

  /** @param available px to fill */
  constructor(partition: () => Partition, available: () => number) {
    this.#partition = partition;
    this.#available = available;
  }

  get kind(): ScaleKind {
    return this.#kind;
  }

  set kind(kind: ScaleKind) {
    this.#travel(() => (this.#kind = kind));
  }

  get unfolded(): ReadonlySet<number> {
    return this.#unfolded;
  }

  /** Opens the gap or group that starts here, or folds it again. */
  toggleFold(start: number): void {
    const next = new Set(this.#unfolded);
    if (!next.delete(start)) next.add(start);
    this.#travel(() => (this.#unfolded = next));
  }

  foldAll(): void {
    this.#travel(() => (this.#unfolded = new Set()));
  }

  #travel(change: () => void): void {
    const from = this.scale;
    change();
    if (prefersReducedMotion.current) return;
    this.#from = from;
    void this.#share.set(0, { duration: 0 });
    void this.#share.set(1);
  }
}

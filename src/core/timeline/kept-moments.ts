import type { LayoutEvent } from '../document/schema';
import { carryOut } from './kinds/index';
import type { World } from './world';

/** Steps between two kept moments: few enough to be carried out again within a frame, many enough that keeping costs little. */
const KEPT_EVERY = 256;
/** Of the stretch that is looked at more are kept: whoever looks at a moment looks at the one before it next. */
const NEAR_EVERY = 16;

/** The world at moments of which a few are kept, and all others are reached from the one before. */
export class KeptMoments {
  readonly #steps: readonly LayoutEvent[];
  readonly #kept: World[] = [];
  /** Behind every so many steps from a kept moment on, as far as somebody has looked. */
  #near: { readonly stretch: number; readonly worlds: World[] } = { stretch: -1, worlds: [] };

  constructor(steps: readonly LayoutEvent[]) {
    this.#steps = steps;
  }

  /** The world comes by with so many steps done, one more each time. */
  pass(world: World, done: number): void {
    if (done % KEPT_EVERY === 0) this.#kept.push(world.copy());
  }

  /** The world with so many steps done, for whoever asked alone. */
  at(done: number): World {
    const stretch = Math.min(Math.floor(done / KEPT_EVERY), this.#kept.length - 1);
    const [first] = this.#kept.slice(stretch);
    if (first === undefined) throw new Error('the world has not come by yet');
    if (this.#near.stretch !== stretch) this.#near = { stretch, worlds: [first] };
    const { worlds } = this.#near;
    const begin = stretch * KEPT_EVERY;
    const nearest = Math.min(Math.floor((done - begin) / NEAR_EVERY), worlds.length - 1);
    const world = (worlds[nearest] ?? first).copy();
    for (let index = begin + nearest * NEAR_EVERY; index < done; index += 1) {
      this.#follow(world, index);
      if (index + 1 === begin + worlds.length * NEAR_EVERY) worlds.push(world.copy());
    }
    return world;
  }

  /** Carries out one more step where nobody watches. */
  #follow(world: World, index: number): void {
    const step = this.#steps[index];
    if (step === undefined) return;
    carryOut(world, step);
    world.noteOrigins(index);
    world.machine.changed.clear();
  }
}

import type { Capture } from '../core/capture/capture';
import type { LayoutDocument } from '../core/document/schema';

/** What the layout on screen is compared with: another one, or what a running machine said of itself. */
export type Other = {
  /** What to call it: its title, or where it comes from. */
  readonly name: string;
  /** It was there before the one on screen, which then is what came of it. */
  readonly isEarlier?: boolean;
} & (
  | { readonly document: LayoutDocument; readonly machine?: never }
  | { readonly machine: Capture; readonly document?: never }
);

/** What the layout on screen is compared with; nothing: the map is shown. No part of the layout. */
export class Comparing {
  #other = $state.raw<Other>();
  /** The other one is A, and the layout on screen B. */
  isOtherFirst = $state.raw(false);

  get other(): Other | undefined {
    return this.#other;
  }

  start(other: Other): void {
    this.#other = other;
    this.isOtherFirst = other.isEarlier === true;
  }

  stop(): void {
    this.#other = undefined;
  }
}

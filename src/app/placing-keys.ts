import type { KeyPress } from './commands';
import type { PlacingHand } from './placing-hand.svelte';

/** The axis runs downwards, so the next address is below; to the right is larger. */
const ALONG: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };
const ACROSS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * A key press while something is held or a refused place waits: up and down move it, or its only edge, left and right
 * move its end, Enter drops or takes the nearest place, Escape takes everything back.
 */
export function placingKey(hand: PlacingHand, press: KeyPress): void {
  const { picture } = hand;
  if (picture === undefined) return;
  const [along, across] = [ALONG[press.key], ACROSS[press.key]];
  if (along !== undefined) hand.nudge(along, press.shiftKey, hand.canNudge('body') === true ? 'body' : picture.handle);
  else if (across !== undefined) hand.nudge(across, press.shiftKey, 'end');
  else if (press.key === 'Escape') hand.cancel();
  else if (picture.dropped) hand.accept();
  else hand.drop();
}

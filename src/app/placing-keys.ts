import type { KeyPress } from './commands';
import type { Placing } from './placing.svelte';

/** The axis runs downwards: the next address is below, or to the right. */
const DIRECTIONS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/**
 * A key press while something is held or a refused place waits: arrows move, Enter drops or takes the nearest place, Escape takes
 * everything back.
 *
 * @returns whether the key was meant for the placement, and is done
 */
export function placingKey(placing: Placing, press: KeyPress): boolean {
  const { picture } = placing;
  if (picture === undefined || press.ctrlKey || press.metaKey) return false;
  const direction = DIRECTIONS[press.key];
  if (direction !== undefined) placing.nudge(direction, press.shiftKey, picture.handle);
  else if (press.key === 'Escape') placing.cancel();
  else if (press.key !== 'Enter') return false;
  else if (picture.dropped) placing.accept();
  else placing.drop();
  return true;
}

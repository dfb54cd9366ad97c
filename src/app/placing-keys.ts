import type { KeyPress } from './commands';
import type { Placing } from './placing.svelte';

/** The axis runs downwards, so the next address is below; to the right is larger. */
const ALONG: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };
const ACROSS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * A key press while something is held or a refused place waits: up and down move it, or its only edge, left and right
 * move its end, Enter drops or takes the nearest place, Escape takes everything
 * back.
 *
 * @returns whether the key was meant for the placement, and is done
 */
export function placingKey(placing: Placing, press: KeyPress): boolean {
  const { picture } = placing;
  if (picture === undefined || press.ctrlKey || press.metaKey) return false;
  const [along, across] = [ALONG[press.key], ACROSS[press.key]];
  if (along !== undefined) placing.nudge(along, press.shiftKey, placing.canNudge('body') ? 'body' : picture.handle);
  else if (across !== undefined) placing.nudge(across, press.shiftKey, 'end');
  else if (press.key === 'Escape') placing.cancel();
  else if (press.key !== 'Enter') return false;
  else if (picture.dropped) placing.accept();
  else placing.drop();
  return true;
}

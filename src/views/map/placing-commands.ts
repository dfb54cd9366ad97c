/** Placing by hand from the keyboard. */
import { commandWhen as when, type Command } from '../../app/commands';
import type { Handle } from '../../app/placing.svelte';
import type { Region } from '../../core/space/region';
import type { MapState } from './map-state.svelte';

/** The range that the keyboard is at, if it is one alone that can be moved or resized. */
function movable(state: MapState): { readonly region: Region; readonly handle: Handle } | undefined {
  const item = state.isOnHost ? undefined : state.activeItem;
  const region = item?.count === 1 ? item.regions[0] : undefined;
  if (region === undefined) return undefined;
  const handles = state.workspace.placing.handlesOf(region);
  const [first] = handles;
  return first === undefined ? undefined : { region, handle: handles.includes('body') ? 'body' : first };
}

/** Without taking hold first: what is selected, wherever the keyboard is. */
function nudgeCommands(state: MapState): Command[] {
  const { placing } = state.workspace;
  const canMove = () => placing.canNudge('body') || placing.canNudge('end');
  const nudge = (id: string, title: string, key: string, by: 1 | -1, big: boolean) =>
    when(canMove, {
      id,
      title,
      keys: [key],
      run: () => placing.nudge(by, big, placing.canNudge('body') ? 'body' : 'end'),
    });
  return [
    nudge('nudge-down', 'Move the selected range one step on', 'Alt+ArrowDown', 1, false),
    nudge('nudge-up', 'Move the selected range one step back', 'Alt+ArrowUp', -1, false),
    nudge('nudge-far-down', 'Move the selected range 1 GiB on', 'Alt+Shift+ArrowDown', 1, true),
    nudge('nudge-far-up', 'Move the selected range 1 GiB back', 'Alt+Shift+ArrowUp', -1, true),
  ];
}

/** What arrow keys do to what is held: up and down move it, or its only edge; left and right move its end. */
function heldCommands(state: MapState): Command[] {
  const { placing } = state.workspace;
  const isHeld = () => placing.moving;
  const main = (): Handle => {
    const { handle } = placing;
    return handle === undefined || placing.canNudge('body') ? 'body' : handle;
  };
  const nudge = (id: string, title: string, keys: readonly string[], by: 1 | -1, big: boolean, handle?: Handle) =>
    when(isHeld, { id, title, keys, run: () => placing.nudge(by, big, handle ?? main()) });
  return [
    nudge('held-down', 'Move what is held one step on', ['ArrowDown'], 1, false),
    nudge('held-up', 'Move what is held one step back', ['ArrowUp'], -1, false),
    nudge('held-far-down', 'Move what is held 1 GiB on', ['Shift+ArrowDown'], 1, true),
    nudge('held-far-up', 'Move what is held 1 GiB back', ['Shift+ArrowUp'], -1, true),
    nudge('held-larger', 'Make what is held one step larger', ['ArrowRight'], 1, false, 'end'),
    nudge('held-smaller', 'Make what is held one step smaller', ['ArrowLeft'], -1, false, 'end'),
    nudge('held-much-larger', 'Make what is held 1 GiB larger', ['Shift+ArrowRight'], 1, true, 'end'),
    nudge('held-much-smaller', 'Make what is held 1 GiB smaller', ['Shift+ArrowLeft'], -1, true, 'end'),
  ];
}

export function placingCommands(state: MapState): Command[] {
  const { placing, dialogs } = state.workspace;
  const isFree = () => dialogs.shown === undefined;
  return [
    when(() => state.isFocused && !placing.active && movable(state) !== undefined, {
      id: 'hold',
      title: 'On the map: take hold of the range, for arrow keys to move it',
      keys: ['Space'],
      run: () => {
        const found = movable(state);
        if (found === undefined) return;
        const { region, handle } = found;
        if (placing.begin(region, handle, region.range.start)) state.say(`${region.name} is held. ${HELP}`);
      },
    }),
    ...nudgeCommands(state),
    ...heldCommands(state),
    when(() => state.isFocused && placing.moving, {
      id: 'drop',
      title: 'Drop what is held',
      keys: ['Enter', 'Space'],
      run: () => placing.drop(),
    }),
    when(() => state.isFocused && placing.active && !placing.moving && placing.picture?.nearest !== undefined, {
      id: 'accept',
      title: 'Take the nearest place that works',
      keys: ['Enter'],
      run: () => placing.accept(),
    }),
    when(() => isFree() && placing.active, {
      id: 'put-back',
      title: 'Put back what was moved',
      keys: ['Escape'],
      run: () => placing.cancel(),
    }),
  ];
}

const HELP = 'Up and down move it, left and right resize it, with Shift by 1 GiB; Enter drops it, Escape puts it back.';

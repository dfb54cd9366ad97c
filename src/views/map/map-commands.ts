/** What else the keyboard does on the map. Nobody presses a key before touching the page, so it is fetched then. */
import { commandWhen as when, type Command } from '../../app/commands';
import { addr, type Addr } from '../../core/base/addr';
import { formatAddress } from '../../core/base/size-text';
import { editExactly } from './exact-entry';
import type { MapState } from './map-state.svelte';
import { placingCommands } from './placing-commands';
import { stepAlong, type Way } from './stepping';

/** The address that a mark is for: under the pointer, else where the keyboard or the selection is. */
function pointedAddress(state: MapState): Addr | undefined {
  const pointed = state.workspace.pointer.address;
  if (pointed !== undefined) return addr(Math.floor(pointed));
  return state.isFocused ? state.activeItem?.range.start : state.selected[0]?.start;
}

function markCommands(state: MapState): Command[] {
  const { marks } = state.workspace;
  const hasAddress = () => pointedAddress(state) !== undefined;
  return [
    when(hasAddress, {
      id: 'mark',
      title: 'Mark the address under the pointer or of the selection',
      keys: ['M'],
      run: () => {
        const at = pointedAddress(state);
        if (at === undefined) return;
        marks.put(at);
        state.say(`Mark at ${formatAddress(at)}`);
      },
    }),
    when(() => marks.moving !== undefined || hasAddress(), {
      id: 'keep-mark',
      title: 'Keep the mark, or take it away',
      keys: ['Shift+M'],
      run: () => {
        const at = marks.moving ?? pointedAddress(state);
        if (at === undefined) return;
        marks.keep(at);
        state.say(`${marks.all.includes(at) ? 'Mark kept' : 'Mark taken away'} at ${formatAddress(at)}`);
      },
    }),
    when(() => marks.all.length > 0, {
      id: 'clear-marks',
      title: 'Take all marks away',
      keys: [],
      run: () => marks.clear(),
    }),
  ];
}

/** Keys that other parts of the page have too: they are the map's while it has the focus. */
function focusCommands(state: MapState): Command[] {
  const here = () => state.isFocused;
  const way = (id: Way, title: string, keys: readonly string[]) =>
    when(here, {
      id: `map-${id}`,
      title: `On the map: ${title}`,
      keys,
      run: () => {
        stepAlong(state.lane, id);
        // Led here by a click, the keyboard shows where it is from its first step on.
        state.isRinged = true;
      },
    });
  return [
    way('next', 'to the next range', ['ArrowDown']),
    way('previous', 'to the previous range', ['ArrowUp']),
    way('next-page', 'ten ranges on', ['PageDown']),
    way('previous-page', 'ten ranges back', ['PageUp']),
    way('first', 'to the first range', ['Home']),
    way('last', 'to the last range', ['End']),
    when(here, {
      id: 'map-act',
      title: 'On the map: select or unfold; again, exact address and size',
      keys: ['Enter'],
      run: () => {
        const { activeItem } = state.lane;
        if (activeItem === undefined) return;
        const isAgain = state.lane.markOf(activeItem) === 'selected';
        if (state.isOnHost && state.host !== undefined) state.host.enter(activeItem, isAgain);
        else if (!(isAgain && editExactly(state))) state.act(activeItem);
      },
    }),
    when(() => state.brush !== undefined, {
      id: 'clear-brush',
      title: 'Take the brushed measure away',
      keys: ['Escape'],
      run: () => (state.brush = undefined),
    }),
  ];
}

export const mapCommands = (state: MapState): readonly Command[] => [
  ...markCommands(state),
  ...focusCommands(state),
  ...placingCommands(state),
];

/** What the keyboard does on the map; menus and the shortcut sheet are made from the same list. */
import { commandWhen as when, type Command } from '../../app/commands';
import { addr, type Addr } from '../../core/base/addr';
import { approximateSize, formatAddress } from '../../core/base/size-text';
import { size } from '../../core/base/range';
import { scales } from '../../draw/scales';
import type { MapState } from './map-state.svelte';
import { editExactly } from './exact-entry';
import { placingCommands } from './placing-commands';
import { stepAlong, type Way } from './stepping';

/** One press of a zoom key, and of a pan key as a share of the viewport. */
const ZOOM = Math.SQRT2;
const PAN = 0.15;

/** What is in sight, as those hear it who do not see it. */
export function sightText(state: MapState): string {
  const { seen } = state.lane.axis.target;
  return `In sight: ${formatAddress(seen.start)} to ${formatAddress(seen.end - 1)}, ${approximateSize(size(seen)).text}`;
}

/** What of the axis is in sight, and on which scale. */
export function zoomCommands(state: MapState): Command[] {
  const { axis } = state;
  const always = () => state.height > 0;
  const told = (change: () => void) => () => {
    change();
    state.say(sightText(state));
  };
  const zoom = (factor: number) => told(() => state.lane.axis.zoomBy(factor));
  const pan = (by: 1 | -1) => () => void state.lane.axis.panBy(by * PAN * state.height);
  const centre = told(() => {
    const { lane } = state;
    const [range] = lane.selected;
    if (range !== undefined) lane.axis.centreThenFit(range);
  });
  return [
    when(always, { id: 'zoom-in', title: 'Zoom in', keys: ['KeyW', '+', '='], run: zoom(ZOOM) }),
    when(always, { id: 'zoom-out', title: 'Zoom out', keys: ['KeyS', '-'], run: zoom(1 / ZOOM) }),
    when(always, { id: 'pan-up', title: 'Towards lower addresses', keys: ['KeyA'], run: pan(-1) }),
    when(always, { id: 'pan-down', title: 'Towards higher addresses', keys: ['KeyD'], run: pan(1) }),
    when(() => state.selected.length > 0, {
      id: 'centre',
      title: 'Centre the selection, then fit it',
      keys: ['F'],
      run: centre,
    }),
    when(always, {
      id: 'fit-all',
      title: 'Fit the whole address space',
      keys: ['0'],
      run: told(() => state.lane.axis.fitAll()),
    }),
    ...scales.all.map(({ id, title }) =>
      when(() => axis.kind !== id, {
        id: `scale-${id}`,
        title: `${title} scale`,
        keys: [],
        run: () => (axis.kind = id),
      }),
    ),
    when(() => axis.unfolded.size > 0, {
      id: 'fold-all',
      title: 'Fold all gaps and rows again',
      keys: [],
      run: () => axis.foldAll(),
    }),
  ];
}

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
  ...zoomCommands(state),
  ...markCommands(state),
  ...focusCommands(state),
  ...placingCommands(state),
];

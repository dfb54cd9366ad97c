/** What of the map's commands has a button from the start. */
import { commandWhen as when, type Command } from '../../app/commands';
import { approximateSize, formatAddress } from '../../core/base/size-text';
import { size } from '../../core/base/range';
import { scales } from '../../draw/scales';
import type { MapState } from './map-state.svelte';

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

/** What the keyboard does on address by time; menus and the shortcut sheet are made from the same list. */
import { commandWhen as when, type Command } from '../../app/commands';
import { momentName, spansAt, spanAt } from '../../core/space/timeline';

import type { TimelineView } from './timeline-view.svelte';

const ZOOM = Math.SQRT2;
const PAN = 0.15;

export function zoomCommands(view: TimelineView): readonly Command[] {
  const always = () => view.scale !== undefined;
  const told = (change: () => void) => () => {
    change();
    const { scale } = view;
    if (scale !== undefined) view.say(`In sight: ${momentName(scale.first)} to ${momentName(scale.last)}`);
  };
  const pan = (by: 1 | -1) => told(() => void view.panBy(by * PAN * (view.scale?.width ?? 0)));
  return [
    when(always, {
      id: 'time-zoom-in',
      title: 'Look closer at the steps',
      keys: ['KeyW', '+', '='],
      run: told(() => view.zoomBy(ZOOM)),
    }),
    when(always, {
      id: 'time-zoom-out',
      title: 'Show more steps',
      keys: ['KeyS', '-'],
      run: told(() => view.zoomBy(1 / ZOOM)),
    }),
    when(always, { id: 'time-pan-back', title: 'Towards earlier steps', keys: ['KeyA'], run: pan(-1) }),
    when(always, { id: 'time-pan-on', title: 'Towards later steps', keys: ['KeyD'], run: pan(1) }),
    when(always, { id: 'time-fit-all', title: 'Show all steps', keys: ['0'], run: told(() => view.fitAll()) }),
  ];
}

/** Selects another device that is there at the moment that is looked at, in order of address. */
function selectBeside(view: TimelineView, by: 1 | -1): void {
  const { facts, moment } = view;
  const { selection } = view.workspace;
  if (facts === undefined) return;
  const there = spansAt(facts.timeline, moment)
    .map((index) => spanAt(facts.timeline, index))
    .sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  const at = there.findIndex(({ owner }) => selection.mark(owner) === 'selected');
  const next = there[at < 0 ? (by === 1 ? 0 : there.length - 1) : Math.max(0, Math.min(at + by, there.length - 1))];
  if (next === undefined) return;
  selection.select({ path: next.owner });
  view.say(facts.nameOf(next.owner));
}

export function timelineCommands(view: TimelineView): readonly Command[] {
  const { timeline } = view.workspace;
  const here = () => view.isFocused && view.facts !== undefined;
  const onStep = () => here() && view.moment > 0;
  const go = (id: string, title: string, keys: readonly string[], run: () => void) =>
    when(here, {
      id: `time-${id}`,
      title: `On the timeline: ${title}`,
      keys,
      run: () => {
        run();
        view.bring(view.moment);
      },
    });
  return [
    ...zoomCommands(view),
    go('previous', 'to the step before', ['ArrowLeft'], () => timeline.goTo(view.moment - 1)),
    go('next', 'to the next step', ['ArrowRight'], () => timeline.goTo(view.moment + 1)),
    go('back', 'ten steps back', ['PageUp'], () => timeline.goTo(view.moment - 10)),
    go('on', 'ten steps on', ['PageDown'], () => timeline.goTo(view.moment + 10)),
    go('first', 'to boot', ['Home'], () => timeline.first()),
    go('last', 'to the last step', ['End'], () => timeline.last()),
    go('play', 'play or stop', ['Space'], () => timeline.togglePlay()),
    when(here, {
      id: 'time-device-before',
      title: 'On the timeline: select the device before',
      keys: [',', 'ArrowUp'],
      run: () => selectBeside(view, -1),
    }),
    when(here, {
      id: 'time-device-next',
      title: 'On the timeline: select the next device',
      keys: ['.', 'ArrowDown'],
      run: () => selectBeside(view, 1),
    }),
    when(onStep, {
      id: 'time-select',
      title: 'On the timeline: select the step',
      keys: ['Enter'],
      run: () => view.workspace.selection.select({ path: `events.${view.moment - 1}` }),
    }),
    when(() => onStep() && view.moment > 1, {
      id: 'time-move-back',
      title: 'On the timeline: move the step before the one before it',
      keys: ['Shift+ArrowLeft'],
      run: () => view.move(view.moment, view.moment - 1),
    }),
    when(() => onStep() && view.moment < timeline.steps, {
      id: 'time-move-on',
      title: 'On the timeline: move the step behind the next one',
      keys: ['Shift+ArrowRight'],
      run: () => view.move(view.moment, view.moment + 1),
    }),
    when(() => view.brush !== undefined, {
      id: 'time-clear-brush',
      title: 'Take the brushed steps away',
      keys: ['Escape'],
      run: () => (view.brush = undefined),
    }),
  ];
}

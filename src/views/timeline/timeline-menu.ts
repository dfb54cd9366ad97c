/** What can be done with some steps. */
import { removeStep } from '../../app/step-edits';
import type { Deed } from '../map/map-menu';
import { momentName } from '../../core/space/timeline';
import { stepTitle } from '../../app/step-title';
import { sizeText, timeText } from './step-words';
import type { TimelineView } from './timeline-view.svelte';

/** In px of the sheet. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What changes between two moments: `+ 8 GiB in 3 steps`. */
function measureText(view: TimelineView, first: number, last: number): string {
  const { facts, scale } = view;
  if (facts === undefined) return '';
  const { counted } = facts.levels;
  const by = (counted[last] ?? 0) - (counted[first] ?? 0);
  const steps = last - first;
  const starts = scale?.axis.starts;
  const time = starts === undefined ? '' : `, ${timeText((starts[last] ?? 0) - (starts[first] ?? 0))}`;
  const change = by === 0 ? 'no change' : `${by > 0 ? '+' : '−'} ${sizeText(Math.abs(by))}`;
  return `${change} from ${momentName(first)} to ${momentName(last)}, ${steps} ${steps === 1 ? 'step' : 'steps'}${time}`;
}

export function brushDeeds(view: TimelineView, { from, to }: Stretch): readonly Deed[] {
  const { scale, facts, workspace } = view;
  if (scale === undefined || facts === undefined) return [];
  const first = scale.momentAt(from + 0.5);
  const last = Math.max(first, scale.momentAt(to - 0.5));
  if (first === last) return stepDeeds(view, first);
  return [
    {
      id: 'zoom',
      title: `Zoom to ${momentName(first)} to ${momentName(last)}`,
      note: measureText(view, first, last),
      run: () => view.fit(scale.x(first), scale.x(last + 1)),
    },
    {
      id: 'copy-measure',
      title: 'Copy what changes',
      run: () => void workspace.copy(measureText(view, first, last)),
    },
    ...(view.isWhole ? [] : [{ id: 'fit', title: 'Show all steps', run: () => view.fitAll() }]),
  ];
}

/** To read what reviewers said of a step. */
const threadDeeds = ({ facts, workspace }: TimelineView, moment: number): readonly Deed[] =>
  (facts?.layout.review.threads ?? [])
    .filter(({ path }) => path === `events.${moment - 1}`)
    .map(({ id, comments }) => ({
      id: `thread-${id}`,
      title: comments.length === 1 ? 'Read the comment' : `Read ${comments.length} comments`,
      note: comments[0]?.text.slice(0, 60),
      run: () => workspace.reviewing.open(id),
    }));

function stepDeeds(view: TimelineView, moment: number): readonly Deed[] {
  const { facts, workspace } = view;
  const event = facts?.layout.events[moment - 1];
  const { history } = workspace;
  const go: Deed = { id: 'go', title: `Look at ${momentName(moment)}`, run: () => view.goTo(moment) };
  const fit: readonly Deed[] = view.isWhole ? [] : [{ id: 'fit', title: 'Show all steps', run: () => view.fitAll() }];
  if (facts === undefined || event === undefined) return [go, ...fit];
  const steps = facts.timeline.steps;
  return [
    { ...go, note: stepTitle(facts.layout, event) },
    {
      id: 'comment',
      title: 'Comment',
      run: () => workspace.reviewing.comment({ path: `events.${moment - 1}` }),
    },
    ...threadDeeds(view, moment),
    { id: 'edit', title: 'Select this step', run: () => workspace.selection.select({ path: `events.${moment - 1}` }) },
    ...(moment > 1
      ? [{ id: 'earlier', title: 'Move it one step earlier', apart: true, run: () => view.move(moment, moment - 1) }]
      : []),
    ...(moment < steps
      ? [
          {
            id: 'later',
            title: 'Move it one step later',
            apart: moment === 1,
            run: () => view.move(moment, moment + 1),
          },
        ]
      : []),
    {
      id: 'remove',
      title: 'Remove it',
      run: () => void history.commit(removeStep(history.current, moment - 1).edits),
    },
    ...fit,
  ];
}

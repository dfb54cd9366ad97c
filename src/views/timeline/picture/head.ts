/** The ruler over the picture: a label for each moment, and what its step changes or when it happens. */
import { commentsByStep } from '../../../app/step-comments';
import type { Ink, Pen } from '../../../draw/pen';
import { momentName, outcomeOf } from '../../../core/space/timeline';
import { drawComments } from './comments';
import { sizeText, stepDelta, timeText } from '../step-words';
import type { TimelineScene } from './scene';
import { firstFitting } from './words-on';

const BASELINE = { name: 18, note: 34 } as const;
const LABEL_INSET = 8;

/** The two lines over a moment's column. */
function headWords({ facts, timeline, scale }: Pick<TimelineScene, 'facts' | 'timeline' | 'scale'>, moment: number) {
  const event = facts.layout.events[moment - 1];
  const start = scale.axis.starts?.[moment];
  const note =
    start !== undefined && moment > 0
      ? timeText(start)
      : moment === 0 || event === undefined
        ? 'start'
        : stepDelta(event, timeline, moment);
  const isRefused = moment > 0 && outcomeOf(timeline, moment) === 'refused';
  return { name: momentName(moment), note, isRefused };
}

interface HeadLabel {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly x: number;
  readonly font: 'name' | 'note';
  readonly ink: Ink;
}

/** The lines over a column that fit into its room. */
function labelsOf(pen: Pen, scene: TimelineScene, moment: number, room: number): readonly HeadLabel[] {
  const x = scene.scale.x(moment);
  const { name, note, isRefused } = headWords(scene, moment);
  const inset = room < 40 ? 3 : LABEL_INSET;
  const label = (text: string | undefined, font: 'name' | 'note', ink: Ink): readonly HeadLabel[] =>
    text === undefined ? [] : [{ from: x, to: x + inset + pen.measure(text, font) + 4, text, x: x + inset, font, ink }];
  const notes = isRefused ? [`${note} refused`, note] : [note];
  return [
    ...label(firstFitting(pen, [name], 'name', room - inset), 'name', 'ink'),
    ...label(firstFitting(pen, notes, 'note', room - inset), 'note', isRefused ? 'bad' : 'ink2'),
  ];
}

/** The label of what is looked at always has room: beside its line, on that side where it is not cut. */
function drawNow(pen: Pen, { layout, scale, ...scene }: TimelineScene, moment: number): readonly [number, number] {
  const { left, right, head } = layout;
  const x = scale.x(moment);
  const { name, note, isRefused } = headWords({ ...scene, scale }, moment);
  const column = Math.min(scale.x(moment + 1), right) - x;
  const widest = (lines: readonly number[]): number => Math.max(...lines) + LABEL_INSET + 4;
  const both = widest([pen.measure(name, 'name'), pen.measure(note, 'note')]);
  const lines = both <= Math.max(column, right - x) || both <= x - left ? [name, note] : [name];
  const width = Math.max(column, lines.length === 2 ? both : widest([pen.measure(name, 'name')]));
  const isTurned = x + width > right + 1;
  const from = isTurned ? Math.max(left, x - width) : x;
  pen.rect(from, 0, width, head.height - 1, { fill: 'acct', plate: true });
  const at = isTurned ? from + width - LABEL_INSET : x + LABEL_INSET;
  const anchor = isTurned ? 'end' : 'start';
  pen.text(name, at, BASELINE.name, { font: 'name', ink: 'acc', anchor });
  if (lines.length === 2) pen.text(note, at, BASELINE.note, { font: 'note', ink: isRefused ? 'bad' : 'ink2', anchor });
  return [from, from + width];
}

function drawTitle(pen: Pen, { layout, timeline }: TimelineScene): void {
  const { window } = timeline;
  pen.text(window === undefined ? 'Steps' : 'Window', 12, BASELINE.name, { font: 'name', ink: 'ink' });
  if (window === undefined) return;
  const length = sizeText(window.end - window.start);
  const words = firstFitting(pen, [`${length}, address`, length], 'note', layout.left - 18);
  if (words !== undefined) pen.text(words, 12, BASELINE.note, { font: 'note', ink: 'ink2' });
}

/**
 * Above everything else, since what is below scrolls under it. Cheap enough to be drawn for each moment that is looked at.
 * @param now what is looked at
 */
export function drawHead(pen: Pen, scene: TimelineScene, now: number): void {
  const { layout, scale, labels, width } = scene;
  const { left, right, head } = layout;
  drawTitle(pen, scene);
  const x = scale.x(now);
  const taken = x >= left - 1 && x <= right ? drawNow(pen, scene, now) : undefined;
  labels.forEach((moment, index) => {
    const at = scale.x(moment);
    if (at < left - 1 || moment === now) return;
    const next = labels[index + 1];
    const room = Math.min(next === undefined ? right : scale.x(next), right) - at - 2;
    const isFree = (from: number, to: number): boolean => taken === undefined || to <= taken[0] || from >= taken[1];
    if (isFree(at, at + 1)) pen.line([at, 0, at, head.height], { stroke: 'line' });
    for (const label of labelsOf(pen, scene, moment, room)) {
      if (!isFree(label.from, label.to)) continue;
      pen.text(label.text, label.x, BASELINE[label.font], { font: label.font, ink: label.ink });
    }
  });
  drawComments(pen, commentsByStep(scene.facts.layout), {
    ...{ scale, now, y: BASELINE.name - 5, low: head.height - 4 },
    labelOf: (moment) => LABEL_INSET + pen.measure(momentName(moment), 'name'),
  });
  pen.line([0, head.height - 0.5, width, head.height - 0.5], { stroke: 'line' });
}

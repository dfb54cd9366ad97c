/** What happens once the guest runs: each step with how it ended. */
import { approximateSize, formatAddress } from '../../../base/size-text';
import { stepTitle } from '../../../document/step-title';
import type { LayoutDocument } from '../../../document/schema';
import type { Plan } from '../../../plan/plan';
import { momentName, outcomeOf, spanAt, type StepOutcome, type Timeline } from '../../../space/timeline';
import { code, left, NONE, right, text, type Cell, type Section } from '../report';

const OUTCOMES: Readonly<Record<StepOutcome, string>> = {
  done: 'done',
  refused: 'refused by QEMU',
  released: 'the guest agreed, and it is gone',
  declined: 'the guest refused, and it stays',
  partial: 'the guest stopped before the requested size',
  pending: 'asked for, and nothing in the guest answers',
  never: 'QEMU had ended before',
};

/** Nobody reads more on paper; the layout in the file has them all. */
const MOST_STEPS = 1000;

function placeOf(timeline: Timeline, moment: number): Cell {
  const index = timeline.columns.span[moment - 1] ?? -1;
  const span = index < 0 ? undefined : spanAt(timeline, index);
  return span?.start === undefined || span.isRefused ? NONE : code(formatAddress(span.start));
}

export function steps(document: LayoutDocument, { timeline }: Plan): Section | undefined {
  if (document.events.length === 0) return undefined;
  const shown = document.events.slice(0, MOST_STEPS);
  const rest = document.events.length - shown.length;
  const title = 'Steps at run time';
  if (timeline === undefined) {
    return {
      id: 'steps',
      title,
      blocks: [{ kind: 'text', text: 'QEMU refuses to start, so no step is carried out.' }],
    };
  }
  const rows = shown.map((event, index) => {
    const moment = index + 1;
    const used = timeline.columns.used[index];
    return [
      text(momentName(moment)),
      text(stepTitle(document, event)),
      text(OUTCOMES[outcomeOf(timeline, moment)]),
      placeOf(timeline, moment),
      used === undefined ? NONE : text(approximateSize(used).text),
      text(timeline.columns.slots[index] ?? 0),
    ];
  });
  const columns = [left('Step'), left('What'), left('Outcome'), right('Address'), right('In use'), right('Slots')];
  return {
    id: 'steps',
    title,
    blocks: [
      { kind: 'table', table: { caption: 'Steps in order, with the memory devices after each', columns, rows } },
      {
        kind: 'text',
        text: `maxmem leaves ${approximateSize(timeline.budget).text} and ${timeline.slots} slots for memory devices.`,
      },
      ...(rest === 0
        ? []
        : [{ kind: 'text', text: `${rest.toLocaleString('en-US')} more steps are in the layout.` } as const]),
    ],
  };
}

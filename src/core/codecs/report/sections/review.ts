/** What reviewers said: what is open first, then what is let pass and why. */
import { size } from '../../../base/range';
import { formatRange, formatSize } from '../../../base/size-text';
import type { ReviewComment, Thread, Waiver } from '../../../document/review';
import type { LayoutDocument } from '../../../document/schema';
import { stepTitle } from '../../../document/step-title';
import type { Plan } from '../../../plan/plan';
import { checklist, type Checklist } from '../../../review/checklist';
import { placeOf } from '../../../review/place';
import { isOpen } from '../../../review/thread-state';
import { utcText } from '../../../review/utc';
import type { Block, Section, ThreadBlock } from '../report';
import { threadsText } from './summary';

const NO_NAME = 'Without a name';
const DEEDS = { resolves: 'resolved it', reopens: 'reopened it' } as const;

const signature = ({ by, time }: Pick<ReviewComment, 'by' | 'time'>): string =>
  [by === undefined || by === '' ? NO_NAME : by, ...(time === undefined ? [] : [utcText(time)])].join(', ');

function threadBlock(thread: Thread, document: LayoutDocument, plan: Plan): ThreadBlock {
  const place = placeOf(thread, document, plan.snapshots[0]?.spaces.cpu.regions ?? []);
  const step = /^events\.(\d+)$/.exec(place.path ?? '')?.[1];
  const event = step === undefined ? undefined : document.events[Number(step)];
  const range = place.is ?? place.was;
  return {
    kind: 'thread',
    about: place.state === 'whole' ? 'The whole layout' : place.name,
    where: [
      ...(event === undefined ? [] : [stepTitle(document, event)]),
      ...(range === undefined || place.words !== '' ? [] : [`${formatRange(range)}, ${formatSize(size(range))}`]),
      ...(place.words === '' ? [] : [place.words]),
    ].join('; '),
    comments: thread.comments.map((comment) => ({
      signature: [signature(comment), ...(comment.does === undefined ? [] : [DEEDS[comment.does]])].join(', '),
      text: comment.text,
    })),
  };
}

/** Why a finding is let pass: `known since 11.1 (Ann, 2026-11-22 22:57 UTC)`. */
export const waiverText = (waiver: Waiver): string => `${waiver.reason} (${signature(waiver)})`;

function waiverBlocks({ items, idle }: Checklist): readonly Block[] {
  const waived = items.filter(({ waivers }) => waivers.length > 0);
  const list = (title: string, lines: readonly string[]): readonly Block[] =>
    lines.length === 0
      ? []
      : [
          { kind: 'text', text: title },
          { kind: 'list', items: lines },
        ];
  return [
    ...list(
      'Findings that are waived:',
      waived.map(
        ({ diagnostic: { what, code }, waivers }) => `${what} (${code}): ${waivers.map(waiverText).join('; ')}`,
      ),
    ),
    ...list(
      'Waivers of findings that are no longer there:',
      idle.map(
        (waiver) => `${waiver.code}${waiver.what === undefined ? '' : `, ${waiver.what}`}: ${waiverText(waiver)}`,
      ),
    ),
  ];
}

export function review(document: LayoutDocument, plan: Plan): Section | undefined {
  const { threads, waivers } = document.review;
  if (threads.length === 0 && waivers.length === 0) return undefined;
  const open = threads.filter(isOpen);
  return {
    id: 'review',
    title: 'Review',
    blocks: [
      ...(threads.length === 0 ? [] : [{ kind: 'text', text: `Threads: ${threadsText(document)}.` } as const]),
      ...open.map((thread) => threadBlock(thread, document, plan)),
      ...waiverBlocks(checklist(plan.diagnostics, document.review)),
    ],
  };
}

/** One layout in every dialect that specific-purpose memory has had, side by side. */
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import type { Said } from './draft';
import { migrationText } from './differences';
import { faultsOf } from './faults';
import { editsBetween } from './edits-between';
import { guestText } from './guest';
import { outcomeOf, type Outcome } from './outcome';
import { postings, type Posting } from './postings';
import { translateFrom } from './translate';

/** What a layout comes to in one dialect, or in several that agree on it. */
export interface DialectOutcome extends Posting {
  /** All dialects that it is of, in the order of their posting; `id` is one of them. */
  readonly dialects: readonly string[];
  /** The name of that one alone. */
  readonly own: string;
  /** It is the dialect that the layout is written in. */
  readonly isOwn: boolean;
  /** Why the layout cannot be said in it; empty where it can. */
  readonly impossible: readonly Said[];
  /** Absent where it cannot. */
  readonly said?: {
    /** Make the layout that of this dialect; none where it is so already. */
    readonly edits: readonly Edit[];
    readonly outcome: Outcome;
    /** What the guest's kernel ends with, one sentence; absent where nothing can be said of it. */
    readonly guest?: string;
    /** What is wrong with the table that comes of it. */
    readonly faults: readonly Said[];
    /** Against the layout in its own dialect. */
    readonly losses: readonly Said[];
    readonly changes: readonly Said[];
  };
  /** What migrating the guest does to the memory. */
  readonly migrates: string;
}

/** Oldest first, merged last; each step gives how much is done, 0 to 1. */
export function* compareDialects(document: LayoutDocument): Generator<number, readonly DialectOutcome[]> {
  const before = outcomeOf(document);
  const all: DialectOutcome[] = [];
  for (const posting of postings.all) {
    yield all.length / postings.all.length;
    all.push(inDialect(document, before, posting));
  }
  return grouped(all);
}

function inDialect(document: LayoutDocument, before: Outcome, posting: Posting): DialectOutcome {
  const of = {
    ...posting,
    dialects: [posting.id],
    own: posting.name,
    isOwn: document.dialect === posting.id,
    migrates: migrationText(posting),
  };
  const translated = translateFrom(document, before, posting.id);
  if (!translated.ok) return { ...of, impossible: translated.error.reasons };
  const { document: other, after, losses, changes } = translated.value;
  const guest = guestText(other, after);
  return {
    ...of,
    impossible: [],
    said: {
      ...(guest === undefined ? {} : { guest }),
      edits: editsBetween(document, other),
      outcome: after,
      faults: faultsOf(after, posting),
      losses,
      changes,
    },
  };
}

/** Neighbours of one family that come to the same. The layout's own dialect stands for itself. */
function grouped(all: readonly DialectOutcome[]): readonly DialectOutcome[] {
  const groups: DialectOutcome[] = [];
  for (const each of all) {
    const last = groups.at(-1);
    if (last?.family !== each.family || gist(last) !== gist(each)) groups.push(each);
    else groups[groups.length - 1] = joined(last, each);
  }
  return groups;
}

function joined(first: DialectOutcome, last: DialectOutcome): DialectOutcome {
  const dialects = [...first.dialects, ...last.dialects];
  // What was posted last stands for all, unless the layout is written in another one.
  const kept = first.isOwn ? first : last;
  return {
    ...kept,
    dialects,
    name: dialects.length > 2 ? `${nameOf(dialects[0])}–${nameOf(last.id)}` : `${first.name}, ${last.name}`,
    posted: [...first.posted, ...last.posted],
    isOwn: first.isOwn || last.isOwn,
  };
}

const nameOf = (id: string | undefined): string => (id === undefined ? '' : (postings.find(id)?.name ?? id));

/** What has to be the same for two dialects to share a row: all but their names. */
const gist = ({ impossible, said }: DialectOutcome): string =>
  JSON.stringify([
    impossible.map(({ text }) => text),
    said === undefined ? null : [said.outcome.starts, said.outcome.messages, said.outcome.e820, said.outcome.srat],
  ]);

/**
 * A layout from one dialect of specific-purpose memory to another, with what changes and what is lost on the way. QEMU's own rules decide:
 * both layouts are started in the twin, and what is said of them is read off there.
 */
import { GiB, type Bytes } from '../base/addr';
import { err, ok, type Result } from '../base/result';
import type { LayoutDocument } from '../document/schema';
import { hasSpm } from '../document/specific-purpose';
import { dialectOf } from '../dialects/index';
import type { Startup } from '../qemu/machine';
import { differences } from './differences';
import type { Draft, Said } from './draft';
import { backendsToNodes, nodesToBackends, withoutReserved } from './marks';
import { outcomeOf, tryToStart, type Outcome } from './outcome';
import { postings, type Posting } from './postings';
import { stacksOf } from './stacks';
import { nodesToDevices } from './to-devices';
import { devicesToNodes } from './to-nodes';

export interface Translation {
  readonly document: LayoutDocument;
  /** What the dialect does not have, or does worse. */
  readonly losses: readonly Said[];
  /** What is otherwise and costs nothing. */
  readonly changes: readonly Said[];
}

/** Why a layout cannot be said in a dialect, one sentence a cause. */
export interface Impossible {
  readonly reasons: readonly Said[];
}

/** A translation with what both sides come to, for those who show them. */
export interface Compared extends Translation {
  readonly before: Outcome;
  readonly after: Outcome;
}

/** The same memory in another dialect. Pure; the layout that comes back starts if this one does, or a loss says why it does not. */
export function translate(document: LayoutDocument, toDialectId: string): Result<Translation, Impossible> {
  const compared = translateFrom(document, outcomeOf(document), toDialectId);
  if (!compared.ok) return compared;
  const { losses, changes } = compared.value;
  return ok({ document: compared.value.document, losses, changes });
}

/** @param before what the document comes to in its own dialect */
export function translateFrom(
  document: LayoutDocument,
  before: Outcome,
  toDialectId: string,
): Result<Compared, Impossible> {
  const posting = postings.find(toDialectId);
  if (posting === undefined && hasSpm(document)) return err({ reasons: [noForm(document, toDialectId)] });
  const draft = posting === undefined ? draftOf(document, toDialectId) : carriedOver(document, before, posting);
  if (draft.refusals.length > 0) return err({ reasons: draft.refusals });
  const after = outcomeOf(draft.document);
  const { losses, changes } = differences({ document, before, after, to: posting });
  return ok({
    document: draft.document,
    losses: [...draft.losses, ...losses],
    changes: [...draft.changes, ...changes],
    before,
    after,
  });
}

function noForm(document: LayoutDocument, id: string): Said {
  const names = stacksOf(document).map(({ name }) => name);
  const [path] = stacksOf(document).map((stack) => stack.path);
  return {
    topic: 'mark',
    text: `${dialectOf(id).title} has no specific-purpose memory in any form, and this layout has ${names.join(', ')}.`,
    ...(path === undefined ? {} : { path }),
  };
}

const draftOf = (document: LayoutDocument, dialect: string): Draft => ({
  document: { ...document, dialect },
  losses: [],
  changes: [],
  refusals: [],
});

function carriedOver(document: LayoutDocument, before: Outcome, posting: Posting): Draft {
  if (posting.carrier === 'device') return toDevices(document, before, posting);
  const draft = draftOf(document, posting.id);
  if (posting.carrier === 'node') backendsToNodes(draft);
  devicesToNodes(draft, tryToStart(document));
  if (!posting.hasReserved) withoutReserved(draft);
  if (posting.carrier === 'backend') nodesToBackends(draft, posting);
  return draft;
}

/** Refusals that more room for devices can mend. */
const OF_ROOM: ReadonlySet<string> = new Set([
  'device/fragmented',
  'device/not-enough-space',
  'device/outside-window',
  'device/address-conflict',
]);
/** So much more at most, in steps of the largest alignment. */
const MOST_STEPS = 8;

/** Tries places in front of other memory devices and behind them, then more and more room, until QEMU starts. */
function toDevices(document: LayoutDocument, before: Outcome, posting: Posting): Draft {
  const startup = tryToStart(document);
  const make = (spare: Bytes, inFront: boolean): Draft => {
    const draft = draftOf(document, posting.id);
    backendsToNodes(draft);
    nodesToDevices(draft, { startup, spare, inFront });
    return draft;
  };
  const plain = make(0, true);
  if (plain.refusals.length > 0 || !before.starts || !wantsRoom(plain)) return plain;
  const step = stepOf(startup);
  for (let steps = 0; steps <= MOST_STEPS; steps += 1) {
    for (const inFront of [true, false]) {
      const draft = make(steps * step, inFront);
      if (!wantsRoom(draft)) return draft;
    }
  }
  return plain;
}

const wantsRoom = ({ document }: Draft): boolean => {
  const [refusal] = tryToStart(document).refusals;
  return refusal !== undefined && OF_ROOM.has(refusal.code);
};

/** The window begins at whole GiB; what asks for more can leave as much unused. */
const stepOf = ({ backends }: Startup): Bytes =>
  backends.reduce((most, { alignment }) => Math.max(most, Number(alignment)), GiB);

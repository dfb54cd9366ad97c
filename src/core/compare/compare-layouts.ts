/** Two layouts, held against each other. */
import { atOnce } from '../base/in-steps';
import { HYPER_TRANSPORT } from '../base/e820';
import type { LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';
import { planInSteps } from '../timeline/plan';
import type { ComparedSide, Comparison } from './comparison';
import { documentChanges } from './document-changes';
import { entriesOf } from './entry-bytes';
import { compareFacts } from './facts';
import { headline } from './headline';
import { compareOptions } from './options';
import { grouped } from './outlook';
import { rangeChanges } from './range-changes';
import { summary } from './summary';
import { thingsOf } from './things';

/**
 * Everything that differs, in the field's words; what means the same differs in nothing. What QEMU refuses is compared as far as it got.
 * Takes time in proportion to both layouts.
 */
export const compareLayouts = (before: LayoutDocument, after: LayoutDocument): Comparison =>
  atOnce(compareInSteps(before, after));

/** The same, others let in between; says how much is done, 0 to 1. */
export function* compareInSteps(before: LayoutDocument, after: LayoutDocument): Generator<number, Comparison> {
  const was = yield* sideInSteps(before, 0);
  const is = yield* sideInSteps(after, 0.5);
  return comparison(was, is);
}

interface Side {
  readonly document: LayoutDocument;
  readonly plan: Plan;
}

function* sideInSteps(document: LayoutDocument, from: number): Generator<number, Side> {
  const steps = planInSteps(document, 0);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (typeof step.value === 'number') yield from + step.value / 2;
  }
  return { document, plan: step.value.plan };
}

function comparison(before: Side, after: Side): Comparison {
  const [was, is] = [before, after].map(({ document, plan }) => {
    const backends = new Set(document.backends.map(({ id }) => id));
    return {
      starts: plan.verdict.starts,
      things: thingsOf(document, plan),
      hasBackend: (id: string) => backends.has(id),
      entryOf: entriesOf(plan),
    };
  });
  if (was === undefined || is === undefined) throw new Error('two sides are compared');
  const ranges = rangeChanges(was, is);
  // Titles are names: each side carries its own.
  const changes = (from: Side, to: Side) =>
    documentChanges(from.document, to.document).filter(({ path }) => path !== 'title');
  const there = changes(before, after);
  const groups = grouped(there);
  const isOtherQemu = before.document.dialect !== after.document.dialect;
  const told = { before, after, ranges, groups };
  return {
    headline: headline(told),
    summary: summary(told),
    before: comparedSide(before),
    after: comparedSide(after),
    ranges,
    facts: compareFacts({ ...before, things: was.things }, { ...after, things: is.things }),
    options: compareOptions(
      before.plan.commandLine,
      after.plan.commandLine,
      isOtherQemu ? undefined : { there, back: changes(after, before) },
    ),
    groups,
  };
}

function comparedSide({ document, plan }: Side): ComparedSide {
  const { verdict, snapshots, limit } = plan;
  const [first] = snapshots;
  const tables = first?.tables;
  const left = verdict.bytesToMove;
  return {
    title: document.title,
    ...(verdict.error === undefined ? {} : { error: verdict.error }),
    warnings: verdict.warnings,
    regions: first?.spaces.cpu.regions ?? [],
    limit,
    ...(left === undefined ? {} : { toJump: { start: HYPER_TRANSPORT.start - left, end: HYPER_TRANSPORT.start } }),
    ...(tables === undefined ? {} : { e820: tables.e820, srat: tables.srat }),
  };
}

/** What the planner can compute, call by call: a new call is a line in `Calls` and a line here. */
import { computePlan } from '../core/plan/compute';
import type { Capture } from '../core/capture/capture';
import type { LayoutDocument } from '../core/document/schema';
import type { Recording } from '../core/timeline/recording';
import { MomentsAhead } from './moments-ahead';
import type { CallName, Calls } from './protocol';

type Answer<N extends CallName> = Calls[N]['answer'];

/** How much is done, 0 to 1, or what can be shown of the answer already. */
export type StepOf<A> = number | { readonly early: A };

/** An answer, or steps to it; other requests are answered in between. */
export type Outcome<N extends CallName> = Answer<N> | Generator<StepOf<Answer<N>>, Answer<N>>;

export type Answers = {
  readonly [N in CallName]: (ask: Calls[N]['ask']) => Outcome<N> | Promise<Outcome<N>>;
};

/** Calls of which only the newest counts. */
export const LATEST_WINS: readonly CallName[] = [
  'plan',
  'instant',
  'place',
  'cliffs',
  'preview',
  'otherwise',
  'explain',
  'dialects',
  'check',
  'compare',
];

/** Calls that are answered once nothing else is wanted. */
export const CAN_WAIT: ReadonlySet<CallName> = new Set<CallName>([
  'place',
  'fixes',
  'cliffs',
  'preview',
  'otherwise',
  'explain',
  'dialects',
  'check',
]);

/** The steps of the newest plan, from which any moment of it is told; the planner keeps no other. */
let newest: { readonly revision: number; readonly recording: Recording | undefined } | undefined;
const moments = new MomentsAhead();

/** A layout without steps is planned at once; what carries steps out is loaded with the first layout that has some. */
function plan({ document, revision }: Calls['plan']['ask']): Outcome<'plan'> | Promise<Outcome<'plan'>> {
  moments.forget();
  if (document.events.length > 0) return planOverTime(document, revision);
  newest = undefined;
  return computePlan(document, revision);
}

async function planOverTime(document: LayoutDocument, revision: number): Promise<Outcome<'plan'>> {
  const { planInSteps } = await import('../core/timeline/plan');
  return (function* () {
    const planned = yield* planInSteps(document, revision);
    newest = { revision, recording: planned.recording };
    return planned.plan;
  })();
}

async function planned(document: Calls['planned']['ask']): Promise<Outcome<'planned'>> {
  const { planInSteps } = await import('../core/timeline/plan');
  return (function* () {
    return (yield* planInSteps(document, 0)).plan;
  })();
}

/** What a guest said last. */
let held: { readonly number: number; readonly capture: Capture } | undefined;

async function check({ plan, number, capture }: Calls['check']['ask']): Promise<Outcome<'check'>> {
  if (capture !== undefined) held = { number, capture };
  if (held?.number !== number) return null;
  const kept = held.capture;
  const { checkOnPage } = await import('../core/capture/check-on-page');
  return checkOnPage(plan, kept);
}

/** All but plans of layouts without steps is loaded when it is first asked for. */
export const answers: Answers = {
  plan,
  planned,
  instant: ({ revision, moment }) =>
    newest?.revision === revision && newest.recording !== undefined ? moments.tell(newest.recording, moment) : null,
  place: async (ask) => (await import('../core/plan/nearest-place')).nearest(ask),
  fixes: async ({ document, finding }) => (await import('../core/fix/find-fixes')).findFixes(document, finding),
  cliffs: async ({ document, path }) => (await import('../core/cliffs/setting-cliffs')).settingCliffs(document, path),
  preview: async ({ document, edits }) => (await import('../core/cliffs/preview')).preview(document, edits),
  otherwise: async ({ document, edits }) => (await import('../core/timeline/otherwise')).otherwise(document, edits),
  explain: async ({ document, address }) =>
    (await import('../core/explain/explain-address')).explainInSteps(document, address),
  dialects: async ({ document }) => (await import('../core/translate/compare-dialects')).compareDialects(document),
  check,
  rules: async () => (await import('../core/lint/rule-pages')).rulePages,
  recognise: async (source) => (await import('../core/codecs/importers')).candidates(source),
  import: async ({ source, current, importer }) =>
    (await import('../core/codecs/importers')).importInSteps(source, current, importer),
  outlook: async ({ before, after }) => {
    // Steps that somebody looks at are carried out next.
    if (after.events.length > 0) void import('../core/timeline/plan').catch(() => undefined);
    return (await import('../core/compare/outlook')).outlook(before, after);
  },
  compare: async (compared) => (await import('../core/compare/compare')).compareInSteps(compared),
  export: async ({ exporter, document, context }) =>
    (await import('../core/codecs/export-layout')).exportLayout(exporter, document, context),
};

/** What is likely to be asked for after a call, for when nobody waits. */
export function prepareNext(call: CallName): void {
  if (call === 'instant') moments.prepare();
}

export const isInSteps = <N extends CallName>(
  outcome: Outcome<N>,
): outcome is Generator<StepOf<Answer<N>>, Answer<N>> =>
  typeof outcome === 'object' && outcome !== null && Symbol.iterator in outcome && 'next' in outcome;

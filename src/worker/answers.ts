/** What the planner can compute, call by call: a new call is a line in `Calls` and a line here. */
import { computePlan } from '../core/plan/compute';
import type { CallName, Calls } from './protocol';

type Answer<N extends CallName> = Calls[N]['answer'];

/** An answer, or steps to it, each of which gives how much is done, 0 to 1; other requests are answered in between. */
export type Outcome<N extends CallName> = Answer<N> | Generator<number, Answer<N>>;

export type Answers = {
  readonly [N in CallName]: (ask: Calls[N]['ask']) => Outcome<N> | Promise<Outcome<N>>;
};

/** Calls of which only the newest counts. */
export const LATEST_WINS: readonly CallName[] = ['plan', 'place', 'cliffs', 'preview', 'explain'];

/** Calls that are answered once nothing else is wanted. */
export const CAN_WAIT: ReadonlySet<CallName> = new Set<CallName>(['place', 'fixes', 'cliffs', 'preview', 'explain']);

/** All but plans is loaded when it is first asked for; plans never wait for that. */
export const answers: Answers = {
  plan: ({ document, revision }) => computePlan(document, revision),
  place: async (ask) => (await import('../core/plan/nearest-place')).nearest(ask),
  fixes: async ({ document, finding }) => (await import('../core/fix/find-fixes')).findFixes(document, finding),
  cliffs: async ({ document, path }) => (await import('../core/cliffs/setting-cliffs')).settingCliffs(document, path),
  preview: async ({ document, edits }) => (await import('../core/cliffs/preview')).preview(document, edits),
  explain: async ({ document, address }) =>
    (await import('../core/explain/explain-address')).explainInSteps(document, address),
  rules: async () => (await import('../core/lint/rule-pages')).rulePages,
  import: async ({ text, current }) => (await import('../core/codecs/importers')).importInSteps(text, current),
  export: async ({ exporter, document }) =>
    (await import('../core/codecs/export-layout')).exportLayout(exporter, document),
};

export const isInSteps = <N extends CallName>(outcome: Outcome<N>): outcome is Generator<number, Answer<N>> =>
  typeof outcome === 'object' && Symbol.iterator in outcome && 'next' in outcome;

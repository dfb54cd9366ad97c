/** The page's side of steps that cross once and are named from then on: `KeptSteps` of the worker is the other one. */
import type { LayoutDocument, LayoutEvent } from '../core/document/schema';
import {
  MANY_STEPS,
  type CallName,
  type Calls,
  type FreshSteps,
  type ImportedSteps,
  type Request,
  type StepsBeside,
} from '../worker/protocol';

type Steps = readonly LayoutEvent[];

/** So many lists are kept: before and after of a comparison, and what undo goes back to. */
const MOST_KEPT = 4;

/** No name is ever given again, to whichever worker. */
let lastName = 0;

/** What one worker knows of the steps of layouts; another one knows nothing of them. */
export class KnownSteps {
  /** The one used last at the end. */
  #known: { readonly name: number; readonly steps: Steps }[] = [];
  #dropped: readonly number[] = [];

  /** The request as it crosses. */
  packed(request: Request): Request {
    const fresh: FreshSteps[] = [];
    const of: { readonly field: string; readonly name: number }[] = [];
    const without = (value: unknown, field: string): unknown => {
      if (!hasManySteps(value)) return value;
      of.push({ field, name: this.#nameOf(value.events, fresh) });
      return { ...value, events: [] };
    };
    let ask = without(request.ask, '');
    if (of.length === 0 && ask !== null) {
      ask = Object.fromEntries(
        Object.entries(request.ask ?? {}).map(([field, value]) => [field, without(value, field)]),
      );
    }
    if (of.length === 0) return request;
    const old = this.#known.splice(0, Math.max(0, this.#known.length - MOST_KEPT));
    const forget = [...this.#dropped, ...old.map(({ name }) => name)];
    this.#dropped = [];
    return { ...request, ask, steps: { fresh, of, forget } satisfies StepsBeside } as Request;
  }

  /** An answer with the steps of its document in their place. */
  whole<A extends Calls[CallName]['answer']>(
    answer: A,
    { name, text }: ImportedSteps,
    { ask }: Pick<Request, 'ask'>,
  ): A {
    const steps = text === undefined ? stepsIn(ask as ImportAsk) : (JSON.parse(text) as Steps);
    this.#known.push({ name, steps });
    const { value } = answer as unknown as { readonly value: { readonly document: LayoutDocument } };
    return { ...answer, value: { ...value, document: { ...value.document, events: steps } } };
  }

  /** Steps of an answer that nobody waits for any more. */
  drop({ name }: ImportedSteps): void {
    this.#dropped = [...this.#dropped, name];
  }

  #nameOf(steps: Steps, fresh: FreshSteps[]): number {
    let known = this.#known.find((each) => each.steps === steps);
    if (known === undefined) {
      lastName += 1;
      known = { name: lastName, steps };
      fresh.push({ name: lastName, ...this.#textOf(steps) });
    }
    this.#known = [...this.#known.filter((each) => each !== known), known];
    return known.name;
  }

  /** What is edited shares all but a few steps with what it was. */
  #textOf(steps: Steps): Pick<FreshSteps, 'text' | 'like'> {
    let like: FreshSteps['like'];
    let [from, to, least] = [0, steps.length, steps.length / 2];
    for (const { name, steps: old } of this.#known) {
      const [head, tail] = equalEnds(old, steps);
      const rest = steps.length - head - tail;
      if (rest >= least) continue;
      [from, to, least] = [head, steps.length - tail, rest];
      like = { name, from, to: old.length - tail };
    }
    const text = JSON.stringify(steps.slice(from, to));
    return like === undefined ? { text } : { text, like };
  }
}

type ImportAsk = Calls['import']['ask'];

const parsed = new WeakMap<ImportAsk, Steps>();

/** Reads the steps of a layout's JSON, once. While the worker judges them, the page has the time. */
export function stepsIn(ask: ImportAsk): Steps {
  let steps = parsed.get(ask);
  if (steps === undefined) {
    const { source } = ask;
    const value: unknown = 'text' in source ? JSON.parse(source.text) : undefined;
    // They have been judged by the time they are taken.
    steps = (value as { readonly events?: Steps } | undefined)?.events ?? [];
    parsed.set(ask, steps);
  }
  return steps;
}

/** How many of two lists are the very same at their beginning, and of the rest at their end. */
function equalEnds(a: Steps, b: Steps): readonly [number, number] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [head, tail];
}

const hasManySteps = (value: unknown): value is LayoutDocument =>
  typeof value === 'object' &&
  value !== null &&
  'events' in value &&
  Array.isArray(value.events) &&
  value.events.length >= MANY_STEPS;

/** The worker's side of steps that cross once and are named from then on: `KnownSteps` of the page is the other one. */
import type { LayoutDocument, LayoutEvent } from '../core/document/schema';
import { stepsAsGiven } from '../core/document/steps-as-given';
import { MANY_STEPS, type Calls, type CallName, type FreshSteps, type ImportedSteps, type Request } from './protocol';

type Steps = readonly LayoutEvent[];
/** The importer that reads the JSON of a layout. */
const LAYOUT = 'layout-json';

type Answer = Calls[CallName]['answer'];

/** Lists of steps by name, for as long as the page may name them. */
export class KeptSteps {
  readonly #kept = new Map<number, Steps>();

  /** The request with the documents whole again; undefined where it names steps that are not kept. */
  whole(request: Request): Request | undefined {
    const { steps, ...rest } = request;
    if (steps === undefined) return request;
    for (const fresh of steps.fresh) this.#keep(fresh);
    steps.forget.forEach((name) => this.#kept.delete(name));
    let ask: unknown = rest.ask;
    for (const { field, name } of steps.of) {
      const events = this.#kept.get(name);
      if (events === undefined) return undefined;
      ask =
        field === ''
          ? withSteps(ask, events)
          : { ...(ask as object), [field]: withSteps(Reflect.get(ask as object, field), events) };
    }
    return { ...rest, ask } as Request;
  }

  #keep({ name, text, like }: FreshSteps): void {
    const given = JSON.parse(text) as Steps;
    const old = like === undefined ? [] : this.#kept.get(like.name);
    // Without what it is like it is not known either, which whoever names it is told.
    if (old === undefined) return;
    this.#kept.set(name, like === undefined ? given : [...old.slice(0, like.from), ...given, ...old.slice(like.to)]);
  }

  /** An answer as it crosses: steps of an imported document are kept, since the next questions will be about them. */
  packed({ id, ...asked }: Request, answer: Answer): { readonly answer: Answer; readonly steps?: ImportedSteps } {
    const document = importedIn(answer);
    if (document === undefined || document.events.length < MANY_STEPS) return { answer };
    // Names that the page gives are positive.
    const name = -id;
    this.#kept.set(name, document.events);
    // Whoever has the JSON need not be sent what it says.
    const isGiven = asked.call === 'import' && asked.ask.importer === LAYOUT && stepsAsGiven.has(document.events);
    return {
      answer: withDocument(answer, { ...document, events: [] }),
      steps: { name, ...(isGiven ? {} : { text: JSON.stringify(document.events) }) },
    };
  }
}

const withSteps = (document: unknown, events: Steps): unknown => ({ ...(document as LayoutDocument), events });

function importedIn(answer: Answer): LayoutDocument | undefined {
  if (answer === null || typeof answer !== 'object' || !('ok' in answer) || !answer.ok) return undefined;
  const { value } = answer;
  return typeof value === 'object' && 'document' in value ? value.document : undefined;
}

const withDocument = (answer: Answer, document: LayoutDocument): Answer =>
  ({ ...answer, value: { ...(answer as { readonly value: object }).value, document } }) as Answer;

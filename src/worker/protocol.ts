/** Every call that crosses the worker boundary: its question and its answer. */
import type { Result } from '../core/base/result';
import type { Exported, Imported, FormatError } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { PlaceQuestion } from '../core/plan/nearest-place';
import type { Plan } from '../core/plan/plan';

export interface Calls {
  plan: { ask: { document: LayoutDocument; revision: number }; answer: Plan };
  /** The nearest address or size that works. */
  place: { ask: PlaceQuestion; answer: Result<number, Diagnostic> };
  /** `current` is the layout on screen: what the text does not speak of stays as it is there. */
  import: { ask: { name: string; text: string; current: LayoutDocument }; answer: Result<Imported, FormatError> };
  export: { ask: { exporter: string; document: LayoutDocument }; answer: Result<Exported, FormatError> };
}

export type CallName = keyof Calls;
export type Request = {
  [N in CallName]: { readonly id: number; readonly call: N; readonly ask: Calls[N]['ask'] };
}[CallName];
/** Ends a call that nobody waits for any more. */
export interface Cancel {
  readonly cancel: number;
}
export type Reply =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly answer: Calls[CallName]['answer'] }
  | { readonly id: number; readonly superseded: true }
  | { readonly id: number; readonly crash: { readonly message: string; readonly stack: string } };

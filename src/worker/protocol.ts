/** Every call that crosses the worker boundary: its question and its answer. */
import type { Result } from '../core/base/result';
import type { Exported, Imported, FormatError } from '../core/codecs/format';
import type { Preview } from '../core/cliffs/preview';
import type { SettingCliffs } from '../core/cliffs/cliff';
import type { Edit } from '../core/document/edit';
import type { LayoutDocument } from '../core/document/schema';
import type { AddressExplanation } from '../core/explain/explanation';
import type { FixSearch, Wanted } from '../core/fix/found-fix';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { RulePage } from '../core/lint/rule-page';
import type { PlaceQuestion } from '../core/plan/nearest-place';
import type { Plan } from '../core/plan/plan';
import type { DocPath } from '../core/space/region';

export interface Calls {
  plan: { ask: { document: LayoutDocument; revision: number }; answer: Plan };
  /** The nearest address or size that works. */
  place: { ask: PlaceQuestion; answer: Result<number, Diagnostic> };
  /** Ways out of a refusal or warning of QEMU's, smallest change first. */
  fixes: { ask: { document: LayoutDocument; finding: Wanted }; answer: FixSearch };
  /** Values of a setting at which something jumps. */
  cliffs: { ask: { document: LayoutDocument; path: DocPath }; answer: SettingCliffs };
  /** What edits would move, without carrying them out. */
  preview: { ask: { document: LayoutDocument; edits: readonly Edit[] }; answer: Preview };
  /** Which rule made an address what it is, and what would have to change for it to be something else. */
  explain: { ask: { document: LayoutDocument; address: number }; answer: AddressExplanation };
  /** What physmap knows of each code of a finding. */
  rules: { ask: null; answer: readonly RulePage[] };
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

/** Every call that crosses the worker boundary: its question and its answer. */
import type { Delta } from '../core/base/delta';
import type { Result } from '../core/base/result';
import type { Capture } from '../core/capture/capture';
import type { CheckedPlan } from '../core/capture/check';
import type { CheckOnPage } from '../core/capture/check-on-page';
import type { Candidate, ExportContext, Exported, FormatError, Imported, Source } from '../core/codecs/format';
import type { Preview } from '../core/cliffs/preview';
import type { SettingCliffs } from '../core/cliffs/cliff';
import type { Compared, Comparison } from '../core/compare/comparison';
import type { Outlook } from '../core/compare/outlook';
import type { Edit } from '../core/document/edit';
import type { LayoutDocument } from '../core/document/schema';
import type { AddressExplanation } from '../core/explain/explanation';
import type { FixSearch, Wanted } from '../core/fix/found-fix';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { RulePage } from '../core/lint/rule-page';
import type { PlaceQuestion } from '../core/plan/nearest-place';
import type { Instant } from '../core/timeline/instant';
import type { Plan } from '../core/plan/plan';
import type { DocPath } from '../core/space/region';
import type { Timeline } from '../core/space/timeline';
import type { DialectOutcome } from '../core/translate/compare-dialects';

export interface Calls {
  plan: { ask: { document: LayoutDocument; revision: number }; answer: Plan };
  /** The plan of a layout that need not be the one on screen, with its steps carried out: for a file. */
  planned: { ask: LayoutDocument; answer: Plan };
  /** A moment of the timeline of the plan of that revision; null where the planner has another one by now, or none. */
  instant: { ask: { revision: number; moment: number }; answer: Instant | null };
  /** The nearest address or size that works. */
  place: { ask: PlaceQuestion; answer: Result<number, Diagnostic> };
  /** Ways out of a refusal or warning of QEMU's, smallest change first. */
  fixes: { ask: { document: LayoutDocument; finding: Wanted }; answer: FixSearch };
  /** Values of a setting at which something jumps. */
  cliffs: { ask: { document: LayoutDocument; path: DocPath }; answer: SettingCliffs };
  /** What edits would move, without carrying them out. */
  preview: { ask: { document: LayoutDocument; edits: readonly Edit[] }; answer: Preview };
  /** How the steps would go if something was changed; null where there would be none. */
  otherwise: { ask: { document: LayoutDocument; edits: readonly Edit[] }; answer: Timeline | null };
  /** Which rule made an address what it is, and what would have to change for it to be something else. */
  explain: { ask: { document: LayoutDocument; address: number }; answer: AddressExplanation };
  /** The layout in every dialect of specific-purpose memory, oldest first. */
  dialects: { ask: { document: LayoutDocument }; answer: readonly DialectOutcome[] };
  /**
   * What a running guest said, held against the plan on screen. The planner keeps the last capture, so that it crosses once and not at
   * each edit; null where it has another one by now, or none.
   */
  check: { ask: { plan: CheckedPlan; number: number; capture?: Capture }; answer: CheckOnPage | null };
  /** What physmap knows of each code of a finding. */
  rules: { ask: null; answer: readonly RulePage[] };
  /** The formats that something pasted or dropped may be in, the likeliest first. */
  recognise: { ask: Source; answer: readonly Candidate[] };
  /**
   * `current` is the layout on screen: what the source does not speak of stays as it is there. Without the id of an importer the
   * likeliest reads.
   */
  import: {
    ask: { name: string; source: Source; current: LayoutDocument; importer?: string };
    answer: Result<Imported, FormatError>;
  };
  /** What will change if one layout takes the place of another. */
  outlook: { ask: { before: LayoutDocument; after: LayoutDocument }; answer: Outlook };
  compare: { ask: Compared; answer: Comparison };
  export: {
    ask: { exporter: string; document: LayoutDocument; context?: ExportContext };
    answer: Result<Exported, FormatError>;
  };
}

export type CallName = keyof Calls;
export type Request = {
  [N in CallName]: {
    readonly id: number;
    readonly call: N;
    readonly ask: Calls[N]['ask'];
    /** Of documents in the question that are without theirs here. */
    readonly steps?: StepsBeside;
  };
}[CallName];

/**
 * So many steps cross once, as JSON, which takes a third of the time that they would take as objects; from then on the worker knows them
 * by a number.
 */
export const MANY_STEPS = 1000;

export interface StepsBeside {
  /** Lists that the worker does not have yet. */
  readonly fresh: readonly FreshSteps[];
  readonly of: readonly {
    /** The field of the question that has the document; empty: the document is the question. */
    readonly field: string;
    readonly name: number;
  }[];
  /** Names that will not be used any more. */
  readonly forget: readonly number[];
}

export interface ImportedSteps {
  readonly name: number;
  /** JSON of the list; absent: they are the steps that the JSON has that was to be read, as they are there. */
  readonly text?: string;
}

export interface FreshSteps {
  readonly name: number;
  /** JSON of the list, or of what stands in it in the place of a stretch of another one. */
  readonly text: string;
  readonly like?: { readonly name: number; readonly from: number; readonly to: number };
}
/** Ends a call that nobody waits for any more. */
export interface Cancel {
  readonly cancel: number;
}
/** The lock that the worker has for as long as it lives; no request has the id. */
export interface Held {
  readonly id: 0;
  readonly held: string;
}
export type Reply =
  | { readonly id: number; readonly progress: number }
  /** What can be shown already of an answer that takes long; the answer follows. */
  | { readonly id: number; readonly early: Calls[CallName]['answer'] }
  | {
      readonly id: number;
      readonly answer: Calls[CallName]['answer'];
      /** Of the document that was imported, which is without them here: known by a name of the worker's from now on. */
      readonly steps?: ImportedSteps;
    }
  /** A plan, or a moment: what makes it of the one that this worker answered with before. */
  | { readonly id: number; readonly delta: Delta; readonly of?: 'instant' }
  /** The worker does not know steps that the question names. */
  | { readonly id: number; readonly unknown: true }
  | { readonly id: number; readonly superseded: true }
  | { readonly id: number; readonly crash: { readonly message: string; readonly stack: string } };

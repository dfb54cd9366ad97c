/** A workspace without a worker, for component tests. */
import { testPage, type TestPage } from '../app/page-for-tests';
import { Workspace, type WorkspaceParts } from '../app/workspace.svelte';
import type { Candidate, FormatError, Imported } from '../core/codecs/format';
import type { Outlook } from '../core/compare/outlook';
import type { Result } from '../core/base/result';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';

export interface Answers {
  readonly plan?: Plan;
  readonly recognise?: readonly Candidate[];
  readonly import?: Result<Imported, FormatError>;
  readonly outlook?: Outlook;
}

export function testWorkspace(
  document: LayoutDocument,
  answers: Answers = {},
): { workspace: Workspace; page: TestPage } {
  const planner: WorkspaceParts['planner'] = {
    call: (call) => {
      const answer = call in answers ? answers[call as keyof Answers] : undefined;
      return answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer as never);
    },
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const page = testPage();
  return { workspace: new Workspace({ document, saved: true, planner, page }), page };
}

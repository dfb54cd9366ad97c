/** What a patched QEMU prints of a mark, which is told by the finding about it and nowhere else. */
import { markingRules } from '../../qemu/marking/rules';
import type { MarkedRange } from '../../qemu/machine';
import type { Diagnostic } from '../diagnostic';
import type { LintContext } from '../rule';

/** Nothing of a mark that lies elsewhere without a word. Where both can be said, that the table stays as it is comes last, and is meant. */
export function saidOf({ startup: { dialect } }: LintContext, mark: MarkedRange): Pick<Diagnostic, 'qemu'> {
  const rules = dialect === undefined ? undefined : markingRules(dialect);
  const { node = 0, start, length, outcome, spans } = mark;
  const ofPlace = spans ? rules?.spanning?.text(node) : undefined;
  const text = outcome === 'failed' ? rules?.failed({ node, start, length }) : ofPlace;
  return text === undefined ? {} : { qemu: `warning: ${text}` };
}

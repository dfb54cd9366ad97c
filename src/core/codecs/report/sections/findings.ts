import type { LayoutDocument } from '../../../document/schema';
import type { Plan } from '../../../plan/plan';
import { checklist, type ChecklistItem } from '../../../review/checklist';
import type { FindingBlock, Section } from '../report';
import { waiverText } from './review';

function blockOf({ diagnostic, waivers }: ChecklistItem): FindingBlock {
  const { severity, code, what, where, why, works, alternatives, qemu } = diagnostic;
  return {
    kind: 'finding',
    ...{ severity, code, what, where, why },
    works: alternatives ?? [works],
    ...(qemu === undefined ? {} : { said: qemu }),
    waived: waivers.map(waiverText),
  };
}

/** Everything that is wrong or worth knowing, worst first, each with its four parts. */
export function findings(document: LayoutDocument, { diagnostics }: Plan): Section {
  return {
    id: 'findings',
    title: 'Findings',
    blocks:
      diagnostics.length === 0
        ? [{ kind: 'text', text: 'No problems.' }]
        : checklist(diagnostics, document.review).items.map(blockOf),
  };
}

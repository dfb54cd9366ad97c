/** Findings as a list that a reviewer ticks. */
import type { Review, Waiver } from '../document/review';
import type { Diagnostic } from '../lint/diagnostic';
import type { DocPath } from '../space/region';

export interface FindingPlace {
  readonly code: string;
  readonly path?: DocPath | undefined;
}

export interface ChecklistItem {
  readonly diagnostic: Diagnostic;
  /** Why it is let pass; several where reviewers gave different reasons, none where nobody did. */
  readonly waivers: readonly Waiver[];
}

export interface Checklist {
  /** In the order of the findings. */
  readonly items: readonly ChecklistItem[];
  /** Waivers of findings that there are no more: mended, or what they were about is gone. */
  readonly idle: readonly Waiver[];
}

/** Whether a waiver is about a finding: the same rule at the same place. What is gone lets nothing pass. */
export const isOfFinding = (waiver: Waiver, { code, path }: FindingPlace): boolean =>
  waiver.gone !== true && waiver.code === code && waiver.path === path;

const keyOf = ({ code, path }: FindingPlace): string => JSON.stringify([code, path]);

/** Takes time in proportion to both. */
export function checklist(diagnostics: readonly Diagnostic[], { waivers }: Review): Checklist {
  const byKey = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    if (waiver.gone !== true) byKey.set(keyOf(waiver), [...(byKey.get(keyOf(waiver)) ?? []), waiver]);
  }
  const used = new Set<Waiver>();
  const items = diagnostics.map((diagnostic) => {
    const own = byKey.get(keyOf(diagnostic)) ?? [];
    own.forEach((waiver) => used.add(waiver));
    return { diagnostic, waivers: own };
  });
  return { items, idle: waivers.filter((waiver) => !used.has(waiver)) };
}

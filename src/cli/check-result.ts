/** What came of checking a layout, before it is text for people or for a pipeline. */
import type { LayoutDocument } from '../core/document/schema';
import type { Waiver } from '../core/document/review';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { Checklist, ChecklistItem } from '../core/review/checklist';
import { utcText } from '../core/review/utc';

/** The least severity that fails. */
export type Threshold = 'error' | 'warning';

export interface Checked extends Checklist {
  readonly document: LayoutDocument;
  /** What it was read from. */
  readonly name: string;
  readonly failOn: Threshold;
  /** QEMU does. */
  readonly starts: boolean;
}

export const isWaived = ({ waivers }: ChecklistItem): boolean => waivers.length > 0;

export const fails = (item: ChecklistItem, failOn: Threshold): boolean =>
  !isWaived(item) && (item.diagnostic.severity === 'error' || item.diagnostic.severity === failOn);

/** A refusal of QEMU is a finding like others: it fails unless a reviewer let it pass. One that nothing has found fails always. */
export const isFailing = ({ items, failOn, starts }: Checked): boolean =>
  items.some((item) => fails(item, failOn)) ||
  (!starts && !items.some(({ diagnostic }) => diagnostic.severity === 'error'));

/** `known since 11.1 (Ann, 2026-11-22 22:57 UTC)`. */
export function reasonText({ reason, by, time }: Waiver): string {
  const signature = [...(by === undefined || by === '' ? [] : [by]), ...(time === undefined ? [] : [utcText(time)])];
  return signature.length === 0 ? reason : `${reason} (${signature.join(', ')})`;
}

/** Where, why, what works and what QEMU says, one line each. */
export const partsText = ({ where, why, works, qemu, path }: Diagnostic): readonly string[] => [
  `where: ${where}${path === undefined ? '' : ` (${path})`}`,
  `why:   ${why}`,
  `works: ${works}`,
  ...(qemu === undefined ? [] : [`QEMU:  ${qemu.replaceAll('\n', '\n       ')}`]),
];

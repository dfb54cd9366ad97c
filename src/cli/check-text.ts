/** What came of a check, for people. */
import { atOnce } from '../core/base/in-steps';
import type { LayoutDocument } from '../core/document/schema';
import { findFixes } from '../core/fix/find-fixes';
import type { Diagnostic, Fix, Severity } from '../core/lint/diagnostic';
import { isWaived, partsText, reasonText, type Checked } from './check-result';

export function checkText(checked: Checked): string {
  const { document, items, idle } = checked;
  const diagnostics = items.map(({ diagnostic }) => diagnostic);
  const findings = items.map((item) => {
    const { diagnostic, waivers } = item;
    const fixes = isWaived(item) ? [] : (diagnostic.fixes ?? fixesOf(document, diagnostic, diagnostics));
    const { severity, code, what } = diagnostic;
    return textOf([
      `${isWaived(item) ? 'waived ' : ''}${severity} ${code}: ${what}`,
      ...partsText(diagnostic),
      ...waivers.map((waiver) => `waived: ${reasonText(waiver)}`),
      ...fixes.map(({ title }) => `fix:   ${title}`),
    ]);
  });
  const unused = idle.map((waiver) => {
    const { code, path, what } = waiver;
    return textOf([
      `waiver without a finding: ${code}`,
      `where: ${what ?? path ?? 'the whole layout'}`,
      `waived: ${reasonText(waiver)}`,
    ]);
  });
  return [...findings, ...unused, outcomeText(checked)].join('');
}

/** Lines of a reason stay within their finding, and nothing in a layout moves the cursor of a terminal. */
const textOf = ([first = '', ...rest]: readonly string[]): string =>
  `${[first.replaceAll('\n', ' '), ...rest.map((line) => `  ${line.replaceAll('\n', '\n  ')}`)].join('\n')}\n`
    // eslint-disable-next-line no-control-regex -- these characters are what is looked for
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd');

/** `QEMU starts: 0 errors, 1 warnings, 2 notes, 1 waived`: what is waived counts as nothing else. */
export function outcomeText({ items, starts }: Checked): string {
  const open = items.filter((item) => !isWaived(item));
  const count = (severity: Severity): number =>
    open.filter(({ diagnostic }) => diagnostic.severity === severity).length;
  const waived = items.length - open.length;
  const counts = `${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes`;
  return `${starts ? 'QEMU starts' : 'QEMU refuses to start'}: ${counts}${waived === 0 ? '' : `, ${waived} waived`}\n`;
}

const isOfStep = ({ path }: Diagnostic): boolean => path?.startsWith('events.') === true;

/** What physmap finds for QEMU's refusals and warnings; those of the start behind the first refusal go away with it. */
function fixesOf(document: LayoutDocument, finding: Diagnostic, all: readonly Diagnostic[]): readonly Fix[] {
  const { code, qemu, path, severity } = finding;
  const first = all.find((each) => each.qemu !== undefined && each.severity === 'error' && !isOfStep(each));
  if (qemu === undefined || (severity === 'error' && finding !== first && !isOfStep(finding))) return [];
  const wanted = isOfStep(finding) && path !== undefined ? { code, qemu, path } : { code, qemu };
  return atOnce(findFixes(document, wanted)).fixes;
}

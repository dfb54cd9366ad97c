import type { LayoutDocument } from '../core/document/schema';
import { findFixes } from '../core/fix/find-fixes';
import type { Fix, Diagnostic } from '../core/lint/diagnostic';
import { computePlan } from '../core/plan/compute';
import type { Command, ExitCode } from './command';
import { complaintText } from './complaint';
import { readLayout } from './layout-source';

/** What is wrong with a layout, each finding with its four parts. */
export const checkCommand: Command = {
  id: 'check',
  usage: 'LAYOUT|LINK',
  summary: 'findings of a layout; exit code 0 clean, 1 errors, 2 unreadable',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  const [source, ...more] = words;
  if (source === undefined || more.length > 0) {
    const what = source === undefined ? 'no layout to check' : `check does not take ${more.join(' ')}`;
    const works = 'the path of a layout, - for standard input, or a link in quotes';
    process.stderr.write(
      complaintText({ what, where: 'command line', why: 'check looks at exactly one layout', works }),
    );
    return 2;
  }
  const read = await readLayout(source);
  if (!read.ok) {
    process.stderr.write(complaintText(read.error));
    return 2;
  }
  const { diagnostics, verdict } = computePlan(read.value.document, 0);
  const { document } = read.value;
  for (const diagnostic of diagnostics) {
    process.stdout.write(diagnosticText(diagnostic, diagnostic.fixes ?? fixesOf(document, diagnostic, diagnostics)));
  }
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  const errors = count('error');
  process.stdout.write(
    `${verdict.starts ? 'QEMU starts' : 'QEMU refuses to start'}: ${errors} errors, ${count('warning')} warnings, ${count('info')} notes\n`,
  );
  return errors > 0 || !verdict.starts ? 1 : 0;
}

/** What physmap finds for QEMU's refusals and warnings; those behind the first refusal go away with it. */
function fixesOf(document: LayoutDocument, finding: Diagnostic, all: readonly Diagnostic[]): readonly Fix[] {
  const first = all.find(({ qemu, severity }) => qemu !== undefined && severity === 'error');
  if (finding.qemu === undefined || (finding.severity === 'error' && finding !== first)) return [];
  const steps = findFixes(document, { code: finding.code, qemu: finding.qemu });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.fixes;
  }
}

function diagnosticText(
  { severity, code, what, where, why, works, qemu, path }: Diagnostic,
  fixes: readonly Fix[],
): string {
  const lines = [
    `${severity} ${code}: ${what}`,
    `  where: ${where}${path === undefined ? '' : ` (${path})`}`,
    `  why:   ${why}`,
    `  works: ${works}`,
    ...(qemu === undefined ? [] : [`  QEMU:  ${qemu.replaceAll('\n', '\n         ')}`]),
    ...fixes.map(({ title }) => `  fix:   ${title}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What came of a check as JUnit XML, which pipelines show as tests: one for the start of QEMU, one for each finding. */
import { fails, isWaived, partsText, reasonText, type Checked } from './check-result';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
/** For text and attributes. Characters that XML 1.0 cannot hold (section 2.2) are replaced. */
const xml = (value: string): string =>
  value
    // eslint-disable-next-line no-control-regex -- these characters are what is looked for
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character] ?? '');

interface Case {
  readonly name: string;
  readonly className: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly message: string;
  readonly details: readonly string[];
}

/** The start is waived with what refuses it. */
function startCase(checked: Checked): Case {
  const { starts, items } = checked;
  const refusals = items.flatMap(({ diagnostic: { severity, qemu = '' } }) =>
    severity === 'error' && qemu !== '' ? [qemu] : [],
  );
  const errors = items.filter(({ diagnostic }) => diagnostic.severity === 'error');
  const isLetPass = errors.length > 0 && errors.every(isWaived);
  return {
    name: 'QEMU starts',
    className: 'physmap',
    result: starts ? 'passed' : isLetPass ? 'skipped' : 'failed',
    message: starts ? '' : (refusals[0] ?? 'QEMU refuses to start'),
    details: starts ? [] : refusals,
  };
}

const findingCases = ({ items, failOn }: Checked): readonly Case[] =>
  items.map((item): Case => {
    const { diagnostic, waivers } = item;
    const { what, code, severity } = diagnostic;
    return {
      name: what,
      className: `physmap.${code}`,
      result: isWaived(item) ? 'skipped' : fails(item, failOn) ? 'failed' : 'passed',
      message: isWaived(item) ? `waived: ${waivers.map(reasonText).join('; ')}` : what,
      details: [`${severity} ${code}`, ...partsText(diagnostic)],
    };
  });

function caseText({ name, className, result, message, details }: Case): string {
  const text = xml(details.join('\n'));
  const inside = {
    passed: text === '' ? '' : `<system-out>${text}</system-out>`,
    failed: `<failure type="${xml(className)}" message="${xml(message)}">${text}</failure>`,
    skipped: `<skipped message="${xml(message)}"/>`,
  }[result];
  return `    <testcase name="${xml(name)}" classname="${xml(className)}">${inside}</testcase>`;
}

export function junitOf(checked: Checked): string {
  const cases = [startCase(checked), ...findingCases(checked)];
  const count = (result: Case['result']): number => cases.filter((each) => each.result === result).length;
  const counts = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  const { document, name } = checked;
  const suite = document.title === '' ? name : document.title;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="physmap check" ${counts}>`,
    `  <testsuite name="${xml(suite)}" ${counts}>`,
    ...cases.map(caseText),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

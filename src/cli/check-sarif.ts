/**
 * What came of a check as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code hosts show beside the file. Waived
 * findings are suppressed results with their reasons.
 */
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '../core/lint/diagnostic';
import type { ChecklistItem } from '../core/review/checklist';
import { partsText, reasonText, type Checked } from './check-result';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** Section 3.27.10. */
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A file is named so that it is found from where the check ran; standard input and links are no files. */
function artifactUri(name: string): string | undefined {
  if (name === '-' || name.includes('#') || /^https?:/.test(name)) return undefined;
  return isAbsolute(name)
    ? pathToFileURL(name).href
    : name
        .split(sep)
        .map((part) => encodeURIComponent(part))
        .join('/');
}

function resultOf({ diagnostic, waivers }: ChecklistItem, ruleIndex: number, uri: string | undefined): object {
  const { code, what, severity, path, where } = diagnostic;
  const logical = { name: where, kind: 'member', ...(path === undefined ? {} : { fullyQualifiedName: path }) };
  // Hosts want a line; a layout is one thing, and its first line stands for it.
  const physical =
    uri === undefined ? {} : { physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } };
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: [what, ...partsText(diagnostic)].join('\n') },
    locations: [{ ...physical, logicalLocations: [logical] }],
    partialFingerprints: { 'codeAndPath/v1': JSON.stringify([code, path ?? null]) },
    // Section 3.27.23: an empty array says that it was looked for reasons, and there are none.
    suppressions: waivers.map((waiver) => ({
      kind: 'inSource',
      status: 'accepted',
      justification: reasonText(waiver),
    })),
  };
}

export function sarifOf({ items, name }: Checked): string {
  const codes = [...new Set(items.map(({ diagnostic: { code } }) => code))];
  const indexes = new Map(codes.map((code, index) => [code, index]));
  const uri = artifactUri(name);
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'physmap', rules: codes.map((id) => ({ id, shortDescription: { text: id } })) } },
        columnKind: 'utf16CodeUnits',
        results: items.map((item) => resultOf(item, indexes.get(item.diagnostic.code) ?? 0, uri)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What differs between two layouts, or between a layout and a running machine, for a shell and for review pipelines. */
import { err, ok, type Result } from '../core/base/result';
import type { Imported } from '../core/codecs/format';
import { compare } from '../core/compare/compare';
import { isUnchanged, meansSame } from '../core/compare/told';
import type { Compared, ComparedOption, Comparison, RangeChange } from '../core/compare/comparison';
import type { Command, ExitCode } from './command';
import { complaintText, type Complaint } from './complaint';
import { readComparable } from './layout-source';

export const compareCommand: Command = {
  id: 'compare',
  usage: 'LAYOUT|LINK|CAPTURE LAYOUT|LINK|CAPTURE [--json]',
  summary:
    'what differs; exit code 0 they mean the same, 1 they differ, 2 unreadable; one may be what a machine says of itself',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  const isJson = words.includes('--json');
  const [first, second, ...more] = words.filter((word) => word !== '--json');
  if (first === undefined || second === undefined || more.length > 0 || (first === '-' && second === '-')) {
    const given = [first, second, ...more].filter((word) => word !== undefined);
    return complain({
      what: given.length === 1 ? 'one layout to compare' : `${given.length} layouts to compare`,
      where: 'command line',
      why: 'two layouts are compared, and standard input can be one of them',
      works: compareCommand.usage,
    });
  }
  const before = await readComparable(first);
  if (!before.ok) return complain(before.error);
  const after = await readComparable(second);
  if (!after.ok) return complain(after.error);
  const compared = comparedOf(before.value, after.value);
  if (!compared.ok) return complain(compared.error);
  const comparison = compare(compared.value);
  const isSame = meansSame(comparison);
  const text = isJson
    ? `${JSON.stringify(jsonOf(comparison, isSame), null, 2)}\n`
    : textOf(comparison, isSame, [first, second]);
  await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  return isSame ? 0 : 1;
}

function comparedOf(before: Imported, after: Imported): Result<Compared, Complaint> {
  if (before.capture === undefined && after.capture === undefined) {
    return ok({ before: before.document, after: after.document });
  }
  if (before.capture === undefined && after.capture !== undefined) {
    return ok({ layout: before.document, machine: after.capture, isMachineFirst: false });
  }
  if (before.capture !== undefined && after.capture === undefined) {
    return ok({ layout: after.document, machine: before.capture, isMachineFirst: true });
  }
  return err({
    what: 'two machines are not compared',
    where: 'command line',
    why: 'both are what a running machine says of itself, which is held against a layout',
    works: 'a layout or a link as one of the two',
  });
}

function complain(complaint: Complaint): ExitCode {
  process.stderr.write(complaintText(complaint));
  return 2;
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** As tools that show words that went and came: `[-576G-]{+832G+}`. */
const optionText = ({ pieces, likewise }: ComparedOption): string => {
  const text = pieces.map(({ text: piece, in: side }) =>
    side === 'both' ? piece : side === 'before' ? `[-${piece}-]` : `{+${piece}+}`,
  );
  return `  ${text.join('')}${likewise.length === 0 ? '' : `  and likewise ${likewise.join(', ')}`}`;
};

/** A link is too long to be a name. */
const LONGEST_NAME = 72;
const nameOf = (title: string, source: string): string =>
  title !== '' ? title : source.length > LONGEST_NAME ? `${source.slice(0, LONGEST_NAME)}…` : source;

function textOf(comparison: Comparison, isSame: boolean, [first = '', second = '']: readonly string[]): string {
  const { headline, summary, ranges, facts, options, groups } = comparison;
  const titles = `A  ${nameOf(comparison.before.title, first)}\nB  ${nameOf(comparison.after.title, second)}`;
  if (isSame) return `${headline}\n${summary}\n\n${titles}\n`;
  const changed = ranges.filter((change) => !isUnchanged(change));
  const settings = groups.flatMap(({ title, changes, count }) => [
    ...changes.map(({ what, before, after }) => [title, what, before ?? '–', '→', after ?? '–']),
    ...(count > changes.length ? [[title, `${count - changes.length} more`]] : []),
  ]);
  const parts = [
    ['Ranges', ...aligned(changed.map(({ id, words }) => [id, words.join(', ')]))],
    [
      'Before and after',
      ...aligned(
        facts.map(({ label, before = '–', after = '–', differs }) => [label, before, after, differs ? '*' : '']),
      ),
    ],
    ['Command line', ...options.map(optionText)],
    ['Settings', ...aligned(settings)],
  ];
  const told = parts.filter((lines) => lines.length > 1).map((lines) => lines.join('\n'));
  return `${[`${headline}\n${summary}`, titles, ...told].join('\n\n')}\n`;
}

const rangeOf = (region: RangeChange['before']): object | null =>
  region === undefined
    ? null
    : {
        start: `0x${region.range.start.toString(16)}`,
        end: `0x${region.range.end.toString(16)}`,
        kind: region.kind,
        name: region.name,
        ...(region.node === undefined ? {} : { node: region.node }),
      };

/** Addresses as text, ends exclusive. */
function jsonOf(
  { headline, summary, ranges, facts, options, groups, before, after }: Comparison,
  isSame: boolean,
): object {
  const side = ({ title, error, warnings }: Comparison['before']): object => ({
    title,
    error: error ?? null,
    warnings,
  });
  return {
    same: isSame,
    headline,
    summary,
    before: side(before),
    after: side(after),
    ranges: ranges.map(({ id, kinds, movedBy, resizedBy, words, bound, ...sides }) => ({
      id,
      kinds,
      before: rangeOf(sides.before),
      after: rangeOf(sides.after),
      movedBy,
      resizedBy,
      words,
      ...(bound === undefined ? {} : { bound }),
    })),
    facts,
    options,
    groups,
  };
}

import { writeFile } from 'node:fs/promises';
import { registry } from '../core/base/registry';
import type { LayoutDocument } from '../core/document/schema';
import { checklist } from '../core/review/checklist';
import { planOverTime } from '../core/timeline/plan';
import { junitOf } from './check-junit';
import { isFailing, type Checked, type Threshold } from './check-result';
import { sarifOf } from './check-sarif';
import { checkText, outcomeText } from './check-text';
import type { Command, ExitCode } from './command';
import { complaintText, type Complaint } from './complaint';
import { pathFromUser, readLayout } from './layout-source';

/** What is wrong with a layout, each finding with its four parts; findings that reviewers let pass are listed and do not fail. */
export const checkCommand: Command = {
  id: 'check',
  usage: 'LAYOUT|LINK [--format text|junit|sarif] [--fail-on error|warning] [--out PATH]',
  summary: 'findings and waivers of a layout; exit code 0 clean, 1 errors, 2 unreadable',
  run,
};

const forms = registry<{ readonly id: string; readonly write: (checked: Checked) => string }>([
  { id: 'text', write: checkText },
  { id: 'junit', write: junitOf },
  { id: 'sarif', write: sarifOf },
]);
const THRESHOLDS: readonly Threshold[] = ['error', 'warning'];

interface Wish {
  readonly source: string;
  readonly write: (checked: Checked) => string;
  readonly failOn: Threshold;
  readonly out: string | undefined;
}

const OPTIONS = ['--format', '--fail-on', '--out'] as const;

/** Options as `--format junit` and as `--format=junit`; what is left is the layout. */
function split(words: readonly string[]): {
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
} {
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const name = OPTIONS.find((option) => word === option || word.startsWith(`${option}=`));
    if (name === undefined) rest.push(word);
    else if (word === name) given.set(name, words[(index += 1)] ?? '');
    else given.set(name, word.slice(name.length + 1));
  }
  return { given, rest };
}

function readWish(words: readonly string[]): Wish | Complaint {
  const { given, rest } = split(words);
  const [source, ...more] = rest;
  const where = 'command line';
  if (source === undefined || more.length > 0) {
    const what = source === undefined ? 'no layout to check' : `check does not take ${more.join(' ')}`;
    const works = 'the path of a layout, - for standard input, or a link in quotes';
    return { what, where, why: 'check looks at exactly one layout', works };
  }
  const format = given.get('--format') ?? 'text';
  const form = forms.find(format);
  if (form === undefined) {
    const works = `--format with one of ${forms.all.map(({ id }) => id).join(', ')}`;
    return { what: `check has no format ${format}`, where, why: 'each format has its name', works };
  }
  const wanted = given.get('--fail-on') ?? 'error';
  const failOn = THRESHOLDS.find((each) => each === wanted);
  if (failOn === undefined) {
    const works = `--fail-on with one of ${THRESHOLDS.join(', ')}`;
    return {
      what: `check cannot fail on ${wanted}`,
      where,
      why: 'only errors and warnings are worth failing for',
      works,
    };
  }
  const out = given.get('--out');
  if (out === '') return { what: '--out names no file', where, why: 'it says where to write', works: '--out PATH' };
  return { source, write: form.write, failOn, out };
}

/** @param name what the layout was read from, as the user wrote it */
function checkLayout(document: LayoutDocument, name: string, failOn: Threshold): Checked {
  const { diagnostics, verdict } = planOverTime(document, 0).plan;
  return { document, name, failOn, starts: verdict.starts, ...checklist(diagnostics, document.review) };
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const wish = readWish(words);
  if ('what' in wish) return complain(wish);
  const { source, write, failOn, out } = wish;
  const read = await readLayout(source);
  if (!read.ok) return complain(read.error);
  const checked = checkLayout(read.value.document, source, failOn);
  if (out === undefined) await new Promise<void>((done) => process.stdout.write(write(checked), () => done()));
  else {
    try {
      await writeFile(pathFromUser(out), write(checked));
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown';
      return complain({ what: `${out} cannot be written`, where: out, why, works: 'a path in a folder that exists' });
    }
    process.stdout.write(outcomeText(checked));
  }
  return isFailing(checked) ? 1 : 0;
}

function complain(complaint: Complaint): ExitCode {
  process.stderr.write(complaintText(complaint));
  return 2;
}

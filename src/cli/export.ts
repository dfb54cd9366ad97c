import { writeFile } from 'node:fs/promises';
import type { Exported, FormatError } from '../core/codecs/format';
import { exporters } from '../core/codecs/exporters';
import type { Result } from '../core/base/result';
import { computePlan } from '../core/plan/compute';
import type { Command, ExitCode } from './command';
import { complaintText, unreadable, type Complaint } from './complaint';
import { pathFromUser, readLayout } from './layout-source';

const formats = (): string => exporters.all.map(({ id }) => id).join(', ');

/** Writes a layout in one of the formats that the page offers for download. */
export const exportCommand: Command = {
  id: 'export',
  usage: 'LAYOUT|LINK --format FORMAT [--out PATH]',
  summary: 'a file made of a layout; without a format it lists them',
  run,
};

interface Wish {
  readonly source: string;
  readonly format: string;
  readonly out: string | undefined;
}

function readWish(words: readonly string[]): Wish | Complaint {
  const given = new Map<string, string>();
  const sources: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--format' || word === '--out') given.set(word, words[(index += 1)] ?? '');
    else sources.push(word);
  }
  const [source, ...more] = sources;
  const format = given.get('--format') ?? '';
  const where = 'command line';
  if (source === undefined || more.length > 0) {
    const what = source === undefined ? 'no layout to export' : `export does not take ${more.join(' ')}`;
    return { what, where, why: 'export writes exactly one layout', works: exportCommand.usage };
  }
  if (!exporters.find(format)) {
    const what = format === '' ? 'no format given' : `no format is called ${format}`;
    return { what, where, why: 'a layout has a form for each purpose', works: `--format with one of ${formats()}` };
  }
  const out = given.get('--out');
  return { source, format, out: out === '' ? undefined : out };
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const wish = readWish(words);
  if ('what' in wish) return complain(wish, 2);
  const read = await readLayout(wish.source);
  if (!read.ok) return complain(read.error, 2);
  const { document } = read.value;
  const written: Result<Exported, FormatError> | undefined = exporters
    .find(wish.format)
    ?.write(computePlan(document, 0), document);
  if (!written) return 2;
  if (!written.ok) return complain(unreadable(wish.source, written.error), 1);
  return store(written.value, wish.out);
}

async function store({ content }: Exported, out: string | undefined): Promise<ExitCode> {
  if (out === undefined) {
    await new Promise<void>((resolve) => process.stdout.write(content, () => resolve()));
    return 0;
  }
  try {
    await writeFile(pathFromUser(out), content);
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    return complain({ what: `${out} cannot be written`, where: out, why, works: 'a path in a folder that exists' }, 1);
  }
}

function complain(complaint: Complaint, code: ExitCode): ExitCode {
  process.stderr.write(complaintText(complaint));
  return code;
}

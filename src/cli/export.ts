import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exported, Exporter } from '../core/codecs/format';
import { exporters } from '../core/codecs/exporters';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { planOverTime } from '../core/timeline/plan';
import type { Command, ExitCode } from './command';
import { complaintText, unreadable, type Complaint } from './complaint';
import { cliContext } from './export-context';
import { pathFromUser, readLayout } from './layout-source';

/** Writes a layout in formats that the page offers for download. */
export const exportCommand: Command = {
  id: 'export',
  usage: 'LAYOUT|LINK --format FORMAT[,FORMAT…] [--compared-with LAYOUT|LINK] [--out PATH]',
  summary: 'a file made of a layout, or several into a folder; without a format it lists them',
  run,
};

interface Wish {
  readonly source: string;
  readonly formats: readonly Exporter[];
  readonly out: string | undefined;
  /** Where the layout comes from that a report tells the changes against. */
  readonly comparedWith: string | undefined;
}

/** One format a line, its title behind it. */
function formatList(): string {
  const widest = Math.max(...exporters.all.map(({ id }) => id.length));
  return exporters.all.map(({ id, title }) => `${id.padEnd(widest)}  ${title}`).join('\n');
}

function readWish(words: readonly string[]): Wish | Complaint {
  const ids: string[] = [];
  const sources: string[] = [];
  let out = '';
  let comparedWith = '';
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--format') ids.push(...(words[(index += 1)] ?? '').split(',').filter((id) => id !== ''));
    else if (word === '--out') out = words[(index += 1)] ?? '';
    else if (word === '--compared-with') comparedWith = words[(index += 1)] ?? '';
    else sources.push(word);
  }
  const [source, ...more] = sources;
  const where = 'command line';
  if (source === undefined || more.length > 0) {
    const what = source === undefined ? 'no layout to export' : `export does not take ${more.join(' ')}`;
    return { what, where, why: 'export writes exactly one layout', works: exportCommand.usage };
  }
  const unknown = ids.find((id) => exporters.find(id) === undefined);
  if (ids.length === 0 || unknown !== undefined) {
    const what = unknown === undefined ? 'no format given' : `no format is called ${unknown}`;
    return { what, where, why: 'a layout has a form for each purpose', works: `--format with one of\n${formatList()}` };
  }
  if (ids.length > 1 && out === '') {
    const why = 'several files cannot go to standard output';
    return { what: `${ids.length} formats and no folder`, where, why, works: '--out with a folder for them' };
  }
  const formats = ids.flatMap((id) => exporters.find(id) ?? []);
  return { source, formats, out: out || undefined, comparedWith: comparedWith || undefined };
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const wish = readWish(words);
  if ('what' in wish) return complain(wish, 2);
  const { source, formats, out, comparedWith } = wish;
  const read = await readLayout(source);
  if (!read.ok) return complain(read.error, 2);
  const { document } = read.value;
  const earlier = comparedWith === undefined ? undefined : await readLayout(comparedWith);
  if (earlier?.ok === false) return complain(earlier.error, 2);
  const { plan } = planOverTime(document, 0);
  let code: ExitCode = 0;
  for (const exporter of formats) {
    const file = await written(exporter, plan, document, earlier?.value.document);
    if (!('fileName' in file)) code = complain({ ...file, where: source }, 1);
    else if ((await store(file, out, formats.length > 1)) !== 0) code = 1;
  }
  return code;
}

async function written(
  exporter: Exporter,
  plan: Plan,
  document: LayoutDocument,
  earlier: LayoutDocument | undefined,
): Promise<Exported | Complaint> {
  const { needs = [] } = exporter;
  const made = needs.length === 0 ? undefined : await cliContext(needs, document, plan);
  const context = earlier === undefined ? made : { ...made, comparedWith: { document: earlier } };
  const file = exporter.write(plan, document, context);
  return file.ok ? file.value : unwritable(exporter, file.error);
}

const unwritable = ({ id }: Exporter, error: Parameters<typeof unreadable>[1]): Complaint => ({
  ...unreadable('', error),
  what: `no ${id} can be written (${error.code})`,
});

/** @param isFolder `out` is one, and the file has its own name in it */
async function store(
  { content, fileName, notes = [] }: Exported,
  out: string | undefined,
  isFolder: boolean,
): Promise<ExitCode> {
  if (out === undefined) {
    await new Promise<void>((resolve) => process.stdout.write(content, () => resolve()));
    return 0;
  }
  const path = isFolder ? join(pathFromUser(out), fileName) : pathFromUser(out);
  try {
    if (isFolder) await mkdir(pathFromUser(out), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    return complain({ what: `${out} cannot be written`, where: out, why, works: 'a path in a folder that exists' }, 1);
  }
  for (const note of notes) process.stderr.write(`physmap: ${fileName}: ${note}\n`);
  return 0;
}

function complain(complaint: Complaint, code: ExitCode): ExitCode {
  process.stderr.write(complaintText(complaint));
  return code;
}

import { jsonText } from '../core/codecs/json-text';
import { compactDocument } from '../core/document/defaults';
import type { Command, ExitCode } from './command';
import { complaintText } from './complaint';
import { readLayout } from './layout-source';

/** Reads any text that the page can read, and writes the layout that it means. */
export const importCommand: Command = {
  id: 'import',
  usage: 'PATH|-|LINK',
  summary: 'the layout JSON of a command line, a table or any other readable text',
  run,
};

async function run(words: readonly string[]): Promise<ExitCode> {
  const [source, ...more] = words;
  if (source === undefined || more.length > 0) {
    const what = source === undefined ? 'nothing to import' : `import does not take ${more.join(' ')}`;
    const works = 'the path of a file, - for standard input, or a link in quotes';
    process.stderr.write(complaintText({ what, where: 'command line', why: 'import reads exactly one text', works }));
    return 2;
  }
  const read = await readLayout(source);
  if (!read.ok) {
    process.stderr.write(complaintText(read.error));
    return 2;
  }
  const { document, notes } = read.value;
  for (const { message, line } of notes)
    process.stderr.write(`note${line === undefined ? '' : `, line ${line}`}: ${message}\n`);
  process.stdout.write(`${jsonText(compactDocument(document), 2)}\n`);
  return 0;
}

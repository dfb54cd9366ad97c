import { toHex } from '../core/base/bytes';
import { jsonText } from '../core/codecs/json-text';
import type { Capture } from '../core/capture/capture';
import { compactDocument } from '../core/document/defaults';
import type { Command, ExitCode } from './command';
import { complaintText, type Complaint } from './complaint';
import { readAny, type ReadSource } from './layout-source';

/** Reads any text or file that the page can read, and writes the layout that it means. */
export const importCommand: Command = {
  id: 'import',
  usage: 'PATH|-|LINK [--as ID]',
  summary: 'the layout JSON of a command line, a table, a picture or anything else that can be read',
  run,
};

function readWish(words: readonly string[]): { readonly source: string; readonly as: string | undefined } | Complaint {
  const sources: string[] = [];
  let as: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--as') as = words[(index += 1)] ?? '';
    else if (word.startsWith('--as=')) as = word.slice('--as='.length);
    else sources.push(word);
  }
  const [source, ...more] = sources;
  if (source !== undefined && more.length === 0) return { source, as };
  const what = source === undefined ? 'nothing to import' : `import does not take ${more.join(' ')}`;
  const works = 'the path of a file, - for standard input, or a link in quotes';
  return { what, where: 'command line', why: 'import reads exactly one text', works };
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const wish = readWish(words);
  if ('what' in wish) return complain(wish);
  const read = await readAny(wish.source, wish.as);
  return read.ok ? tell(read.value) : complain(read.error);
}

/** What was captured of a running guest is no layout: it is told as what it is. */
function tell({ as, document, notes, part, report, capture }: ReadSource): ExitCode {
  process.stderr.write(`read as ${as}${part === undefined ? '' : `: ${PARTS[part]}`}\n`);
  for (const { message, line } of notes)
    process.stderr.write(`note${line === undefined ? '' : `, line ${line}`}: ${message}\n`);
  for (const { line, last, text } of report?.unread ?? [])
    process.stderr.write(`not understood, line ${line === last ? line : `${line} to ${last}`}: ${text}\n`);
  const json = capture === undefined ? jsonText(compactDocument(document), 2) : captureText(capture);
  process.stdout.write(`${json}\n`);
  return 0;
}

const PARTS = {
  host: 'the host of a layout',
  events: 'the steps of a layout',
  devices: 'the memory devices of a layout',
  nothing: 'a capture of a running guest, to be held against a layout; it makes none',
};

const captureText = (capture: Capture): string =>
  JSON.stringify(
    { capture },
    (_key, value: unknown) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value instanceof Uint8Array ? toHex(value) : value,
    2,
  );

function complain(complaint: Complaint): ExitCode {
  process.stderr.write(complaintText(complaint));
  return 2;
}

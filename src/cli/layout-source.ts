/** Where commands get a layout from: a file, standard input, or a link. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/base/result';
import { atOnce } from '../core/base/in-steps';
import type { Candidate, Imported, Source } from '../core/codecs/format';
import { candidates, importers, importInSteps } from '../core/codecs/importers';
import { decodeLink } from '../share/link';
import { linkInText } from '../share/link-in-text';
import { LINK, LINK_READING, readings } from '../share/readings';
import { sourceOf } from '../share/source-of';
import { unreadable, type Complaint } from './complaint';

/** Far more than any layout; it keeps a disk image from being read as one. */
const LARGEST_FILE = 64 * 2 ** 20;

/** npm runs scripts in the package's folder; paths are meant from where the command was typed. */
export const pathFromUser = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

const isLink = (text: string): boolean => /^https?:\/\//.test(text) || /(?:^|#|&)d=/.test(text);

/** What was read, and as what. */
export interface ReadSource extends Imported {
  /** Id of the importer, or of the link in the text. */
  readonly as: string;
}

/**
 * The layout that a source means. Of several readings the likeliest that makes a layout counts; what is only to be held against one is
 * none.
 * @param source a path, `-` for standard input, or a link
 */
export async function readLayout(source: string): Promise<Result<Imported, Complaint>> {
  const opened = await openSource(source);
  if (!opened.ok) return opened;
  let first: Result<ReadSource, Complaint> | undefined;
  for (const { id } of opened.value.choices.filter(({ likely }) => likely)) {
    const read = await readAs(source, opened.value.source, id);
    if (read.ok && read.value.part !== 'nothing') return read;
    first ??= read.ok ? err(noLayout(source, read.value)) : read;
  }
  return first ?? readAs(source, opened.value.source, undefined);
}

/**
 * What a source says that can be compared: a layout, else what a machine said of itself.
 * @param source a path, `-` for standard input, or a link
 */
export async function readComparable(source: string): Promise<Result<Imported, Complaint>> {
  const opened = await openSource(source);
  if (!opened.ok) return opened;
  const reads: Result<ReadSource, Complaint>[] = [];
  for (const { id } of opened.value.choices.filter(({ likely }) => likely)) {
    reads.push(await readAs(source, opened.value.source, id));
  }
  const read = reads.flatMap((each) => (each.ok ? [each.value] : []));
  const whole = read.find(({ part }) => part === undefined) ?? read.find(({ capture }) => capture !== undefined);
  const part = whole ?? read[0];
  return part === undefined ? (reads[0] ?? readAs(source, opened.value.source, undefined)) : ok(part);
}

/**
 * What a source says, whatever it is.
 * @param as id of the reading; without one, a source that can be several things is not read
 */
export async function readAny(source: string, as: string | undefined): Promise<Result<ReadSource, Complaint>> {
  if (as !== undefined && as !== LINK_READING && importers.find(as) === undefined) {
    const works = `--as with one of ${[LINK_READING, ...importers.all.map(({ id }) => id)].join(', ')}`;
    return err({ what: `nothing is read as ${as}`, where: 'command line', why: 'each format has its id', works });
  }
  const opened = await openSource(source);
  if (!opened.ok) return opened;
  const likely = opened.value.choices.filter((choice) => choice.likely);
  if (as === undefined && likely.length > 1) return err(ambiguous(source, likely));
  return readAs(source, opened.value.source, as ?? likely[0]?.id);
}

interface OpenedSource {
  readonly source: Source;
  readonly choices: readonly Candidate[];
}

/** A link as an argument is a text with a link and nothing else. */
async function openSource(source: string): Promise<Result<OpenedSource, Complaint>> {
  if (isLink(source)) return ok({ source: { text: source }, choices: [LINK] });
  const bytes = await readBytes(source);
  if (!bytes.ok) return bytes;
  const opened = sourceOf(bytes.value);
  return ok({ source: opened, choices: readings(opened, candidates(opened)) });
}

async function readAs(name: string, source: Source, as: string | undefined): Promise<Result<ReadSource, Complaint>> {
  if (as === LINK_READING && 'text' in source) {
    const opened = await decodeLink(isLink(name) ? source.text : (linkInText(source.text) ?? source.text));
    if (opened.ok) return ok({ as, document: opened.value, notes: [] });
    const { code, message, works } = opened.error;
    return err({ what: `the link cannot be opened (link/${code})`, where: name.slice(0, 80), why: message, works });
  }
  const read = atOnce(importInSteps(source, undefined, as));
  return read.ok ? ok({ ...read.value, as: as ?? '' }) : err(unreadable(nameOf(name), read.error));
}

const titles = (choices: readonly Candidate[]): string =>
  choices.map(({ id, title, does }) => `${id}: ${title}. ${does}`).join('\n');

const ambiguous = (source: string, choices: readonly Candidate[]): Complaint => ({
  what: `${nameOf(source)} can be read in several ways`,
  where: nameOf(source),
  why: titles(choices),
  works: choices.map(({ id }) => `--as ${id}`).join(' or '),
});

const noLayout = (source: string, { capture }: Imported): Complaint => ({
  what: `${nameOf(source)} is no layout`,
  where: nameOf(source),
  why: `it is ${capture?.title ?? 'something else'}, which is held against a layout and makes none`,
  works: 'the path of a layout, - for standard input, or a link',
});

const nameOf = (source: string): string => (source === '-' ? 'standard input' : source);

async function readBytes(source: string): Promise<Result<Uint8Array, Complaint>> {
  const complaint = (why: string, works: string): Result<Uint8Array, Complaint> =>
    err({ what: `${nameOf(source)} cannot be read`, where: nameOf(source), why, works });
  try {
    if (source === '-') return ok(await readStdin());
    const path = pathFromUser(source);
    const { size } = await stat(path);
    if (size > LARGEST_FILE) return complaint(`it has ${size} bytes`, `a layout of at most ${LARGEST_FILE} bytes`);
    return ok(await readFile(path));
  } catch (error) {
    return complaint(
      error instanceof Error ? error.message : 'unknown',
      'the path of a file that exists, - for standard input, or a link',
    );
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > LARGEST_FILE) throw new Error(`there are more than ${LARGEST_FILE} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Where commands get a layout from: a file, standard input, or a link. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/base/result';
import type { Imported } from '../core/codecs/format';
import { importText } from '../core/codecs/importers';
import { decodeLink } from '../share/link';
import { unreadable, type Complaint } from './complaint';

/** Far more than any layout; it keeps a disk image from being read as one. */
const LARGEST_FILE = 64 * 2 ** 20;

/** npm runs scripts in the package's folder; paths are meant from where the command was typed. */
export const pathFromUser = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

const isLink = (text: string): boolean => /^https?:\/\//.test(text) || /(?:^|#|&)d=/.test(text);

/** @param source a path, `-` for standard input, or a link */
export async function readLayout(source: string): Promise<Result<Imported, Complaint>> {
  if (isLink(source)) {
    const opened = await decodeLink(source);
    if (opened.ok) return ok({ document: opened.value, notes: [] });
    const { code, message, works } = opened.error;
    return err({ what: `the link cannot be opened (link/${code})`, where: source.slice(0, 80), why: message, works });
  }
  const text = await readText(source);
  if (!text.ok) return text;
  const read = importText(text.value);
  return read.ok ? read : err(unreadable(nameOf(source), read.error));
}

const nameOf = (source: string): string => (source === '-' ? 'standard input' : source);

async function readText(source: string): Promise<Result<string, Complaint>> {
  const complaint = (why: string, works: string): Result<string, Complaint> =>
    err({ what: `${nameOf(source)} cannot be read`, where: nameOf(source), why, works });
  try {
    if (source === '-') return ok(await readStdin());
    const path = pathFromUser(source);
    const { size } = await stat(path);
    if (size > LARGEST_FILE) return complaint(`it has ${size} bytes`, `a layout of at most ${LARGEST_FILE} bytes`);
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return complaint(
      error instanceof Error ? error.message : 'unknown',
      'the path of a file that exists, - for standard input, or a link',
    );
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > LARGEST_FILE) throw new Error(`there are more than ${LARGEST_FILE} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

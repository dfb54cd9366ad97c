/** The layout inside of a PNG: an `iTXt` chunk of our own keyword, uncompressed, right behind the header. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { LONGEST_LAYOUT } from '../layout-json';
import { NO_LAYOUT } from './layout-inside';
import { chunkBytes, readChunks, type PngChunk } from './png-chunks';

const KEYWORD = 'physmap layout';
/** Keyword, compression flag and method, language, translated keyword; the last two are empty (section 11.3.3.4). */
const HEAD = [...KEYWORD].map((letter) => letter.charCodeAt(0)).concat([0, 0, 0, 0, 0]);

/** The same picture with a layout inside, in place of one that it may have. */
export function withLayoutChunk(png: Uint8Array, layout: string): Result<Uint8Array, FormatError> {
  const chunks = readChunks(png);
  if (!chunks.ok) return chunks;
  const [header, ...rest] = chunks.value;
  if (header === undefined) return err(NO_LAYOUT);
  const data = new Uint8Array(HEAD.length + layout.length);
  data.set(HEAD);
  for (let index = 0; index < layout.length; index += 1) data[HEAD.length + index] = layout.charCodeAt(index);
  const parts = [
    png.subarray(0, header.end),
    chunkBytes('iTXt', data),
    ...rest.filter((chunk) => !isOurs(chunk)).map(({ type, data: own }) => chunkBytes(type, own)),
  ];
  return ok(joined(parts));
}

/** The text in the one chunk of our keyword. A compressed one is not read: nothing of a stranger's is inflated. */
export function layoutInPng(bytes: Uint8Array): Result<string, FormatError> {
  const chunks = readChunks(bytes);
  if (!chunks.ok) return chunks;
  const data = chunks.value.find(isOurs)?.data;
  if (data === undefined) return err(NO_LAYOUT);
  if (!HEAD.every((byte, index) => data[index] === byte)) {
    return err({
      code: 'picture/compressed-layout',
      message: 'The layout in this PNG is not as physmap writes it: a program has compressed or translated it.',
      works: 'The PNG as physmap saved it.',
    });
  }
  return ok(asciiText(data.subarray(HEAD.length, HEAD.length + LONGEST_LAYOUT + 1)));
}

const isOurs = ({ type, data }: PngChunk): boolean =>
  type === 'iTXt' && HEAD.slice(0, KEYWORD.length + 1).every((byte, index) => data[index] === byte);

const PIECE = 8192;

function asciiText(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return pieces.join('');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

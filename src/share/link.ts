/** Shared links: the whole layout in what follows `#`, so that no server sees it. */
import { err, type Result } from '../core/base/result';
import { compactDocument, readDocument } from '../core/document/defaults';
import type { FieldErrors } from '../core/document/field-errors';
import type { LayoutDocument } from '../core/document/schema';
import { fromBase64url, toBase64url } from './base64url';
import { deflate, inflate } from './deflate';
import { dictionary } from './dictionary';
import { dictionary2 } from './dictionary-2';
import { open, seal } from './envelope';
import { fitReview, leftOutKey, leftOutOf } from './fit-review';
import { LARGEST_LAYOUT } from './later-link';

/** How payloads are packed: canonical JSON, deflate with the dictionary of the version, base64url. All versions are read for ever. */
const DICTIONARIES: ReadonlyMap<number, Uint8Array> = new Map([
  [1, dictionary],
  [2, dictionary2],
]);
/** The version that links are made in. */
const VERSION = 2;
/** Characters behind `#` up to which a review goes along; 200 more are for the address in front. */
const LONGEST_WITH_REVIEW = 7800;
/** Characters of a link that is read at all; browsers take far less in practice. */
const LONGEST_LINK = 256 * 1024;

/** Why a link was not opened. */
export interface LinkFailure {
  readonly code: 'absent' | 'cut' | 'damaged' | 'newer' | 'too-large' | 'invalid' | 'unfetched';
  readonly message: string;
  /** The next step. */
  readonly works: string;
  /** Of a cut link: characters that arrived, and that were sent; the latter is unknown when the cut took that number too. */
  readonly arrived?: number;
  readonly expected?: number;
}

/**
 * What follows `#` in the link to a layout. Equal layouts give equal characters, in every browser. A layout of more than 1 MiB of
 * JSON gives a link that `decodeLink` refuses as too large. Of a review there is as much as fits; a key behind the layout says what
 * is not.
 */
export async function encodeLink(document: LayoutDocument): Promise<string> {
  const { review } = document;
  if (review.threads.length + review.waivers.length === 0) return sealed(document);
  const part = fitReview(review, (tried) => sealed({ ...document, review: tried }).length <= LONGEST_WITH_REVIEW);
  return sealed({ ...document, review: part }) + leftOutKey(leftOutOf(review, part));
}

function sealed(document: LayoutDocument): string {
  const json = new TextEncoder().encode(JSON.stringify(compactDocument(document)));
  return seal(VERSION, toBase64url(deflate(json, dictionary2)));
}

/** Opens a whole link as pasted, or what follows its `#`. Takes any text; view keys and unknown keys are left to others. */
export async function decodeLink(text: string): Promise<Result<LayoutDocument, LinkFailure>> {
  return text.length > LONGEST_LINK ? err(tooLarge(`${counted(text.length)} characters`)) : read(text);
}

function read(text: string): Result<LayoutDocument, LinkFailure> {
  const envelope = open(text);
  switch (envelope.state) {
    case 'absent':
      return err({
        code: 'absent',
        message: 'There is no layout in this link.',
        works: 'Paste the whole link, with everything behind its #.',
      });
    case 'cut':
      return err(cut(envelope.arrived, envelope.expected));
    case 'damaged':
      return err(damaged);
    case 'whole':
      return unpack(envelope.payload, DICTIONARIES.get(envelope.version));
  }
}

function unpack(payload: string, used: Uint8Array | undefined): Result<LayoutDocument, LinkFailure> {
  if (used === undefined) return err(newer);
  const packed = fromBase64url(payload);
  if (packed === undefined) return err(damaged);
  const inflated = inflate(packed, used, LARGEST_LAYOUT);
  if (!inflated.ok) return err(inflated.reason === 'damaged' ? damaged : tooLarge('more than 1 MiB of text'));
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(inflated.bytes));
  } catch {
    return err(damaged);
  }
  const document = readDocument(value);
  return document.ok ? document : err(refused(document.error));
}

const counted = (count: number): string => count.toLocaleString('en-US');

function cut(arrived: number, expected: number | undefined): LinkFailure {
  const works = 'Ask for the link again, as a file or in full, and paste the full text here.';
  if (expected === undefined) {
    return {
      code: 'cut',
      message: `This link was cut: only its first ${counted(arrived)} characters arrived.`,
      works,
      arrived,
    };
  }
  const message = `This link was cut: ${counted(arrived)} of ${counted(expected)} characters arrived.`;
  return { code: 'cut', message, works, arrived, expected };
}

const damaged: LinkFailure = {
  code: 'damaged',
  message: 'This link is damaged: its characters do not fit its checksum.',
  works: 'Copy it again from where it was made, and paste the full text here.',
};

const newer: LinkFailure = {
  code: 'newer',
  message: 'This link needs a newer version of physmap.',
  works: 'Reload the page to get the newest version, then open the link again.',
};

const tooLarge = (what: string): LinkFailure => ({
  code: 'too-large',
  message: `This link is too large: it holds ${what}; at most 1 MiB of layout in ${counted(LONGEST_LINK)} characters is read.`,
  works: 'Ask for the layout as a file.',
});

function refused(errors: FieldErrors): LinkFailure {
  const [first] = errors;
  if (first?.code === 'too-new') return newer;
  const where = first === undefined || first.path === '' ? '' : ` at ${first.path}`;
  return {
    code: 'invalid',
    message: `This link arrived whole, but what it holds is no layout${where}: ${first?.message ?? ''}`,
    works: 'Ask who made the link for the layout as a file.',
  };
}

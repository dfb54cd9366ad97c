/** Links, of which what packs and unpacks them is fetched when the first one is made or opened. */
import { err, type Result } from '../core/base/result';
import type { LayoutDocument } from '../core/document/schema';
import { firstDocument, FIRST_LINK } from './first-link';
import type { LinkFailure } from './link';

/** Bytes of JSON in a link. */
export const LARGEST_LAYOUT = 2 ** 20;
/** Characters of the shortest step, and of all defaults that a link leaves out. */
const SHORTEST_STEP = 16;
const DEFAULTS = 2 ** 16;

/** Whether a layout is so large that no link of it would be read; packing it would only take long. */
export const isTooLargeForLink = (document: LayoutDocument): boolean =>
  document.events.length * SHORTEST_STEP > LARGEST_LAYOUT ||
  // Of the review a link takes what fits.
  JSON.stringify({ ...document, review: undefined }).length > LARGEST_LAYOUT + DEFAULTS;

/** What `encodeLink` makes. Rejects where what packs links cannot be fetched. */
export async function encodeLink(document: LayoutDocument): Promise<string> {
  if (document === firstDocument) return FIRST_LINK;
  return (await import('./link')).encodeLink(document);
}

/** The link in a pasted text: the text itself, unless there is something around it. */
export async function linkIn(text: string): Promise<string> {
  const given = text.trim();
  if (/^(?:https?:|#|d=)\S*$/.test(given)) return given;
  try {
    return (await import('./link-in-text')).linkInText(given) ?? given;
  } catch {
    return given;
  }
}

/** What `decodeLink` reads; where that cannot be fetched, a failure that says so. */
export async function decodeLink(text: string): Promise<Result<LayoutDocument, LinkFailure>> {
  if (text === '' || text.endsWith('#')) return err(NO_LINK);
  try {
    const { decodeLink: decode } = await import('./link');
    return await decode(text);
  } catch {
    return err(UNFETCHED);
  }
}

const NO_LINK: LinkFailure = {
  code: 'absent',
  message: 'There is no layout in this link.',
  works: 'Paste the whole link, with everything behind its #.',
};

const UNFETCHED: LinkFailure = {
  code: 'unfetched',
  message: 'What reads links could not be fetched: the network is down, or physmap was updated.',
  works: 'Reload the page to open the link again.',
};

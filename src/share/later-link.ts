/** Links, of which what packs and unpacks them is fetched when the first one is made or opened. */
import { err, type Result } from '../core/base/result';
import type { LayoutDocument } from '../core/document/schema';
import { firstDocument, FIRST_LINK } from './first-link';
import type { LinkFailure } from './link';

/** What `encodeLink` makes. Rejects where what packs links cannot be fetched. */
export async function encodeLink(document: LayoutDocument): Promise<string> {
  if (document === firstDocument) return FIRST_LINK;
  return (await import('./link')).encodeLink(document);
}

/** What `decodeLink` reads; where that cannot be fetched, a failure that says so. */
export async function decodeLink(text: string): Promise<Result<LayoutDocument, LinkFailure>> {
  if (text === '') return err(NO_LINK);
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

import type { Candidate, Source } from '../core/codecs/format';
import { linkInText } from './link-in-text';

/** The id of the reading that opens the link in a text. */
export const LINK_READING = 'share-link';

/** Surer of itself than this, a format may well have a link inside and is more than that: a picture that opens again. */
const SURE = 0.99;
/** As sure as a format that names itself; what is nearly as sure is offered beside it. */
export const LINK: Candidate = {
  id: LINK_READING,
  title: 'Link of physmap in the text',
  does: 'Opens the layout of the link; the rest of the text is left alone.',
  sureness: 0.95,
  likely: true,
};
const LEAST_BESIDE_LINK = 0.8;

/** All that a source can be read as, the likeliest first: what it looks like, and the link that may be in it. */
export function readings(source: Source, found: readonly Candidate[]): readonly Candidate[] {
  if ('bytes' in source || (found[0]?.sureness ?? 0) >= SURE || linkInText(source.text) === undefined) return found;
  return [LINK, ...found.map((each) => ({ ...each, likely: each.likely && each.sureness > LEAST_BESIDE_LINK }))];
}

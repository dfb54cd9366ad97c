/** What came of bringing another copy's comments together with those here. */
import type { CopyTaken } from '../../app/review-copy';
import type { Counts } from '../../core/review/merge';

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

function listed({ threads, comments, waivers }: Counts): string {
  const parts = [
    ...(threads > 0 ? [counted(threads, 'thread')] : []),
    ...(comments > 0 ? [counted(comments, 'comment')] : []),
    ...(waivers > 0 ? [`${counted(waivers, 'finding')} let pass`] : []),
  ];
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}` : (parts[0] ?? '');
}

/** One or two sentences: what is new, and that nothing was lost, or what had no room. */
export function copyWords({ added, left }: CopyTaken): string {
  const came = listed(added);
  const lost = listed(left);
  const first = came === '' ? 'All that this copy says is here already.' : `Added: ${came}.`;
  return lost === ''
    ? `${first} None was lost.`
    : `${first} There is no room for ${lost}: keep the copy, and remove what is settled.`;
}

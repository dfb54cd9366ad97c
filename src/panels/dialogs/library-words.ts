import type { Entry, Version } from '../../app/library/entry';
import { timeText } from '../../app/library/time-text';
import { formatSize } from '../../core/base/size-text';

/** What was done or why not, and what can be done about it. */
export interface Said {
  readonly what: string;
  readonly works?: string;
  readonly isFault?: boolean;
  readonly action?: { readonly title: string; run(): void };
}

export type Say = (said: Said) => void;

export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `version 3 “as ordered”`. */
export const versionText = ({ number, name }: Version): string =>
  `version ${number}${name === undefined ? '' : ` “${name}”`}`;

export const entryFacts = (at: number, versions: number, bytes: number): string =>
  `${timeText(at)}, ${counted(versions, 'version')}, ${formatSize(bytes)}`;

/** Whether a layout or one of its versions has all the words that are looked for. */
export function isFound(entry: Entry, title: string, wanted: string): boolean {
  const text = [title, ...entry.versions.flatMap(({ name, title: ownTitle }) => [name ?? '', ownTitle])]
    .join('\n')
    .toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

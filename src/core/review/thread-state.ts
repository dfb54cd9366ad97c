import type { Thread } from '../document/review';

/** Whether a thread still waits for somebody: the last comment that resolves or reopens it decides. */
export const isOpen = ({ comments }: Thread): boolean =>
  comments.findLast(({ does }) => does !== undefined)?.does !== 'resolves';

/** Messages of programs as patterns: `…` stands for what varies, such as numbers and names. */

/** Characters that a pattern has and a regular expression takes for its own. */
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Whether a text is such a message, whatever a program puts in front of it, up to a colon: `qemu-system-x86_64: -m 1: `. White space
 * counts as one blank, since a terminal breaks lines where it likes.
 */
export function isMessage(pattern: string, text: string): boolean {
  const parts = spaced(pattern)
    .split('…')
    .map((part) => part.replace(SPECIAL, '\\$&'));
  return new RegExp(`(?:^|: )${parts.join('.*?')}$`).test(spaced(text));
}

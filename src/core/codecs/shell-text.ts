import type { CommandWord } from '../plan/plan';

export const PROGRAM = 'qemu-system-x86_64';

/** A word as a POSIX shell reads it back; quoted only where needed. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The whole command; with `onePerLine`, one option a line, joined by backslashes. */
export function shellText(words: readonly CommandWord[], { onePerLine = false } = {}): string {
  const options: string[][] = [];
  for (const { text, option } of words) (options[option] ??= []).push(shellWord(text));
  const lines = [PROGRAM, ...options.map((option) => option.join(' '))];
  return lines.join(onePerLine ? ' \\\n  ' : ' ');
}

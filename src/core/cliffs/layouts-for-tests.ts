/** Layouts of tests, from the words of a command line. */
import { importText } from '../codecs/importers';
import type { LayoutDocument } from '../document/schema';

export function fromCommandLine(words: string): LayoutDocument {
  const read = importText(`qemu-system-x86_64 ${words}`);
  if (!read.ok || read.value.document === undefined) throw new Error(`not read: ${words}`);
  return read.value.document;
}

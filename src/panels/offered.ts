import type { Offered } from '../app/dialogs.svelte';

/** The file or text of a paste or drop; undefined if it has neither. */
export function offeredBy(transfer: DataTransfer): Offered | undefined {
  const [file, ...others] = transfer.files;
  const text = transfer.getData('text/plain');
  // Programs put a picture of what was copied beside its text.
  if (file !== undefined && (text.trim() === '' || !file.type.startsWith('image/')))
    return { file, others: others.length };
  return text.trim() === '' ? undefined : { text };
}

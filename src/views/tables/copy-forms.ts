/** In which forms a memory table goes to the clipboard. */
import type { TableForm } from '../../core/codecs/exports/e820-text';

export type CopyForm = TableForm;

export const COPY_FORMS: readonly { readonly id: CopyForm; readonly title: string; readonly note: string }[] = [
  { id: 'dmesg', title: 'dmesg lines', note: 'as the chosen kernel prints them' },
  { id: 'json', title: 'JSON', note: 'addresses as hexadecimal text' },
  { id: 'csv', title: 'CSV', note: 'one entry a line, with a head' },
  { id: 'c', title: 'C array', note: 'start, size and type' },
];

import type * as z from 'zod/mini';
import { readDocument } from '../defaults';
import { FORMAT, type documentSchema, type LayoutDocument } from '../schema';

/** An example layout, real enough to start from. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly note: string;
  readonly document: LayoutDocument;
}

type Layout = Omit<z.input<typeof documentSchema>, 'format' | 'title'>;

/** Throws on a layout that the schema refuses, which is a mistake in the sample. */
export function sample(id: string, title: string, note: string, layout: Layout): Sample {
  const read = readDocument({ format: FORMAT, title, ...layout });
  if (!read.ok) throw new Error(`${id}: ${read.error[0]?.path}: ${read.error[0]?.message}`);
  return { id, title, note, document: read.value };
}

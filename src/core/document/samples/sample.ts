import type * as z from 'zod/mini';
import { readDocument } from '../defaults';
import { FORMAT, type documentSchema, type LayoutDocument } from '../schema';

/** An example layout, real enough to start from. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly note: string;
  /** Where its numbers come from: a public address, or what they are a model of. */
  readonly source: string;
  /** Code of the error that it is there to show; all others have none. */
  readonly shows?: string;
  readonly document: LayoutDocument;
}

type Layout = Omit<z.input<typeof documentSchema>, 'format' | 'title'>;

/** Throws on a layout that the schema refuses, which is a mistake in the sample. */
export function sample(texts: Omit<Sample, 'document'>, layout: Layout): Sample {
  const { id, title } = texts;
  const read = readDocument({ format: FORMAT, title, ...layout });
  if (!read.ok) throw new Error(`${id}: ${read.error[0]?.path}: ${read.error[0]?.message}`);
  return { ...texts, document: read.value };
}

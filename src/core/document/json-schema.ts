/** The published description of the layout document, for editors and for scripts that write layouts. */
import * as z from 'zod/mini';
import { documentSchema, FORMAT } from './schema';

/** A JSON Schema (draft 2020-12) of what `readDocument` takes in the current format; defaults may be left out. */
export function layoutJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(documentSchema, { io: 'input' });
  return {
    ...schema,
    title: 'physmap layout',
    description: `A guest's memory configuration for physmap, format ${FORMAT}. Sizes and addresses are bytes.`,
  };
}

import { expect, test } from 'vitest';
import { layoutJsonSchema } from './json-schema';

test('the published JSON Schema is that of the document; `npm run schema` writes it anew', async () => {
  await expect(`${JSON.stringify(layoutJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../public/layout.schema.json',
  );
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeLink } from './link';

test('the script of the README makes a link that opens', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, script = ''] = /^## Links,.*?^```js\n(.*?)^```/ms.exec(readme) ?? [];
  const link = execFileSync(process.execPath, ['--input-type=module'], { input: script, encoding: 'utf8' });
  const opened = await decodeLink(link);
  expect(opened.ok && opened.value).toMatchObject({
    title: 'made by a script',
    machine: { type: 'q35' },
    memory: { size: 8 * 2 ** 30 },
  });
});

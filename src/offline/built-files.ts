/** What is kept of a built page: read from the folder it was built into, so that nothing can be forgotten. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { KeptFile, Version } from './kept-version';

/** What lies beside the page but is nothing that it asks for. */
const LEFT_OUT = /(^|\/)(sw\.js|screenshot\.png)$|\.map$/;

/** Every file that a built page may ask for, in the order of their names, under a name made from all of them. */
export function versionIn(folder: string): Version {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => keptFile(relative(folder, file).replaceAll('\\', '/'), readFileSync(file)))
    .filter(({ path }) => !LEFT_OUT.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const name = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12);
  return { name, files };
}

const keptFile = (path: string, content: Buffer): KeptFile => ({
  path: path === 'index.html' ? './' : path,
  integrity: `sha256-${createHash('sha256').update(content).digest('base64')}`,
});

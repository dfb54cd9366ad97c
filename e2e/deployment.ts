/** The next version of the built page: every file that is named by its content has another name, and the old names are gone. */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeServiceWorker } from '../src/offline/build-plugin.ts';

const NAMED_BY_CONTENT = /^(.+-[\w-]{8})(\.(?:js|css|woff2))$/;
const NAME_IN_TEXT = /[\w.-]+\.(?:js|css|woff2)/g;

/** What the page of the next version describes itself with. */
export const NEXT = 'The next version of what';

/** Makes the next version of a built page in another folder. */
export async function makeNextVersion(built: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  cpSync(built, folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const next = new Map(files.map((file) => [basename(file), basename(file).replace(NAMED_BY_CONTENT, '$1-next$2')]));
  for (const file of files.filter((each) => /\.(js|css|html)$/.test(each))) {
    const text = readFileSync(file, 'utf8').replace(NAME_IN_TEXT, (name) => next.get(name) ?? name);
    writeFileSync(file, text.replace('content="Plans', `content="${NEXT} plans`));
  }
  for (const file of files) renameSync(file, join(file, '..', next.get(basename(file)) ?? ''));
  await writeServiceWorker(folder);
}

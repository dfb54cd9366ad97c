/**
 * `npm run physmap -- …`: bundles the headless interface when it is missing or older than its sources, then runs it. The bundle is
 * the very code that the page's worker runs; a run that builds nothing starts in well under a second.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, '.cache/cli/physmap.mjs');
const sources = [
  ...['package-lock.json', 'src/cli', 'src/core', 'src/share', 'src/fixtures'],
  // What draws pictures.
  ...['src/draw', 'src/views/map', 'src/ui', 'src/styles'],
];

/** The newest change below `path` in milliseconds, 0 where there is nothing. */
async function newestChange(path) {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const below = await Promise.all((await readdir(path)).map((name) => newestChange(join(path, name))));
  return Math.max(found.mtimeMs, ...below);
}

async function build() {
  const { build: bundleWithVite } = await import('vite');
  // Built aside and moved into place, so that runs started at the same time never load half a file.
  const aside = join(root, '.cache', `cli-${process.pid}`);
  await bundleWithVite({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'src/cli/physmap.ts'),
      outDir: aside,
      target: 'node20',
      minify: false,
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'physmap.mjs', codeSplitting: false } },
    },
  });
  await mkdir(join(root, '.cache/cli'), { recursive: true });
  await rename(join(aside, 'physmap.mjs'), bundle);
  await rm(aside, { recursive: true, force: true });
}

const built = await stat(bundle).catch(() => undefined);
const changes = await Promise.all(sources.map((path) => newestChange(join(root, path))));
if (!built || built.mtimeMs < Math.max(...changes)) await build();

const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(process.argv.slice(2));

/**
 * `npm run bench [-- NAME…]`: prints figures, judges nothing. Timings depend on the machine, so compare ratios. The benchmarks are
 * TypeScript, so they are bundled first, aside from everything else.
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = join(root, '.cache/bench');

/** Builds a page as the app is built and serves it on a free port of its own. */
async function serve(folder, name) {
  const config = {
    root: join(root, folder),
    configFile: join(root, 'vite.config.ts'),
    publicDir: join(root, 'public'),
    logLevel: 'error',
    build: { outDir: join(root, '.cache', name) },
  };
  await build(config);
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 4273 } });
  return { address: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'error',
  ssr: { noExternal: ['zod'] },
  build: {
    ssr: join(root, 'src/bench/main.ts'),
    outDir,
    target: 'node20',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
const { main } = await import(pathToFileURL(join(outDir, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), {
  root,
  serveApp: () => serve('src', 'bench-app'),
  serveMapPage: () => serve('src/bench/map-page', 'bench-map'),
});

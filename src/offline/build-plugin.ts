/** Makes `sw.js` of the service worker and the list of all files of the build. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { versionIn } from './built-files.ts';

const entry = fileURLToPath(new URL('./service-worker.ts', import.meta.url));

/** Writes the service worker of what lies in a folder beside it. */
export async function writeServiceWorker(folder: string): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { PHYSMAP_VERSION: JSON.stringify(versionIn(folder)) },
    build: {
      target: 'es2023',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
}

/** When the page and all that lies beside it is written, writes the service worker that keeps it. */
export const worksOffline = (): Plugin => ({
  name: 'works-offline',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler: ({ dir }) => (dir === undefined ? undefined : writeServiceWorker(dir)),
  },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import browserFlags from './e2e/browser-flags.json' with { type: 'json' };

const chromium = process.env['PHYSMAP_CHROMIUM'];

interface Graph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Whether the first load needs a module: whoever imports it at once is the entry, or is needed itself. */
function firstLoad(): (id: string, graph: Graph) => boolean {
  const known = new Map<string, boolean>();
  const isFirst = (id: string, graph: Graph): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Until it is known: what imports each other in a circle is needed only if something outside needs it.
    known.set(id, false);
    const info = graph.getModuleInfo(id);
    const answer = info !== null && (info.isEntry || info.importers.some((importer) => isFirst(importer, graph)));
    known.set(id, answer);
    return answer;
  };
  return isFirst;
}

const SHARED = 'shared';
const sharedBy = (isFirst: (id: string, graph: Graph) => boolean) => ({
  name: (id: string, graph: Graph) => (isFirst(id, graph) ? SHARED : null),
  debugName: SHARED,
  minShareCount: 2,
});

/** What draws the host beside the guest comes as one: it is fetched together, and as one it compresses better. */
const HOST_SIDE = {
  name: 'host-side',
  test: /views\/map\/host\/(host-side\.svelte|host-picture|host-pointers|host-problems|host-piece|host-words|ribbon-shapes)\.ts$/,
};

/** Script of the page, of the worker, and what the first load does not fetch lie apart, so that each can be weighed. */
const scriptsIn = (folder: string) => ({
  entryFileNames: `${folder}/[name]-[hash].js`,
  chunkFileNames: ({ name }: { readonly name: string }) =>
    `${folder}/${name === SHARED ? '' : 'lazy/'}[name]-[hash].js`,
  // One file of what several parts share compresses far better than thirty small ones.
  // What only later parts share is theirs: it is fetched with the first of them.
  codeSplitting: { groups: [sharedBy(firstLoad()), HOST_SIDE] },
});

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  cacheDir: '../.cache/vite',
  // Relative, so that the built app works from any static host and any sub-path.
  base: './',
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Every browser that runs this preloads modules by itself. What a later part needs, most of which is there, it asks for itself:
    // a list of that for each part would be a part of the first load.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    rolldownOptions: { output: scriptsIn('assets'), checks: { pluginTimings: false } },
  },
  worker: { format: 'es', rolldownOptions: { output: scriptsIn('assets/worker') } },
  test: {
    // Generous, since a busy machine is no failure.
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'share/**/*.ts', 'draw/**/*.ts', 'app/**/*.ts'],
      reportsDirectory: '../.cache/coverage',
      reporter: ['text-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['**/*.test.ts'],
          exclude: ['**/*.svelte.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        // Found only in the middle of a run on a cold cache, they would reload the page under the first test.
        optimizeDeps: { include: ['axe-core'], exclude: ['@lucide/svelte'] },
        test: {
          name: 'component',
          include: ['**/*.svelte.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...(chromium === undefined ? {} : { executablePath: chromium }),
                args: browserFlags,
              },
            }),
          },
        },
      },
    ],
  },
});

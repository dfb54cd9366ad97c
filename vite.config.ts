import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { minify } from 'terser';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { worksOffline } from './src/offline/build-plugin.ts';
import browserFlags from './e2e/browser-flags.json' with { type: 'json' };

const chromium = process.env['PHYSMAP_CHROMIUM'];

interface Graph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** The class of a component's own styles. It stands wherever one of its elements is made, so it is as short as keeps them apart. */
const shortHash = ({ hash, filename }: { hash(text: string): string; readonly filename: string }) =>
  `p${hash(filename).slice(0, 5)}`;

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

const FIRST = 'first';
/** All of D3 comes through one index, which the first load needs for these alone. */
const LATER_OF_D3 = /node_modules\/d3-(?!array\/)/;
/** What draws the host beside the guest: it is asked for when there is a host, as there is on a first visit. */
const HOST_SIDE =
  /views\/map\/host\/(host-side\.svelte|host-picture|host-pointers|host-problems|host-piece|host-words|ribbon-shapes)\.ts$/;
/** All that a first visit needs is one file: two would have to name to each other what they share, and compress worse. */
const inFirst = (isFirst: (id: string, graph: Graph) => boolean) => ({
  name: (id: string, graph: Graph) =>
    HOST_SIDE.test(id) || (isFirst(id, graph) && !LATER_OF_D3.test(id)) ? FIRST : null,
  debugName: FIRST,
});

/** Script of the page, of the worker, and what the first load does not fetch lie apart, so that each can be weighed. */
const scriptsIn = (folder: string) => ({
  entryFileNames: `${folder}/[name]-[hash].js`,
  chunkFileNames: ({ name }: { readonly name: string }) => `${folder}/${name === FIRST ? '' : 'lazy/'}[name]-[hash].js`,
  // What only later parts share is theirs: it is fetched with the first of them.
  codeSplitting: { groups: [inFirst(firstLoad())] },
});

/** A second look at what the first load fetches makes that 2 % smaller, which is more than most of its parts weigh; the rest is not worth the wait. */
const minifiedTwice = (chunks: RegExp): Plugin => ({
  name: 'minified-twice',
  apply: 'build',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !chunks.test(file.fileName)) continue;
      const { code } = await minify(file.code, {
        module: true,
        ecma: 2020,
        compress: { passes: 3, keep_fargs: false },
      });
      if (code !== undefined) file.code = code;
    }
  },
});

/** While developing, Vite puts styles into the page and listens for changes; the built page does neither, and may not. */
const looserWhileDeveloping: Plugin = {
  name: 'looser-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'; connect-src 'self'"),
};

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  cacheDir: '../.cache/vite',
  // Relative, so that the built app works from any static host and any sub-path.
  base: './',
  // One page: what is not there is answered so, also by the preview, and not with the page again.
  appType: 'mpa',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true, cssHash: shortHash } }),
    minifiedTwice(/^assets\/index-/),
    worksOffline(),
    looserWhileDeveloping,
  ],
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
  worker: {
    format: 'es',
    plugins: () => [minifiedTwice(/^assets\/worker\/partitioner/)],
    rolldownOptions: { output: scriptsIn('assets/worker') },
  },
  test: {
    // Generous, since a busy machine is no failure.
    testTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    // The style sheet as text, which files that stand alone take their colours from.
    css: { include: [/\.css\?raw$/] },
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

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import browserFlags from './e2e/browser-flags.json' with { type: 'json' };

const chromium = process.env['PHYSMAP_CHROMIUM'];

/** Script of the page, of the worker, and what the first load does not fetch lie apart, so that each can be weighed. */
const scriptsIn = (folder: string) => ({
  entryFileNames: `${folder}/[name]-[hash].js`,
  chunkFileNames: ({ isDynamicEntry }: { readonly isDynamicEntry: boolean }) =>
    `${folder}/${isDynamicEntry ? 'lazy/' : ''}[name]-[hash].js`,
  // One file of what several parts share compresses far better than thirty small ones.
  codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
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

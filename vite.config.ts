import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const chromium = process.env['PHYSMAP_CHROMIUM'];

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  cacheDir: '../.cache/vite',
  // Relative, so that the built app works from any static host and any sub-path.
  base: './',
  plugins: [svelte({ compilerOptions: { runes: true } })],
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2023' },
  worker: { format: 'es' },
  test: {
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
                args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
              },
            }),
          },
        },
      },
    ],
  },
});

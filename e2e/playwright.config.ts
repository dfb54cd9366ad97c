import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const flags: unknown = JSON.parse(readFileSync(new URL('browser-flags.json', import.meta.url), 'utf8'));
const { PHYSMAP_CHROMIUM, PHYSMAP_BUILT, PHYSMAP_JOURNEY_REPORT, PHYSMAP_JOURNEY_PORT } = process.env;
const port = Number(PHYSMAP_JOURNEY_PORT ?? 4189);
const preview = `vite preview --host 127.0.0.1 --port ${port} --strictPort`;

export default defineConfig({
  testDir: '.',
  outputDir: '../.cache/journeys',
  fullyParallel: true,
  // Generous, since a busy machine is no failure.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: PHYSMAP_BUILT !== undefined,
  workers: 2,
  reporter:
    PHYSMAP_JOURNEY_REPORT === undefined ? 'list' : [['list'], ['json', { outputFile: PHYSMAP_JOURNEY_REPORT }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    // What it fetches would be counted, and what it keeps would outlive the build: journeys that are about it let it in.
    serviceWorkers: 'block',
    launchOptions: {
      ...(PHYSMAP_CHROMIUM === undefined ? {} : { executablePath: PHYSMAP_CHROMIUM }),
      args: Array.isArray(flags) ? flags.map(String) : [],
    },
  },
  projects: [
    { name: 'light', use: { colorScheme: 'light' } },
    // What a colour scheme can change: journeys tagged so run in both.
    { name: 'dark', use: { colorScheme: 'dark' }, grep: /@both-schemes/ },
  ],
  webServer: {
    command: PHYSMAP_BUILT === undefined ? `vite build && ${preview}` : preview,
    cwd: '..',
    port,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});

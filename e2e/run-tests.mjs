/** Every check and test, in order, up to the first failure; closes with the number of tests that passed and failed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './ensure-browser.mjs';

const top = fileURLToPath(new URL('..', import.meta.url));
const unitReport = join(top, '.cache/unit-tests.json');
const journeyReport = join(top, '.cache/journeys.json');

const env = {
  ...process.env,
  PATH: join(top, 'node_modules/.bin') + delimiter + (process.env['PATH'] ?? ''),
  PHYSMAP_BUILT: '1',
  PHYSMAP_JOURNEY_REPORT: journeyReport,
};

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

function unitCounts() {
  const report = read(unitReport);
  if (report === undefined) return { passed: 0, failed: 1 };
  // A file that does not load has no failed test of its own.
  return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, report.success ? 0 : 1) };
}

function journeyCounts() {
  const stats = read(journeyReport)?.stats;
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}

const steps = [
  { name: 'types', command: 'npm run -s check' },
  { name: 'lint and format', command: 'npm run -s lint' },
  { name: 'unused code', command: 'npm run -s unused' },
  {
    name: 'unit and component tests',
    command: `vitest run --coverage --reporter=default --reporter=json "--outputFile.json=${unitReport}"`,
    counts: unitCounts,
  },
  { name: 'build', command: 'npm run -s build' },
  { name: 'size of the first load', command: 'size-limit' },
  { name: 'journeys', command: 'playwright test -c e2e/playwright.config.ts', counts: journeyCounts },
];

function close(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function main() {
  mkdirSync(join(top, '.cache'), { recursive: true });
  for (const report of [unitReport, journeyReport]) rmSync(report, { force: true });
  env['PHYSMAP_CHROMIUM'] = await ensureBrowser();
  console.log(`browser: ${env['PHYSMAP_CHROMIUM']}`);
  let passed = 0;
  for (const { name, command, counts } of steps) {
    console.log(`\n== ${name}`);
    const { status } = spawnSync(command, { cwd: top, env, stdio: 'inherit', shell: true });
    const counted = counts?.() ?? { passed: 0, failed: 0 };
    passed += counted.passed;
    if (status !== 0 || counted.failed > 0) {
      console.log(`\nstopped at: ${name}`);
      close(passed, Math.max(1, counted.failed));
      return;
    }
  }
  console.log('');
  close(passed, 0);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  close(0, 1);
}

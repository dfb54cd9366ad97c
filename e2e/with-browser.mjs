/** Runs a command with PHYSMAP_CHROMIUM set to a browser that starts: `node e2e/with-browser.mjs playwright test`. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './ensure-browser.mjs';

const top = fileURLToPath(new URL('..', import.meta.url));
const [program = '', ...rest] = process.argv.slice(2);

try {
  const { status } = spawnSync(program, rest, {
    cwd: top,
    env: {
      ...process.env,
      PATH: join(top, 'node_modules/.bin') + delimiter + (process.env['PATH'] ?? ''),
      PHYSMAP_CHROMIUM: await ensureBrowser(),
    },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** The browser that a benchmark measures in: found as the tests find it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';

function browserPath(root: string): string | undefined {
  const given = process.env['PHYSMAP_CHROMIUM'];
  if (given !== undefined) return given;
  const found = spawnSync(process.execPath, [join(root, 'e2e/ensure-browser.mjs')], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/**
 * Starts Chromium with the flags of the tests and some more; undefined where there is none.
 * @param root the checkout
 */
export async function launchBrowser(root: string, flags: readonly string[] = []): Promise<Browser | undefined> {
  const executablePath = browserPath(root);
  if (executablePath === undefined) return undefined;
  const common: unknown = JSON.parse(readFileSync(join(root, 'e2e/browser-flags.json'), 'utf8'));
  const args = [...(Array.isArray(common) ? common.map(String) : []), ...flags];
  return chromium.launch({ executablePath, args });
}

/**
 * Finds a Chromium that starts, or installs one, and prints its path. The order, each candidate counting only if it launches:
 * PHYSMAP_CHROMIUM; Playwright's own; one unpacked here earlier; the system's; one installed by Playwright; one installed by apt;
 * one from npm that brings its libraries.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const here = fileURLToPath(new URL('.', import.meta.url));
const args = JSON.parse(readFileSync(join(here, 'browser-flags.json'), 'utf8'));
const unpackDirectory = resolve(here, '../.cache/browser');
const launcher = join(unpackDirectory, 'chromium-with-libraries');

const playwrightProgram = resolve(here, '../node_modules/playwright/cli.js');

const LAUNCH_LIMIT_MS = 30_000;
const INSTALL_LIMIT_MS = 240_000;
/** The last release that runs on Node 20. */
const NPM_CHROMIUM = '@sparticuz/chromium@147.0.0';

const say = (text) => console.error(`browser: ${text}`);

async function launches(executablePath) {
  if (executablePath === '' || !existsSync(executablePath)) return false;
  try {
    const browser = await chromium.launch({ executablePath, args, timeout: LAUNCH_LIMIT_MS });
    await (await browser.newPage()).goto('about:blank');
    await browser.close();
    return true;
  } catch {
    say(`${executablePath} does not start`);
    return false;
  }
}

async function firstThatLaunches(candidates) {
  for (const candidate of candidates) if (await launches(candidate)) return candidate;
  return undefined;
}

function playwrightsOwn() {
  try {
    return chromium.executablePath();
  } catch {
    return '';
  }
}

function systemPaths() {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (platform === 'win32') {
    const programs = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(Boolean);
    const places = [
      'Google/Chrome/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
      'Chromium/Application/chrome.exe',
    ];
    return places.flatMap((place) => programs.map((folder) => join(folder, place)));
  }
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
    'chromium',
    'chromium-browser',
  ];
  return [...names.map((name) => `/usr/bin/${name}`), '/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

function run(command, argumentList, env = {}) {
  say(`${command} ${argumentList.join(' ')}`);
  const { status } = spawnSync(command, argumentList, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2],
    timeout: INSTALL_LIMIT_MS,
    // npm is a script there.
    shell: process.platform === 'win32' && command === 'npm',
  });
  return status === 0;
}

async function installedByPlaywright() {
  return run(process.execPath, [playwrightProgram, 'install', 'chromium']) && (await launches(playwrightsOwn()))
    ? playwrightsOwn()
    : undefined;
}

async function installedByApt() {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  const isInstalled = run('apt-get', install, env) || (run('apt-get', ['update'], env) && run('apt-get', install, env));
  return isInstalled ? firstThatLaunches(systemPaths()) : undefined;
}

/** Made for a cloud function, so that told it runs in one, it unpacks the libraries that a bare system lacks. */
async function installedFromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  rmSync(unpackDirectory, { recursive: true, force: true });
  mkdirSync(unpackDirectory, { recursive: true });
  writeFileSync(join(unpackDirectory, 'package.json'), '{ "private": true, "type": "module" }\n');
  if (!run('npm', ['install', '--prefix', unpackDirectory, '--no-save', '--no-audit', '--no-fund', NPM_CHROMIUM]))
    return undefined;
  const unpack = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())";
  const unpacked = spawnSync(process.execPath, ['--input-type=module', '-e', unpack], {
    cwd: unpackDirectory,
    env: { ...process.env, TMPDIR: unpackDirectory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    encoding: 'utf8',
    timeout: INSTALL_LIMIT_MS,
  });
  const executable = unpacked.stdout?.trim() ?? '';
  if (unpacked.status !== 0 || !existsSync(executable)) return undefined;
  const libraries = readdirSync(unpackDirectory)
    .map((name) => join(unpackDirectory, name, 'lib'))
    .filter((folder) => existsSync(folder));
  const search = [...libraries, unpackDirectory].join(':');
  writeFileSync(launcher, `#!/bin/sh\nLD_LIBRARY_PATH='${search}' exec '${executable}' "$@"\n`);
  chmodSync(launcher, 0o755);
  return (await launches(launcher)) ? launcher : undefined;
}

/** The path of a browser that starts. Throws, in one clear line, if there is none. */
export async function ensureBrowser() {
  const given = process.env['PHYSMAP_CHROMIUM'];
  if (given !== undefined && given !== '') {
    if (await launches(given)) return given;
    throw new Error(`PHYSMAP_CHROMIUM is ${given}, which is no browser that starts; correct it or unset it`);
  }
  const found =
    (await firstThatLaunches([playwrightsOwn(), launcher, ...systemPaths()])) ??
    (await installedByPlaywright()) ??
    (await installedByApt()) ??
    (await installedFromNpm());
  if (found === undefined)
    throw new Error('no browser for the tests: install Chrome or Chromium, or set PHYSMAP_CHROMIUM to one');
  return found;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(await ensureBrowser());
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

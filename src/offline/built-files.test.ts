import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { versionIn } from './built-files';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'physmap-built-'));
  mkdirSync(join(folder, 'assets/worker'), { recursive: true });
  for (const path of [
    'index.html',
    'icon.svg',
    'assets/a-1.js',
    'assets/a-1.js.map',
    'assets/worker/b-2.js',
    'sw.js',
  ]) {
    writeFileSync(join(folder, path), `text of ${path}`);
  }
  return () => rmSync(folder, { recursive: true });
});

describe('the files of a built page', () => {
  it('are all that it may ask for, with the page under the address of its folder', () => {
    const { files } = versionIn(folder);
    expect(files.map(({ path }) => path)).toEqual(['./', 'assets/a-1.js', 'assets/worker/b-2.js', 'icon.svg']);
    const page = createHash('sha256').update('text of index.html').digest('base64');
    expect(files[0]?.integrity).toBe(`sha256-${page}`);
  });

  it('are another version as soon as one of them differs, and the same one otherwise', () => {
    const { name } = versionIn(folder);
    expect(versionIn(folder).name).toBe(name);
    writeFileSync(join(folder, 'icon.svg'), 'another icon');
    expect(versionIn(folder).name).not.toBe(name);
  });
});

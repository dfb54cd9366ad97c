/** A `qemu-system-x86_64` for exported scripts to find: the real one, with the options that let us ask put in front of theirs. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { rootOf } from '../boot/images';
import { quoted } from '../quoted';

export interface StandIn {
  /** A folder of the run, as we see it and as QEMU does, which may live in a file tree of its own. */
  readonly folder: string;
  readonly inside: string;
  /** For the environment: the stand-in is found first. */
  readonly path: string;
  /** Words that run the script named behind them with further options, in that order, for QEMU. */
  readonly runner: readonly string[];
  remove(): void;
}

const IN_ROOT = '/tmp';

export function standInFor(program: readonly string[]): StandIn {
  const root = rootOf(program);
  const folder = mkdtempSync(join(root === '/' ? tmpdir() : join(root, IN_ROOT), 'physmap-'));
  const inside = root === '/' ? folder : folder.slice(root.replace(/\/$/, '').length);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = (name: string, lines: readonly string[]): string => {
    const path = join(bin, name);
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
    return path;
  };
  script('qemu-system-x86_64', [`exec ${program.map(quoted).join(' ')} $PHYSMAP_PROBE "$@"`]);
  const runner = script('run', ['file=$1', 'shift', 'PHYSMAP_PROBE="$*" exec sh "$file"']);
  const path = `${bin}:${process.env['PATH'] ?? ''}`;
  return {
    folder,
    inside,
    path,
    runner: ['env', `PATH=${path}`, runner],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

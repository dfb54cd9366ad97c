import { spawnSync } from 'node:child_process';

/** Machines that QEMU 11.1 brought, and the first version that has `sp-mem`. */
const LEAST_VERSION = [11, 1] as const;

/** The version of the program, or why it cannot be used. @param program words that start QEMU, a chroot before it, say */
export function versionOf(program: readonly string[]): readonly number[] | string {
  const [command = '', ...before] = program;
  const { stdout, error } = spawnSync(command, [...before, '--version'], { encoding: 'utf8' });
  const found = /version (\d+)\.(\d+)(?:\.(\d+))?/.exec(error ? '' : stdout);
  if (!found) return `${program.join(' ')} is no QEMU that can be run here`;
  const version = found.slice(1).map((part) => Number(part ?? 0));
  const [major = 0, minor = 0] = version;
  const old = major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1]);
  return old ? `QEMU ${version.join('.')} is older than ${LEAST_VERSION.join('.')}` : version;
}

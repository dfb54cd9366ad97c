/** Where distributions keep kernels and OVMF. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Two pflash images, as QEMU sees their paths. */
export interface OvmfImages {
  readonly code: string;
  readonly variables: string;
}

/** Debian and Ubuntu; Fedora; Arch; openSUSE; QEMU's own. */
const OVMF: readonly OvmfImages[] = [
  { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
  { code: '/usr/share/edk2/ovmf/OVMF_CODE.fd', variables: '/usr/share/edk2/ovmf/OVMF_VARS.fd' },
  { code: '/usr/share/edk2/x64/OVMF_CODE.4m.fd', variables: '/usr/share/edk2/x64/OVMF_VARS.4m.fd' },
  { code: '/usr/share/qemu/ovmf-x86_64-4m-code.bin', variables: '/usr/share/qemu/ovmf-x86_64-4m-vars.bin' },
  { code: '/usr/share/qemu/edk2-x86_64-code.fd', variables: '/usr/share/qemu/edk2-i386-vars.fd' },
];

const KERNEL_FOLDER = '/boot';
const KERNEL = /^vmlinuz-/;

/** The file tree in which QEMU runs: `chroot DIR qemu-…` has its own. */
export function rootOf(program: readonly string[]): string {
  const at = program.findIndex((word) => word === 'chroot' || word.endsWith('/chroot'));
  return at < 0 ? '/' : (program[at + 1] ?? '/');
}

export function findOvmf(program: readonly string[]): OvmfImages | undefined {
  const root = rootOf(program);
  return OVMF.find(({ code, variables }) => existsSync(join(root, code)) && existsSync(join(root, variables)));
}

/** The newest kernel by name, as QEMU sees its path. */
export function findKernel(program: readonly string[]): string | undefined {
  const folder = join(rootOf(program), KERNEL_FOLDER);
  if (!existsSync(folder)) return undefined;
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  const newest = readdirSync(folder)
    .filter((name) => KERNEL.test(name))
    .sort(compare)
    .at(-1);
  return newest === undefined ? undefined : `${KERNEL_FOLDER}/${newest}`;
}

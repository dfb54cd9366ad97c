/** Starts a guest and reads its serial console, and SeaBIOS's own log, until what counts has been printed. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BootWish, FirmwareChoice } from './wish';

export interface GuestLog {
  /** The serial console, `\r` and all. */
  readonly console: string;
  /** What SeaBIOS writes to its debug port. */
  readonly firmware: string;
}

/** The guest told nothing: QEMU would not start, or time ran out. */
export interface NoGuestLog {
  readonly unmeasured: string;
}

/** The kernel's first lines have all been printed once this one is. */
const KERNEL_DONE = /Memory: \d+K\/\d+K available/;
/** SeaBIOS prints its list, a line an entry, just before it boots. */
const SEABIOS_LIST = /e820 map has (\d+) items:\n((?: {2}\d+: .*\n)*)/;
const CONSOLE = 'console=ttyS0 panic=-1 nokaslr ignore_loglevel';
const LOOK_AGAIN_MS = 200;
const HOST_LIMITS = /Cannot allocate memory|failed to create memfd|unable to map backing store|can't open backing/;

/** Everything that is not the configuration itself. */
function frame(wish: BootWish, firmware: FirmwareChoice): readonly string[] {
  const { kernel, initrd, ovmf, seabios, accelerator } = wish;
  const flash = 'if=pflash,format=raw';
  return [
    ...['-accel', accelerator, '-display', 'none', '-monitor', 'none', '-no-reboot'],
    // Files, since a pipe that is read too slowly loses characters.
    ...['-add-fd', 'fd=3,set=1', '-add-fd', 'fd=4,set=2', '-serial', 'file:/dev/fdset/1'],
    ...['-chardev', 'file,id=physmaplog,path=/dev/fdset/2', '-device', 'isa-debugcon,chardev=physmaplog,iobase=0x402'],
    ...(firmware === 'ovmf' && ovmf !== undefined
      ? [
          ...['-drive', `${flash},unit=0,readonly=on,file=${ovmf.code}`],
          // Written to a file of QEMU's own, which goes with the guest.
          ...['-drive', `${flash},unit=1,file=${ovmf.variables},snapshot=on`],
        ]
      : []),
    ...(firmware === 'seabios' && seabios !== undefined ? ['-bios', seabios] : []),
    ...(kernel === undefined ? [] : ['-kernel', kernel]),
    ...(kernel === undefined || initrd === undefined ? [] : ['-initrd', initrd]),
    ...(kernel === undefined ? [] : ['-append', firmware === 'ovmf' ? `${CONSOLE} efi=debug` : CONSOLE]),
  ];
}

function hasWholeList(text: string): boolean {
  const [, count, list] = SEABIOS_LIST.exec(text) ?? [];
  return list !== undefined && list.split('\n').length - 1 >= Number(count);
}

/** The two logs, in files of a folder that goes with them. */
class LogFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), 'physmap-boot-'));
  readonly #console = join(this.#folder, 'console');
  readonly #firmware = join(this.#folder, 'firmware');
  readonly descriptors = [openSync(this.#console, 'w'), openSync(this.#firmware, 'w')] as const;

  read(): GuestLog {
    return { console: readFileSync(this.#console, 'utf8'), firmware: readFileSync(this.#firmware, 'utf8') };
  }

  remove(): void {
    for (const descriptor of this.descriptors) closeSync(descriptor);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function runGuest(
  wish: BootWish,
  firmware: FirmwareChoice,
  args: readonly string[],
): Promise<GuestLog | NoGuestLog> {
  const [command = '', ...before] = wish.program;
  const files = new LogFiles();
  const child = spawn(command, [...before, ...frame(wish, firmware), ...args], {
    stdio: ['ignore', 'ignore', 'pipe', ...files.descriptors],
  });
  const isDone = (log: GuestLog): boolean =>
    wish.kernel === undefined ? hasWholeList(log.firmware) : KERNEL_DONE.test(log.console);
  let errors = '';
  (child.stdio[2] as Readable).setEncoding('utf8').on('data', (text: string) => (errors += text));
  const watch = setInterval(() => {
    if (isDone(files.read())) child.kill('SIGKILL');
  }, LOOK_AGAIN_MS);
  const timer = setTimeout(() => child.kill('SIGKILL'), wish.timeLimit);
  const left = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  clearInterval(watch);
  clearTimeout(timer);
  const log = files.read();
  files.remove();
  if (isDone(log)) return log;
  if (HOST_LIMITS.test(errors)) return { unmeasured: 'the host cannot provide it' };
  if (left === 'SIGKILL') return { unmeasured: 'the guest did not come so far in time' };
  const words = errors.trim().split('\n').at(-1) ?? '';
  return { unmeasured: `QEMU or the guest ended with ${left}: ${words}` };
}

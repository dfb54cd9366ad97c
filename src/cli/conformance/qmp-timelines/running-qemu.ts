/** A real QEMU whose CPUs never run, with its monitor, and with the ports that a guest's ACPI code would use. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { PROBE } from '../measure';
import { Qmp } from '../qmp';
import { Qtest } from '../qtest';

const TIME_LIMIT_MS = 60_000;

export class RunningQemu {
  readonly qmp: Qmp;
  readonly qtest: Qtest;
  /** What QEMU printed. */
  stderr = '';
  /** It took longer than any of these runs should. */
  late = false;
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #left: Promise<number | string>;

  /** @param program words that start QEMU, a chroot before it, say */
  constructor(program: readonly string[], args: readonly string[]) {
    const [command = '', ...before] = program;
    const child = spawn(command, [...before, ...PROBE, ...args], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.#left = new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.qtest = new Qtest(child.stdin, child.stdout);
    this.qmp = new Qmp(child.stdio[3] as Duplex);
    this.#timer = setTimeout(() => {
      this.late = true;
      child.kill('SIGKILL');
    }, TIME_LIMIT_MS);
  }

  /** Ends it, and gives how it ended where it had by itself. */
  async end(): Promise<number | string> {
    clearTimeout(this.#timer);
    this.#child.kill('SIGKILL');
    return this.#left;
  }

  /** How it ended by itself. */
  left(): Promise<number | string> {
    return this.#left;
  }
}

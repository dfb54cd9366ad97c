/** I/O as a guest's ACPI code does it, in the words of QEMU's qtest protocol: `outb 0xa14 0x8`, `inl 0xa00`. */
import { err, ok, type Result } from '../base/result';
import { FIRST_PORT, LAST_PORT } from './memory-hotplug';
import type { RunningMachine } from './running-machine';

const LINE = /^(in|out)([bwl]) (0x[0-9a-f]{1,8}|\d{1,10})(?: (0x[0-9a-f]{1,16}|\d{1,20}))?$/i;
const WIDTH: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4 };
/** The NVDIMM's device lies right behind the block. */
const NVDIMM_PORTS = { first: 0xa18, last: 0xa1b };

/** The answer word by word, or what cannot be answered. */
export function qtest(machine: RunningMachine, line: string): Result<readonly string[], string> {
  const [, direction = '', letter = '', port = '', value] = LINE.exec(line.trim()) ?? [];
  const width = WIDTH[letter.toLowerCase()];
  if (width === undefined || (direction === 'out') !== (value !== undefined)) {
    return err(`"${line}" is no access to the memory-hotplug registers; "inb 0xa14" and "outl 0xa00 0x1" are`);
  }
  const at = Number(port);
  if (at < FIRST_PORT || at > NVDIMM_PORTS.last) {
    return err(`only I/O ports 0xa00 to 0xa1b are predicted, and this is 0x${at.toString(16)}`);
  }
  if (value !== undefined) {
    write(machine, at, width, BigInt.asUintN(8 * width, BigInt(value)));
    return ok(['OK']);
  }
  return ok(['OK', `0x${read(machine, at, width).toString(16).padStart(4, '0')}`]);
}

function read({ registers, context }: RunningMachine, at: number, width: number): number {
  const ones = 2 ** (8 * width) - 1;
  if (at % width !== 0) return 0;
  if (at > LAST_PORT) return context.machine.nvdimm ? 0 : ones;
  if (!registers.isThere) return ones;
  const value = registers.read(at - FIRST_PORT);
  return value === undefined ? ones : value % 2 ** (8 * width);
}

function write(machine: RunningMachine, at: number, width: number, value: bigint): void {
  if (at % width !== 0 || at > LAST_PORT) return;
  machine.writeRegister(at - FIRST_PORT, Number(value));
}

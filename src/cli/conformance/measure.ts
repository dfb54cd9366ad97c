/** Starts the real QEMU with a command line and reads what it would hand to firmware. The machine never runs. */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { jsonText, type Json } from '../../core/codecs/json-text';
import { CMOS_REGISTERS } from '../../core/qemu/tables/cmos';
import { acpiTables, readDirectory, readItem, type RecordedFile } from './fw-cfg';
import { Qmp } from './qmp';
import { Qtest, QtestClosed } from './qtest';

/** What was measured, by the names of an answer's fields, as text so that fields compare by equality. */
export interface Measurement {
  readonly ok: boolean;
  readonly error: string | null;
  readonly warnings: readonly string[];
  readonly fields: ReadonlyMap<string, string | null>;
  readonly files: readonly RecordedFile[];
}

/** QEMU neither started nor refused: it crashed, hung, or the host could not give what it asked for. */
export interface NoMeasurement {
  readonly unmeasured: string;
}

const TIME_LIMIT_MS = 30_000;

/** Texts that speak of this host, not of the configuration. */
export const HOST_LIMITS =
  /Cannot allocate memory|failed to create memfd|unable to map backing store|can't open backing store/;

/** Warnings that are not about memory. */
const OTHER_WARNINGS =
  /TCG doesn't support|hyperthreading|is deprecated|deprecated for|Number of SMP cpus requested|host doesn't support|short-form boolean option/;

/** The second line of a warning about a deprecated form. */
const WARNING_HINT = /^Please use .*=on instead$/;

const PROGRAM = /^qemu-system-x86_64: ?/;

/** The options that let us ask. The monitor is an object of its own, and named as in the recorded cases, since it takes part in orders. */
export const PROBE = [
  ...['-accel', 'qtest', '-qtest', 'stdio', '-qtest-log', '/dev/null', '-display', 'none', '-nodefaults', '-S'],
  ...['-chardev', 'socket,id=physmapchr,fd=3', '-object', 'monitor-qmp,id=physmapqmp,chardev=physmapchr'],
];

/** @param program words that start QEMU, a chroot before it, say */
export async function measure(
  program: readonly string[],
  args: readonly string[],
): Promise<Measurement | NoMeasurement> {
  const [command = '', ...before] = program;
  const child = spawn(command, [...before, ...PROBE, ...args], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const left = new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, TIME_LIMIT_MS);
  try {
    const qtest = new Qtest(child.stdin, child.stdout);
    const socket = child.stdio[3] as Duplex;
    const { fields, files } = await readAll(qtest, new Qmp(socket));
    child.kill('SIGKILL');
    await left;
    // A 32-bit CPU whose CXL area lies beyond its address bits: the devices answer nothing (spec: qemu-11.1 §5).
    if (files.length === 0) return { unmeasured: 'QEMU starts and answers no fw_cfg read' };
    return { ok: true, error: null, warnings: warningsIn(stderr), fields, files };
  } catch (error) {
    if (late) return { unmeasured: 'no answer in time' };
    if (!(error instanceof QtestClosed)) child.kill('SIGKILL');
    const code = await left;
    if (HOST_LIMITS.test(stderr)) return { unmeasured: 'the host cannot provide it' };
    if (code !== 1) return { unmeasured: `QEMU ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}` };
    return { ok: false, error: errorIn(stderr), warnings: warningsIn(stderr), fields: new Map(), files: [] };
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(qtest: Qtest, qmp: Qmp): Promise<Pick<Measurement, 'fields' | 'files'>> {
  await qtest.ask('endianness');
  const files = await readDirectory(qtest);
  const fileOf = new Map(files.map((file) => [file.name, file]));
  const readFile = async (name: string): Promise<Buffer | undefined> => {
    const file = fileOf.get(name);
    return file && (file.size === 0 ? Buffer.alloc(0) : readItem(qtest, file.key, file.size));
  };
  const hexOf = (bytes: Buffer | undefined): string | null => bytes?.toString('hex') ?? null;
  const rsdp = await readFile('etc/acpi/rsdp');
  const blob = await readFile('etc/acpi/tables');
  const tables = rsdp && blob ? acpiTables(rsdp, blob) : new Map<string, Buffer>();
  const limit = (await readItem(qtest, 0x0f, 2)).readUInt16LE();
  const nodes = Number((await readItem(qtest, 0x0d, 8)).readBigUInt64LE());
  const fields = new Map<string, string | null>([
    ['e820', hexOf(await readFile('etc/e820'))],
    ['reserved_memory_end', hexOf(await readFile('etc/reserved-memory-end'))],
    ['srat', hexOf(tables.get('SRAT'))],
    ['slit', hexOf(tables.get('SLIT'))],
    ['hmat', hexOf(tables.get('HMAT'))],
    ['cmos', await cmos(qtest)],
    ['apic_id_limit', String(limit)],
    ['numa_key', hexOf(await readItem(qtest, 0x0d, 8 * (1 + limit + nodes)))],
    ['ram_size', hexOf(await readItem(qtest, 0x03, 8))],
  ]);
  await qmp.open();
  fields.set('memory_devices', devicesText(await qmp.ask('query-memory-devices')));
  return { fields, files };
}

async function cmos(qtest: Qtest): Promise<string> {
  const values: number[] = [];
  for (const register of CMOS_REGISTERS) {
    await qtest.out('b', 0x70, register);
    values.push(await qtest.in('b', 0x71));
  }
  return Buffer.from(values).toString('hex');
}

/** With sorted keys, since the order in which QMP names fields means nothing. */
export const devicesText = (devices: Json): string => jsonText(sorted(devices));

export function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, item === undefined ? null : sorted(item)]));
}

const isWarning = (line: string): boolean => /(^|: )warning: /.test(line);

function warningsIn(stderr: string): readonly string[] {
  const lines = stderr.split('\n').map((line) => line.replace(PROGRAM, ''));
  return lines.filter((line) => isWarning(line) && !OTHER_WARNINGS.test(line));
}

function errorIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line !== '' && !isWarning(line) && !WARNING_HINT.test(line));
  return lines.map((line) => line.replace(PROGRAM, '')).join('\n');
}

/** What comes of each exported form when it is used for what it is meant for. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { toHex } from '../../../core/base/bytes';
import { commandLine } from '../../../core/codecs/command-line-writer';
import { exporters } from '../../../core/codecs/exporters';
import { withoutSpm } from '../../../core/codecs/exports/memmap';
import { startScript } from '../../../core/codecs/exports/start-script';
import { firmwareFiles } from '../../../core/codecs/firmware-files';
import type { LayoutDocument } from '../../../core/document/schema';
import { computePlan } from '../../../core/plan/compute';
import type { Plan } from '../../../core/plan/plan';
import { measure, type Measurement, type NoMeasurement } from '../measure';
import { quoted } from '../quoted';
import type { StandIn } from './stand-in';

export interface Trial {
  readonly document: LayoutDocument;
  readonly plan: Plan;
  readonly program: readonly string[];
  readonly standIn: StandIn;
  /** Of this trial alone: names of files begin with it. */
  readonly name: string;
}

/** Equal, or what differs, or why it could not be told. */
export type Outcome = 'equal' | { readonly differs: string } | { readonly untold: string };

export interface Form {
  readonly title: string;
  try(trial: Trial): Promise<Outcome> | Outcome;
}

const LIMIT_MS = 60_000;

function exported(id: string, { plan, document }: Trial): string | Uint8Array | undefined {
  const file = exporters.find(id)?.write(plan, document);
  return file?.ok === true ? file.value.content : undefined;
}

function kept({ standIn, name }: Trial, fileName: string, content: string | Uint8Array): string {
  const path = join(standIn.folder, `${name}-${fileName}`);
  writeFileSync(path, content);
  return path;
}

/** By the names of a measurement's fields. */
const FIELDS: Readonly<Record<string, string>> = {
  e820: 'etc/e820',
  reserved_memory_end: 'etc/reserved-memory-end',
  srat: 'SRAT',
  slit: 'SLIT',
  hmat: 'HMAT',
};

function compared(plan: Plan, measured: Measurement | NoMeasurement, saysSame: (error: string) => boolean): Outcome {
  if ('unmeasured' in measured) return { untold: measured.unmeasured };
  const { starts, error = '' } = plan.verdict;
  if (measured.ok !== starts) return { differs: `QEMU ${measured.ok ? 'starts' : `refuses: ${measured.error ?? ''}`}` };
  if (!starts) return saysSame(error) ? 'equal' : { differs: `QEMU says ${measured.error ?? ''}, not ${error}` };
  const files = new Map(firmwareFiles(plan).map(({ name, bytes }) => [name, toHex(bytes)]));
  for (const [field, name] of Object.entries(FIELDS)) {
    const [was, says] = [measured.fields.get(field) ?? undefined, files.get(name)];
    if (was !== says) return { differs: `${name}: QEMU ${was ?? 'none'}, planned ${says ?? 'none'}` };
  }
  return 'equal';
}

/** Runs a command with a shell, in whose place QEMU comes so that it ends with it, and reads what QEMU would hand to firmware. */
async function shellTrial(trial: Trial, command: string, fileName: string): Promise<Outcome> {
  const path = kept(trial, fileName, `exec ${command}`);
  const measured = await measure([...trial.standIn.runner, path], []);
  return compared(trial.plan, measured, (error) => 'error' in measured && measured.error === error);
}

const shellForm = (id: string, title: string): Form => ({
  title,
  try: (trial) => shellTrial(trial, String(exported(id, trial)), `${id}.sh`),
});

/** The command in the head of the file, on the file where QEMU sees it. */
const configForm: Form = {
  title: '-readconfig',
  async try(trial) {
    const text = String(exported('qemu-config', trial));
    const path = kept(trial, 'qemu.cfg', text);
    const command = [...text.matchAll(/^# {3}(.*)$/gm)].map(([, line]) => line ?? '').join('\n');
    if (!command.startsWith('qemu-system-x86_64 -readconfig qemu.cfg')) return { untold: 'no command in the head' };
    if (command.includes(', and behind it')) return { untold: 'the command is too long for a comment' };
    const inside = join(trial.standIn.inside, path.slice(trial.standIn.folder.length + 1));
    const measured = await measure(
      [...trial.standIn.runner, kept(trial, 'config.sh', `exec ${command.replace('qemu.cfg', quoted(inside))}`)],
      [],
    );
    // A complaint about a file names the file and the line.
    return compared(trial.plan, measured, () => true);
  },
};

interface Reply {
  readonly id?: string;
  readonly error?: { readonly desc: string };
  readonly return?: unknown;
}

/** What `qemu-system-x86_64 -qmp stdio` in a script answers, up to the last command. */
async function repliesOf({ standIn }: Trial, path: string): Promise<{ replies: readonly Reply[]; stderr: string }> {
  const env = { ...process.env, PATH: standIn.path, PHYSMAP_PROBE: '-accel qtest -display none -nodefaults' };
  // A group of its own, since the shell stays between us and QEMU.
  const child = spawn('sh', [path], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(end, LIMIT_MS);
  const closed = new Promise((resolve) => child.on('close', resolve));
  const replies: Reply[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const reply = JSON.parse(line) as Reply;
    if (reply.id !== undefined || reply.error !== undefined) replies.push(reply);
    if (reply.id === 'run') break;
  }
  end();
  await closed;
  clearTimeout(timer);
  return { replies, stderr };
}

/** What is the same whether a device was there or came; the rest tells how it came. */
const SETTLED = ['addr', 'memaddr', 'slot', 'node', 'memdev'];

const rowText = (data: Readonly<Record<string, unknown>>): string =>
  SETTLED.flatMap((key) => (data[key] === undefined ? [] : [`${key}=${String(data[key])}`])).join(' ');

const startForm: Form = {
  title: 'QMP at start',
  async try(trial) {
    const text = exported('qmp-start', trial);
    if (typeof text !== 'string') return { untold: 'nothing can be plugged' };
    const { replies, stderr } = await repliesOf(trial, kept(trial, 'start.sh', text));
    const failed = replies.find(({ error }) => error !== undefined);
    if (failed !== undefined) return { differs: `${failed.id ?? ''}: ${failed.error?.desc ?? ''}` };
    const listed = replies.find(({ id }) => id === 'devices')?.return as
      readonly { readonly data: Readonly<Record<string, unknown>> }[] | undefined;
    if (listed === undefined) return { untold: stderr.trim().split('\n').at(-1) ?? 'no answer' };
    const was = listed.map(({ data }) => rowText(data)).toSorted();
    const rows = trial.plan.snapshots[0]?.tables?.memoryDevices ?? [];
    const says = rows.map(({ fields }) => rowText(fields)).toSorted();
    if (was.join('\n') !== says.join('\n'))
      return { differs: `devices: QEMU ${was.join('; ')}, planned ${says.join('; ')}` };
    const { document } = startScript(trial.document, trial.plan);
    const measured = await measure(
      trial.program,
      commandLine(document).map((word) => word.text),
    );
    if ('unmeasured' in measured) return { untold: measured.unmeasured };
    const e820 = firmwareFiles(trial.plan).find(({ name }) => name === 'etc/e820');
    const isSame = e820 !== undefined && measured.fields.get('e820') === toHex(e820.bytes);
    return isSame ? 'equal' : { differs: `etc/e820: QEMU ${measured.fields.get('e820') ?? measured.error ?? 'none'}` };
  },
};

const checkForm: Form = {
  title: 'check program',
  try(trial) {
    const path = kept(trial, 'check-plan.py', exported('check-plan', trial) ?? '');
    const words = [path, '--qemu', trial.program.map(quoted).join(' ')];
    const { status, stdout, stderr, error } = spawnSync('python3', words, { encoding: 'utf8', timeout: LIMIT_MS });
    if (error !== undefined || status === 2 || status === null) {
      return { untold: error?.message ?? `${stdout}${stderr}`.trim().split('\n').at(-1) ?? '' };
    }
    return status === 0 && /^equal: /m.test(stdout) ? 'equal' : { differs: stdout.trim() };
  },
};

interface Manifest {
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

const zipForm: Form = {
  title: 'zip',
  try(trial) {
    const content = exported('all-files', trial);
    if (content === undefined) return trial.plan.verdict.starts ? { differs: 'no zip' } : { untold: 'does not start' };
    const path = kept(trial, 'all.zip', content);
    const tested = spawnSync('unzip', ['-tqq', path], { encoding: 'utf8' });
    if (tested.error !== undefined) return { untold: tested.error.message };
    if (tested.status !== 0) return { differs: `${tested.stdout}${tested.stderr}`.trim() };
    const unpacked = (name: string): Buffer => spawnSync('unzip', ['-p', path, name], { maxBuffer: 2 ** 28 }).stdout;
    const { files } = JSON.parse(unpacked('manifest.json').toString()) as Manifest;
    const broken = files.find(({ name, size, sha256 }) => {
      const bytes = unpacked(name);
      return bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== sha256;
    });
    return broken === undefined ? 'equal' : { differs: `${broken.name} is not as the manifest says` };
  },
};

/** The machine that `memmap=` is for has memory where the parameters say. */
const memmapForm: Form = {
  title: 'QEMU without SPM',
  async try(trial) {
    if (exported('memmap', trial) === undefined) return { untold: 'nothing is soft reserved' };
    const other = withoutSpm(trial.document);
    if (!other.ok) return { untold: other.error.replace(/\d+/g, 'N') };
    const { document } = other.value;
    const measured = await measure(
      trial.program,
      commandLine(document).map(({ text }) => text),
    );
    return compared(computePlan(document, 0), measured, () => false);
  },
};

export const FORMS: readonly Form[] = [
  shellForm('command-line', 'shell, one option a line'),
  shellForm('command-line-one', 'shell, one line'),
  configForm,
  startForm,
  checkForm,
  zipForm,
  memmapForm,
];

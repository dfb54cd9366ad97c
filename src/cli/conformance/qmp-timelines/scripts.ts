/** Layouts with steps whose exported QMP script is sent to a real QEMU: the gallery's, and random ones. */
import { jsonText, type Json } from '../../../core/codecs/json-text';
import { qmpRunner, qmpScript } from '../../../core/codecs/qmp/qmp-script';
import { scriptOf, type Act, type Script, type ScriptStep } from '../../../core/codecs/qmp/script';
import { layout } from '../../../core/document/layout-builder';
import { samples } from '../../../core/document/samples/index';
import type { LayoutDocument, LayoutEvent } from '../../../core/document/schema';
import { computePlan } from '../../../core/plan/compute';
import type { Random } from '../../random';
import { sorted } from '../measure';
import { QtestClosed } from '../qtest';
import type { Difference, Measured } from './compare';
import { RunningQemu } from './running-qemu';

const [MiB, GiB] = [2 ** 20, 2 ** 30];

export interface ScriptedLayout {
  readonly title: string;
  readonly document: LayoutDocument;
}

/** The machine on which this runs may be smaller than the layout. */
function withoutReservation(document: LayoutDocument): LayoutDocument {
  const free = <B extends object>(backend: B): B => ({ ...backend, reserve: false });
  return {
    ...document,
    backends: document.backends.map(free),
    events: document.events.map((event) =>
      event.do === 'plug' && event.backend !== undefined ? { ...event, backend: free(event.backend) } : event,
    ),
  };
}

export const sampleLayouts = (): readonly ScriptedLayout[] =>
  samples.all
    .filter(({ document }) => document.events.length > 0)
    .map(({ id, document }) => ({ title: id, document: withoutReservation(document) }));

export function randomLayout(random: Random): LayoutDocument {
  const policy = random.pick(['online', 'online_movable', 'online_movable', 'offline']);
  let built = layout()
    .machine({ nvdimm: true })
    .cpu('qemu64', { physBits: 46 })
    .ram('2G', { slots: random.between(1, 6), maxmem: `${2 + random.pick([2, 4, 8])}G` });
  if (random.chance(0.5)) built = built.node('2G');
  if (random.chance(0.4)) built = built.specificPurpose(random.pick(['256M', '512M']));
  if (random.chance(0.3)) built = built.virtioMem('1G', { requestedSize: 0 });
  const plugged: string[] = [];
  for (let count = random.between(3, 14); count > 0; count -= 1) {
    built = built.event(randomEvent(random, plugged, count));
  }
  const boot = { firmware: 'seabios', kernel: '7.2', append: `memhp_default_state=${policy}` };
  return withoutReservation({ ...built.build(), boot });
}

function randomEvent(random: Random, plugged: string[], count: number): LayoutEvent {
  const device = plugged.length === 0 ? 'sp1' : (plugged[random.below(plugged.length)] ?? 'sp1');
  if (random.chance(0.5) || plugged.length === 0) {
    const id = `d${count}`;
    plugged.push(id);
    const kind = random.pick(['pc-dimm', 'pc-dimm', 'pc-dimm', 'pc-dimm', 'nvdimm', 'sp-mem'] as const);
    const size = random.pick([128, 256, 512, 1024, 2048, 200, 3]) * MiB;
    return { do: 'plug', device: { kind, id, memdev: `m${count}` }, backend: { id: `m${count}`, type: 'ram', size } };
  }
  const answer = random.pick([undefined, undefined, 'agrees', 'refuses'] as const);
  return random.pick<LayoutEvent>([
    { do: 'unplug', device, ...(answer === undefined ? {} : { answer }), dropsBackend: random.chance(0.5) },
    { do: 'unplug', device },
    { do: 'unplug', device: random.pick(['sp1', 'nobody']) },
    { do: 'resize', device: 'vm1', requestedSize: random.pick([0, 128 * MiB, 512 * MiB, GiB, 2 * GiB, 3]) },
    { do: 'reboot' },
    {
      do: 'qmp',
      command: random.pick([
        '{"execute":"object-del","arguments":{"id":"m-sp1"}}',
        '{"execute": "device_del"}',
        '{"execute": stop}',
      ]),
    },
  ]);
}

/** Sends the lines of the exported file one by one, and does at the registers what the plan has the guest do. */
export async function compareScript(program: readonly string[], { document }: ScriptedLayout): Promise<Measured> {
  const script = scriptOf(document);
  const file = qmpScript.write(computePlan(document, 0), document);
  if (!script.ok || !file.ok) return { unmeasured: script.ok ? 'no script' : script.error.message };
  const lines = String(file.value.content).trimEnd().split('\n');
  const qemu = new RunningQemu(program, script.value.words);
  try {
    await qemu.qtest.ask('endianness');
    const run = new ScriptRun(qemu, lines.values());
    await run.all(script.value);
    const { replies, errors, differences } = run;
    return { replies, errors, events: qemu.qmp.events.length, differences };
  } catch (error) {
    if (error instanceof QtestClosed) return { unmeasured: `QEMU does not start: ${qemu.stderr.trim()}` };
    throw error;
  } finally {
    await qemu.end();
  }
}

const text = (value: Json): string => jsonText(sorted(value));
/** Members of a device that do not depend on a guest's driver. */
type Row = Readonly<Record<string, Json>>;

class ScriptRun {
  replies = 0;
  errors = 0;
  readonly differences: Difference[] = [];
  readonly #qemu: RunningQemu;
  readonly #lines: Iterator<string>;
  readonly #devices = new Map<string, Row>();
  /** Devices whose size a guest's driver would have changed by now. */
  readonly #unplayed = new Set<string>();

  constructor(qemu: RunningQemu, lines: Iterator<string>) {
    this.#qemu = qemu;
    this.#lines = lines;
  }

  async all({ boot, steps }: Script): Promise<void> {
    // The file's own first line negotiates.
    await this.#qemu.qmp.greeting();
    await this.#send('boot', null);
    await this.#check('boot', boot);
    for (const { name, acts, devices } of steps) {
      for (const act of acts) {
        if (!(await this.#act(name, act))) return;
      }
      if (!(await this.#check(name, devices))) return;
    }
  }

  async #act(name: string, act: Act): Promise<boolean> {
    switch (act.is) {
      case 'ask':
        return this.#send(name, act.error);
      case 'gone':
        if (act.needs === 'pci') return false;
        if (act.needs === 'acpi') await this.#at(act.slot, ['outb 0xa14 0x4', 'outb 0xa14 0x8']);
        return true;
      case 'stays':
        if (act.needs === 'acpi') await this.#at(act.slot, ['outl 0xa04 3', 'outl 0xa08 130', 'outb 0xa14 0x4']);
        return true;
      case 'size':
        this.#unplayed.add(act.device);
        return true;
      case 'guest':
        return true;
    }
  }

  async #at(slot: number, accesses: readonly string[]): Promise<void> {
    for (const line of [`outl 0xa00 ${slot}`, ...accesses]) await this.#qemu.qtest.ask(line);
  }

  async #send(name: string, planned: string | null | undefined): Promise<boolean> {
    const { value: line = '', done } = this.#lines.next() as { value?: string; done?: boolean };
    if (done === true) throw new Error(`the file ends before ${name}`);
    const reply = await this.#qemu.qmp.send(line);
    if (reply === undefined) {
      this.differences.push({ where: name, asked: line, measured: 'QEMU ended', predicted: planned ?? 'no error' });
      return false;
    }
    if (planned === undefined || [...this.#unplayed].some((id) => line.includes(`"${id}"`))) return true;
    this.replies += 1;
    const error = reply['error'] as { readonly desc?: string } | undefined;
    if (error !== undefined) this.errors += 1;
    const told = error?.desc ?? null;
    if (told !== planned) {
      this.differences.push({
        where: name,
        asked: line,
        measured: told ?? 'no error',
        predicted: planned ?? 'no error',
      });
    }
    return true;
  }

  async #check(name: string, changed: ScriptStep['devices']): Promise<boolean> {
    for (const [id, row] of changed) {
      if (row === null) this.#devices.delete(id);
      else this.#devices.set(id, row as Row);
    }
    const reply = await this.#qemu.qmp.send('{"execute":"query-memory-devices"}');
    if (reply === undefined) return false;
    const listed = new Map(
      (reply['return'] as readonly { readonly data: Row }[]).map(({ data }) => [nameOf(data), data]),
    );
    const asPlanned = [...this.#devices].map(([id, row]) => `${id} ${text(row)}`).toSorted();
    const asListed = [...listed]
      .map(([id, data]) => {
        const keys = Object.keys(this.#devices.get(id) ?? data);
        return `${id} ${text(Object.fromEntries(keys.map((key) => [key, data[key]])))}`;
      })
      .toSorted();
    this.replies += 1;
    if (asPlanned.join('\n') !== asListed.join('\n')) {
      const [measured, predicted] = [asListed.join('; '), asPlanned.join('; ')];
      this.differences.push({ where: name, asked: 'query-memory-devices', measured, predicted });
    }
    return true;
  }
}

const nameOf = (data: Row): string => {
  const { id } = data;
  if (typeof id === 'string' && id !== '') return id;
  return `0x${Number(data['addr'] ?? data['memaddr'] ?? 0).toString(16)}`;
};

/** The exported program's text. */
export function programOf({ document }: ScriptedLayout): string {
  const file = qmpRunner.write(computePlan(document, 0), document);
  return file.ok ? String(file.value.content) : '';
}

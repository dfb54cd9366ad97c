/** The steps of a layout as what is sent to QEMU, with what it answers and what becomes of its memory devices. */
import { err, ok, type Result } from '../../base/result';
import { deviceKinds } from '../../devices/index';
import type { LayoutDocument, LayoutEvent } from '../../document/schema';
import type { JsonObject } from '../../options/json';
import { stageContext } from '../../plan/compute';
import type { PluggedDevice } from '../../qemu/machine';
import { accepted } from '../../qemu/tables/accepted';
import { RunningMachine } from '../../runtime/running-machine';
import type { Answer } from '../../runtime/reply';
import { guestOn } from '../../timeline/guest-on';
import { carryOut, wordsOf } from '../../timeline/kinds/index';
import { World, type Heard } from '../../timeline/world';
import type { FormatError } from '../format';
import { jsonLine } from './json-value';

/** How a device that is asked to leave goes: through the guest's ACPI code or its PCI hotplug, or without a guest. */
type Needs = 'acpi' | 'pci' | 'nothing';

export type Act =
  /** QEMU's words if it refuses; null if it does not; undefined where that is not predicted. */
  | { readonly is: 'ask'; readonly command: string; readonly error: string | null | undefined }
  /** The guest lets a device go, or keeps it. */
  | { readonly is: 'gone' | 'stays'; readonly device: string; readonly slot: number; readonly needs: Needs }
  | { readonly is: 'size'; readonly device: string; readonly bytes: Answer }
  | { readonly is: 'guest'; readonly text: string };

export interface ScriptStep {
  /** `t3` */
  readonly name: string;
  readonly words: string;
  readonly acts: readonly Act[];
  /** Members that `query-memory-devices` lists afterwards, of devices that came or changed; null for those that left. */
  readonly devices: ReadonlyMap<string, Readonly<Record<string, Answer>> | null>;
}

export interface Script {
  readonly words: readonly string[];
  readonly boot: ScriptStep['devices'];
  readonly steps: readonly ScriptStep[];
}

/** What is the same however the guest gets on with it. */
const LISTED = ['addr', 'memaddr', 'slot', 'node', 'requested-size'];

export function scriptOf(document: LayoutDocument): Result<Script, FormatError> {
  if (document.events.length === 0) {
    const works = 'A step: what is plugged, unplugged or resized once the machine runs.';
    return err({ code: 'export/no-steps', message: 'There is nothing to send: the layout has no steps.', works });
  }
  const context = stageContext(document);
  const started = accepted(context.startup);
  const machine = started === undefined ? undefined : RunningMachine.of(started);
  if (started === undefined || machine === undefined) {
    const message = `QEMU does not start with this layout: ${context.startup.refusals[0]?.text ?? ''}`;
    const works = 'A layout that starts; the verdict says what is in the way.';
    return err({ code: 'export/does-not-start', message, works });
  }
  const writer = new Writer(machine);
  const world = new World(machine, guestOn(context, machine), new Map(), (heard) => writer.hear(heard));
  world.settle();
  for (const device of machine.population.devices) machine.changed.add(device);
  const boot = writer.devices(world);
  const steps: ScriptStep[] = [];
  for (const [index, event] of document.events.entries()) {
    if (!machine.isAlive) break;
    writer.begin(index + 1, event);
    carryOut(world, event);
    const { name, acts } = writer;
    steps.push({ name, words: wordsOf(event), acts, devices: writer.devices(world) });
  }
  return ok({ words: context.words.map(({ text }) => text), boot, steps });
}

class Writer {
  name = '';
  acts: Act[] = [];
  readonly #machine: RunningMachine;
  readonly #known = new Map<string, { readonly slot: number; readonly needs: Needs }>();
  #raw: string | undefined;
  #asks = 0;

  constructor(machine: RunningMachine) {
    this.#machine = machine;
  }

  begin(number: number, event: LayoutEvent): void {
    this.name = `t${number}`;
    this.acts = [];
    this.#asks = 0;
    this.#raw = event.do === 'qmp' ? event.command : undefined;
    // What no machine can read is sent all the same: that QEMU refuses it is a part of the plan.
    if (this.#raw !== undefined) this.#ask(undefined);
  }

  hear(heard: Heard): void {
    switch (heard.by) {
      case 'ask':
        if (this.#raw === undefined) this.#ask(heard.command);
        return;
      case 'reply': {
        const { reply } = heard;
        const isUnknown = 'error' in reply && reply.error.class === 'CommandNotFound';
        this.#answer(isUnknown ? undefined : 'error' in reply ? reply.error.desc : null);
        return;
      }
      case 'event':
        return this.#event(...heard.event);
      case 'guest':
        this.acts.push({ is: 'guest', text: heard.text });
    }
  }

  #ask(command: JsonObject | undefined): void {
    this.#asks += 1;
    const id = this.#asks === 1 ? this.name : `${this.name}.${this.#asks}`;
    const text = command === undefined ? (this.#raw ?? '').replace(/\s+/g, ' ').trim() : jsonLine(command);
    this.acts.push({ is: 'ask', command: withId(text, id), error: undefined });
  }

  #answer(error: string | null | undefined): void {
    const at = this.acts.findLastIndex(({ is }) => is === 'ask');
    const act = this.acts[at];
    if (act?.is === 'ask') this.acts[at] = { ...act, error };
  }

  #event(name: string, data: Readonly<Record<string, Answer | undefined>>): void {
    const info = data['info'];
    const report = typeof info === 'object' && info !== null && 'status' in info ? info : {};
    const text = (value: Answer | undefined): string => (typeof value === 'string' ? value : '');
    const waiting = (device: string) => ({ device, slot: -1, needs: 'nothing' as const, ...this.#known.get(device) });
    if (name === 'DEVICE_DELETED' && data['device'] !== undefined) {
      this.acts.push({ is: 'gone', ...waiting(text(data['device'])) });
    } else if (name === 'ACPI_DEVICE_OST' && 'status' in report && report.status === 130) {
      this.acts.push({ is: 'stays', ...waiting('device' in report ? text(report.device) : '') });
    } else if (name === 'MEMORY_DEVICE_SIZE_CHANGE') {
      this.acts.push({ is: 'size', device: text(data['id']), bytes: data['size'] ?? null });
    }
  }

  /** Those that came, changed or left since this was asked last. */
  devices({ machine }: World): ScriptStep['devices'] {
    const rows = new Map<string, Readonly<Record<string, Answer>> | null>();
    const present = new Set(machine.changed.size === 0 ? [] : machine.population.devices);
    for (const device of machine.changed) {
      const name = nameOf(device);
      if (present.has(device)) {
        rows.set(name, this.#row(device));
        this.#known.set(name, { slot: device.slot ?? -1, needs: this.#needs(device) });
      } else if (!rows.has(name)) rows.set(name, null);
    }
    machine.changed.clear();
    return rows;
  }

  #row(device: PluggedDevice): Readonly<Record<string, Answer>> {
    const { info, requestedSize } = this.#machine.running(device);
    const data = 'requested-size' in info.data ? { ...info.data, 'requested-size': requestedSize } : info.data;
    return Object.fromEntries(Object.entries(data).filter(([key]) => LISTED.includes(key)));
  }

  #needs({ kind }: PluggedDevice): Needs {
    if (deviceKinds.find(kind)?.bus !== 'pci') return 'acpi';
    return this.#machine.context.machine.version.rules.unplugsThroughAcpi ? 'pci' : 'nothing';
  }
}

const nameOf = ({ id, address }: PluggedDevice): string => id ?? `0x${address.toString(16)}`;

/** With an id by which its reply is found, unless it has one. */
function withId(text: string, id: string): string {
  if (!text.startsWith('{') || /"id"\s*:/.test(text.replace(/"arguments"\s*:\s*\{[^{}]*\}/, ''))) return text;
  const rest = text.slice(1).trimStart();
  return `{"id":"${id}"${rest.startsWith('}') ? '' : ','}${rest}`;
}

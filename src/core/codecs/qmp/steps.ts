/** What was asked of memory in a QMP conversation, as steps of the timeline, with the guest's answers read off the events. */
import { kindOfDriver } from '../../devices/index';
import { memdevOf } from '../../document/device-names';
import type { Backend, LayoutDocument, LayoutEvent } from '../../document/schema';
import type { JsonObject, JsonValue } from '../../options/json';
import type { ImportNote } from '../format';
import type { Entry, Exchange, Told } from './exchanges';
import { jsonLine } from './json-value';
import { backendOf, deviceOf, withoutProps } from './parts';

type Unplug = Extract<LayoutEvent, { do: 'unplug' }>;
type Resize = Extract<LayoutEvent, { do: 'resize' }>;

export interface StepDraft {
  readonly event: LayoutEvent;
  readonly line: number;
  /** Index of the entry that it comes from. */
  readonly entry: number;
}

export interface ReadSteps {
  /** In order; at most as many as a layout has. */
  readonly steps: readonly StepDraft[];
  readonly notes: readonly ImportNote[];
  /** Commands that ask only, and how often; those about something else than memory likewise. */
  readonly queries: ReadonlyMap<string, number>;
  readonly others: ReadonlyMap<string, number>;
  /** Steps that did not fit any more. */
  readonly left: number;
}

const MOST_STEPS = 100_000;
const MOST_NOTES_EACH = 50;
/** Firmware resets a second time sooner than this; nobody reboots a guest that fast. */
const FIRMWARE_MS = 20_000;
const NONE: JsonObject = new Map();
const QUERIES = /^(?:query-|qom-get$|qom-list|device-list-properties$|qmp_capabilities$)/;

const textOf = (given: JsonObject, name: string): string => {
  const value = given.get(name);
  return typeof value === 'string' ? value : '';
};
/** The id that a device's path ends in; an id stays as it is. */
const idOf = (path: string): string => path.replace(/^\/machine\/peripheral\/(?=[^/]+$)/, '');
const isError = ({ answered }: Exchange): boolean => answered?.is === 'error';

class StepReader {
  readonly steps: (StepDraft | undefined)[] = [];
  readonly notes: ImportNote[] = [];
  readonly queries = new Map<string, number>();
  readonly others = new Map<string, number>();
  left = 0;
  readonly #told = new Map<string, number>();
  /** Memory devices by id, with their backends. */
  readonly #devices = new Map<string, string | undefined>();
  readonly #backends: Set<string>;
  /** Backends that were added and that no device uses yet, and where they stand. */
  readonly #unused = new Map<string, { readonly at: number; readonly backend: Backend }>();
  /** Where requests stand that nothing has answered yet. */
  readonly #leaving = new Map<string, number>();
  readonly #resizing = new Map<string, number>();
  /** Where devices' unplugs stand, by the backend that became free. */
  readonly #freed = new Map<string, number>();
  /** When the last reset was, and whether its firmware may still reset once more. */
  #lastReset: { readonly atMs: number | undefined } | undefined;

  constructor({ devices, backends }: LayoutDocument) {
    for (const device of devices) {
      if (device.kind !== 'other' && device.id !== undefined) this.#devices.set(device.id, memdevOf(device));
    }
    this.#backends = new Set(backends.map(({ id }) => id));
  }

  take(entry: Entry, index: number): void {
    if ('told' in entry) this.#hear(entry.told, index);
    else this.#ask(entry.exchange, index);
  }

  /** No answer came to what still waits for one. */
  end(): void {
    for (const [id, at] of this.#leaving) this.#answer(id, at, 'refuses');
  }

  #note(kind: string, message: string, line: number): void {
    const count = (this.#told.get(kind) ?? 0) + 1;
    this.#told.set(kind, count);
    if (count <= MOST_NOTES_EACH) this.notes.push({ message, line });
  }

  #push(event: LayoutEvent, { asked }: Pick<Exchange, 'asked'>, entry: number): number {
    if (this.steps.length >= MOST_STEPS) {
      this.left += 1;
      return -1;
    }
    return this.steps.push({ event, line: asked.line, entry }) - 1;
  }

  #change(at: number, change: (event: LayoutEvent) => LayoutEvent): void {
    const step = this.steps[at];
    if (step !== undefined) this.steps[at] = { ...step, event: change(step.event) };
  }

  #ask(exchange: Exchange, entry: number): void {
    const { name, given } = exchange.asked;
    switch (name) {
      case 'object-add':
        return this.#objectAdd(exchange, entry);
      case 'device_add':
        return this.#deviceAdd(exchange, entry);
      case 'device_del':
        return this.#deviceDel(exchange, entry);
      case 'object-del':
        return this.#objectDel(exchange, entry);
      case 'qom-set':
        return this.#qomSet(exchange, entry);
      case 'system_reset':
        this.#lastReset = { atMs: undefined };
        this.#push({ do: 'reboot' }, exchange, entry);
        return;
      default:
        this.#count(QUERIES.test(name) ? this.queries : this.others, name, given);
    }
  }

  #count(counts: Map<string, number>, name: string, given: JsonObject = NONE): void {
    const driver = textOf(given, 'driver') || textOf(given, 'qom-type');
    const title = `${name}${driver === '' ? '' : ` ${driver}`}`.slice(0, 80);
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }

  #raw({ asked }: Exchange): LayoutEvent {
    const { name, given } = asked;
    const command = new Map<string, JsonValue>([['execute', name]]);
    if (given.size > 0) command.set('arguments', given);
    return { do: 'qmp', command: jsonLine(command) };
  }

  #objectAdd(exchange: Exchange, entry: number): void {
    const given = withoutProps(exchange.asked.given);
    if (given !== exchange.asked.given) {
      const words = 'Its "props" are read as arguments of their own, as QEMU has wanted them since 6.0.';
      this.#note('props', words, exchange.asked.line);
    }
    const type = textOf(given, 'qom-type');
    if (!type.startsWith('memory-backend-')) return this.#count(this.others, exchange.asked.name, given);
    const flattened = { ...exchange, asked: { ...exchange.asked, given } };
    const at = this.#push(this.#raw(flattened), exchange, entry);
    if (isError(exchange)) return;
    const id = textOf(given, 'id');
    this.#backends.add(id);
    const backend = backendOf(given);
    if (backend !== undefined) this.#unused.set(id, { at, backend });
  }

  #deviceAdd(exchange: Exchange, entry: number): void {
    const { given } = exchange.asked;
    if (kindOfDriver(textOf(given, 'driver')) === undefined) return this.#count(this.others, 'device_add', given);
    const device = deviceOf(given);
    const memdev = textOf(given, 'memdev');
    const id = textOf(given, 'id');
    if (!isError(exchange) && id !== '') this.#devices.set(id, memdev);
    this.#leaving.delete(id);
    if (device === undefined) {
      this.#push(this.#raw(exchange), exchange, entry);
      return;
    }
    const added = this.#unused.get(memdev);
    this.#unused.delete(memdev);
    if (added !== undefined) this.steps[added.at] = undefined;
    const backend = added === undefined ? {} : { backend: added.backend };
    this.#push({ do: 'plug', device, ...backend }, exchange, entry);
  }

  #deviceDel(exchange: Exchange, entry: number): void {
    const name = textOf(exchange.asked.given, 'id');
    const id = idOf(name);
    const isKnown = this.#devices.has(id);
    if (isError(exchange)) {
      if (isKnown && id === name && !this.#leaving.has(id)) this.#push({ do: 'unplug', device: id }, exchange, entry);
      else if (isKnown) this.#push(this.#raw(exchange), exchange, entry);
      else this.#count(this.others, 'device_del');
      return;
    }
    if (!isKnown) return this.#count(this.others, 'device_del');
    if (this.#leaving.has(id)) {
      this.#note(
        'again',
        `${id} is asked to leave once more, while the first request waits: one step stands for both.`,
        exchange.asked.line,
      );
      return;
    }
    this.#leaving.set(id, this.#push({ do: 'unplug', device: id }, exchange, entry));
  }

  #objectDel(exchange: Exchange, entry: number): void {
    const id = textOf(exchange.asked.given, 'id');
    const freed = this.#freed.get(id);
    this.#freed.delete(id);
    this.#unused.delete(id);
    if (!isError(exchange) && freed !== undefined) {
      this.#change(freed, (event) => ({ ...(event as Unplug), dropsBackend: true }));
    } else if (this.#backends.has(id)) this.#push(this.#raw(exchange), exchange, entry);
    else return this.#count(this.others, 'object-del');
    if (!isError(exchange)) this.#backends.delete(id);
  }

  #qomSet(exchange: Exchange, entry: number): void {
    const { given } = exchange.asked;
    const id = idOf(textOf(given, 'path'));
    if (!this.#devices.has(id)) return this.#count(this.others, 'qom-set');
    const value = given.get('value');
    const isResize = textOf(given, 'property') === 'requested-size';
    if (!isResize || typeof value !== 'bigint' || value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#push(this.#raw(exchange), exchange, entry);
      return;
    }
    const at = this.#push({ do: 'resize', device: id, requestedSize: Number(value) }, exchange, entry);
    if (!isError(exchange)) this.#resizing.set(id, at);
  }

  #hear(told: Told, entry: number): void {
    const { name, data, line } = told;
    const id = textOf(data, name === 'MEMORY_DEVICE_SIZE_CHANGE' ? 'id' : 'device');
    const leaving = this.#leaving.get(id);
    switch (name) {
      case 'DEVICE_DELETED':
        if (this.#devices.has(id)) this.#gone(id, line, entry);
        return;
      case 'ACPI_DEVICE_OST':
        return this.#reported(data);
      case 'MEM_UNPLUG_ERROR':
      case 'DEVICE_UNPLUG_GUEST_ERROR':
        if (leaving !== undefined) this.#answer(id, leaving, 'refuses');
        return;
      case 'MEMORY_DEVICE_SIZE_CHANGE':
        return this.#resized(id, data.get('size'));
      case 'RESET':
        return this.#reset(told, entry);
    }
  }

  /** 132: an eject is under way; 0: done, or a device has come. */
  #reported(data: JsonObject): void {
    const info = data.get('info');
    if (!(info instanceof Map)) return;
    const [device, status] = [textOf(info as JsonObject, 'device'), (info as JsonObject).get('status')];
    const at = this.#leaving.get(device);
    if (at !== undefined && status !== 132n && status !== 0n) this.#answer(device, at, 'refuses');
  }

  #answer(id: string, at: number, answer: 'agrees' | 'refuses'): void {
    this.#leaving.delete(id);
    this.#change(at, (event) => (event.do === 'unplug' ? { ...event, answer } : event));
  }

  #gone(id: string, line: number, entry: number): void {
    let at = this.#leaving.get(id);
    if (at === undefined) {
      this.#note('unasked', `${id} goes without being asked for: the step asks for it.`, line);
      at = this.#push({ do: 'unplug', device: id }, { asked: { is: 'command', name: '', given: NONE, line } }, entry);
    }
    this.#answer(id, at, 'agrees');
    const memdev = this.#devices.get(id);
    this.#devices.delete(id);
    this.#resizing.delete(id);
    if (memdev !== undefined) this.#freed.set(memdev, at);
  }

  #resized(id: string, size: JsonValue | undefined): void {
    const at = this.#resizing.get(id);
    if (at === undefined || typeof size !== 'bigint' || size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) return;
    this.#change(at, (event) => ({ ...(event as Resize), reaches: Number(size) }));
  }

  /** SeaBIOS resets once more by itself; a guest that reboots later is another matter. */
  #reset({ data, line, atMs }: Told, entry: number): void {
    const last = this.#lastReset;
    const isSoon = last !== undefined && (last.atMs ?? atMs ?? 0) + FIRMWARE_MS > (atMs ?? 0);
    if (data.get('guest') !== true) {
      this.#lastReset = { atMs };
      return;
    }
    this.#lastReset = isSoon ? undefined : { atMs };
    if (isSoon) return;
    this.#note('reset', 'The guest resets the machine by itself: the step does it over QMP.', line);
    this.#push({ do: 'reboot' }, { asked: { is: 'command', name: '', given: NONE, line } }, entry);
  }
}

export function* readSteps(entries: readonly Entry[], current: LayoutDocument): Generator<number, ReadSteps> {
  const reader = new StepReader(current);
  for (const [index, entry] of entries.entries()) {
    if (index % 1024 === 1023) yield index / entries.length;
    reader.take(entry, index);
  }
  reader.end();
  const { notes, queries, others, left } = reader;
  return { steps: reader.steps.filter((step) => step !== undefined), notes, queries, others, left };
}

/** The same conversation with the machine that physmap predicts: where the log's replies are others. */
import { commandLine } from '../command-line-writer';
import { dialectOf } from '../../dialects/index';
import type { LayoutDocument } from '../../document/schema';
import type { JsonObject, JsonValue } from '../../options/json';
import { startUp } from '../../qemu/startup';
import { execute } from '../../runtime/execute';
import type { Answer } from '../../runtime/reply';
import { RunningMachine } from '../../runtime/running-machine';
import type { ImportNote } from '../format';
import type { Entry, Exchange, Told } from './exchanges';
import { sortedLine } from './json-value';
import { withoutProps } from './parts';

export interface Compared {
  /** Replies that physmap predicts. */
  readonly same: number;
  readonly differences: readonly ImportNote[];
  /** Differences that are not told. */
  readonly untold: number;
  /** Why nothing was compared. */
  readonly why?: string;
}

const MOST_DIFFERENCES = 100;
const LONGEST_SHOWN = 160;
/** What is asked of memory devices, and has an answer that physmap predicts. */
const COMPARED = new Set(['object-add', 'object-del', 'device_add', 'device_del', 'qom-set', 'query-memory-devices']);
/** What a host or a guest decides, and no prediction can know. */
const OF_THE_GUEST = new Set(['size']);

const nothing = (why: string): Compared => ({ same: 0, differences: [], untold: 0, why });

export function* replay(entries: readonly Entry[], document: LayoutDocument): Generator<number, Compared> {
  const startup = startUp(
    commandLine(document).map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const machine = startup.refusals.length > 0 ? undefined : RunningMachine.of(startup);
  if (machine === undefined)
    return nothing('The layout does not start, so that no reply of the log was held against it.');
  const differences: ImportNote[] = [];
  let [same, untold] = [0, 0];
  for (const [index, entry] of entries.entries()) {
    if (index % 256 === 255) yield index / entries.length;
    if ('told' in entry) {
      hear(machine, entry.told);
      continue;
    }
    const difference = machine.isAlive ? compare(machine, entry.exchange) : undefined;
    if (difference === undefined) same += COMPARED.has(entry.exchange.asked.name) ? 1 : 0;
    else if (differences.length < MOST_DIFFERENCES)
      differences.push({ message: difference, line: entry.exchange.asked.line });
    else untold += 1;
    machine.events.length = 0;
  }
  return { same, differences, untold };
}

/** What the guest did comes from the log: only QEMU's own part is predicted. */
function hear(machine: RunningMachine, { name, data }: Told): void {
  const named = data.get(name === 'MEMORY_DEVICE_SIZE_CHANGE' ? 'id' : 'device');
  const device = machine.population.devices.find(({ id }) => id !== undefined && id === named);
  if (device === undefined) return;
  const size = data.get('size');
  if (name === 'DEVICE_DELETED') machine.remove(device);
  else if (name === 'MEMORY_DEVICE_SIZE_CHANGE' && typeof size === 'bigint' && size >= 0n)
    machine.resized(device, size);
  machine.events.length = 0;
}

/** One sentence where the log has something else; undefined where it is as predicted, or is not predicted at all. */
function compare(machine: RunningMachine, { asked, answered }: Exchange): string | undefined {
  const { name } = asked;
  const given = withoutProps(asked.given);
  if (!COMPARED.has(name) && name !== 'system_reset') return undefined;
  if (isOfSomethingElse(machine, name, given)) return undefined;
  const command = new Map<string, JsonValue>([['execute', name]]);
  if (given.size > 0) command.set('arguments', given);
  const reply = execute(machine, command);
  if (answered === undefined) return undefined;
  const predicted = 'error' in reply ? reply.error.desc : undefined;
  const told = answered.is === 'error' ? answered.desc : undefined;
  if (predicted !== told) return `${name}: the log has ${words(told)}, and physmap predicts ${words(predicted)}.`;
  if (name !== 'query-memory-devices' || answered.is === 'error' || 'error' in reply) return undefined;
  return deviceDifference(answered.value, reply.return);
}

/** Objects and devices that have nothing to do with memory are not predicted. */
function isOfSomethingElse(machine: RunningMachine, name: string, given: JsonObject): boolean {
  const text = (key: string): string => {
    const value = given.get(key);
    return typeof value === 'string' ? value : '';
  };
  if (name === 'object-add') return !text('qom-type').startsWith('memory-backend-');
  if (name === 'object-del') return !machine.population.backends.has(text('id'));
  if (name === 'device_add') return text('memdev') === '';
  if (name === 'qom-set')
    return !machine.population.devices.some(({ id }) => id !== undefined && text('path').endsWith(id));
  return name === 'device_del' && machine.population.others.some(({ id }) => id === text('id'));
}

const words = (text: string | undefined): string =>
  text === undefined ? 'no error' : `“${text.slice(0, LONGEST_SHOWN)}${text.length > LONGEST_SHOWN ? '…' : ''}”`;

type Row = ReadonlyMap<string, string>;

/** Members of each device in the list, as text; by id where it has one, else by its place in the list. */
function rowsOf(list: JsonValue): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  if (!Array.isArray(list)) return rows;
  for (const [index, item] of (list as readonly JsonValue[]).entries()) {
    const data = item instanceof Map ? (item as JsonObject).get('data') : undefined;
    if (!(data instanceof Map)) continue;
    const members = [...(data as JsonObject)].map(([key, value]) => [key, shown(key, value)] as const);
    const id = (data as JsonObject).get('id');
    rows.set(typeof id === 'string' && id !== '' ? id : `device ${index}`, new Map(members));
  }
  return rows;
}

const shown = (key: string, value: JsonValue): string =>
  typeof value === 'bigint' && /addr/.test(key) ? `0x${value.toString(16)}` : sortedLine(value);

function deviceDifference(told: JsonValue, predicted: Answer): string | undefined {
  const [log, own] = [rowsOf(told), rowsOf(asJson(predicted))];
  const missing = [...own.keys()].filter((id) => !log.has(id));
  const more = [...log.keys()].filter((id) => !own.has(id));
  if (missing.length > 0)
    return `query-memory-devices: the log does not list ${missing.slice(0, 4).join(', ')}, and physmap does.`;
  if (more.length > 0)
    return `query-memory-devices: the log lists ${more.slice(0, 4).join(', ')}, and physmap does not.`;
  for (const [id, row] of own) {
    for (const [key, value] of row) {
      const theirs = log.get(id)?.get(key);
      const isResizable = row.has('requested-size') && OF_THE_GUEST.has(key);
      if (theirs !== undefined && theirs !== value && !isResizable) {
        return `query-memory-devices: ${key} of ${id} is ${theirs} in the log, and physmap predicts ${value}.`;
      }
    }
  }
  return undefined;
}

function asJson(value: Answer | undefined): JsonValue {
  if (typeof value === 'number') return BigInt(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return (value as readonly Answer[]).map(asJson);
  return new Map(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, asJson(item)]])));
}

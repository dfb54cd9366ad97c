import { kindOfDriver } from '../../devices/index';
import type { LayoutEvent } from '../../document/schema';
import { parseJsonObject, type JsonObject } from '../../options/json';
import { findDevice } from '../../runtime/commands/find-device';
import type { World } from '../world';
import { refusalOf, refusedEnd, type Attempt, type StepEnd, type StepKind } from '../step-kind';
import { afterReset } from './reboot';
import { afterRequest } from './unplug';

const argument = (command: JsonObject, name: string) => {
  const given = command.get('arguments');
  return given instanceof Map ? (given as JsonObject).get(name) : undefined;
};

const textArgument = (command: JsonObject, name: string): string => {
  const value = argument(command, name);
  return typeof value === 'string' ? value : '';
};

function attemptOf({ machine }: World, command: JsonObject): Attempt | undefined {
  const kind = kindOfDriver(textArgument(command, 'driver'));
  if (command.get('execute') !== 'device_add' || kind === undefined) return undefined;
  const backend = machine.population.backends.get(textArgument(command, 'memdev').replace(/^\/?objects\//, ''));
  const node = argument(command, 'node');
  return {
    kind: kind.id,
    node: typeof node === 'bigint' ? Number(node) : 0,
    ...(backend === undefined ? {} : { size: Number(backend.size) }),
  };
}

/** What follows a command that QEMU took, once the guest had its turn. */
function endOf(world: World, command: JsonObject, before: number, named: StepEnd['device']): StepEnd {
  if (command.get('execute') === 'system_reset') return afterReset(world);
  const come = world.machine.population.devices.length > before ? world.machine.population.devices.at(-1) : undefined;
  world.settle();
  const device = come ?? named;
  const isRequest = command.get('execute') === 'device_del' && named !== undefined;
  return {
    outcome: isRequest ? afterRequest(world, named) : 'done',
    ...(device === undefined ? {} : { device }),
  };
}

/** A QMP command as it was typed. */
export const qmp: StepKind<Extract<LayoutEvent, { do: 'qmp' }>> = {
  words({ command }) {
    const name = /"execute"\s*:\s*"([\w-]{1,64})"/.exec(command)?.[1];
    return name === undefined ? 'sends a QMP command' : `sends ${name}`;
  },
  run(world, { command: text }) {
    const read = parseJsonObject(text);
    if (!read.ok) return refusedEnd({ code: 'qmp/malformed', text: read.error, by: 'physmap' });
    const command = read.value;
    const before = world.machine.population.devices.length;
    const found = findDevice(world.machine, textArgument(command, 'id') || textArgument(command, 'path'));
    const named = found !== undefined && 'memory' in found ? found.memory : undefined;
    const reply = world.ask(command);
    const refusal = refusalOf(reply);
    if (refusal === undefined) return endOf(world, command, before, named);
    if ('error' in reply && reply.error.class === 'CommandNotFound') return { outcome: 'done', isUnknown: true };
    const attempt = attemptOf(world, command);
    return refusedEnd(refusal, {
      ...(attempt === undefined ? {} : { attempt }),
      ...(named === undefined || attempt !== undefined ? {} : { device: named }),
    });
  },
};

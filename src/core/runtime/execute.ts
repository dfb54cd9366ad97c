/** One QMP command on a running machine. */
import type { JsonObject, JsonValue } from '../options/json';
import { argumentFault } from './commands/command';
import { qmpCommands } from './commands/index';
import { failed, type Arguments, type Reply } from './reply';
import type { RunningMachine } from './running-machine';

const NONE: Arguments = new Map();

const isObject = (value: JsonValue | undefined): value is JsonObject => value instanceof Map;

/** QEMU's reply; what it tells besides is added to the machine's events. Never throws. */
export function execute(machine: RunningMachine, command: JsonObject): Reply {
  const name = command.get('execute');
  if (typeof name !== 'string') return failed("QMP input lacks member 'execute'");
  const known = qmpCommands.find(name);
  if (known === undefined) return failed(`The command ${name} has not been found`, 'CommandNotFound');
  const given = command.get('arguments');
  const values = isObject(given) ? given : NONE;
  return argumentFault(known, values) ?? known.run(machine, values);
}

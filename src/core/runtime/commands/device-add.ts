import { plug } from '../../qemu/devices-plug';
import { done, refused, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import { textOf, type QmpCommand } from './command';

const OWN = new Set(['driver', 'id', 'bus']);
/** The only thing that a property can name and that may be missing is a backend. */
const NOT_FOUND = /^Device '.*' not found$/s;

/** qdev_device_add_from_qdict. Names that are no text count as absent. */
function run(machine: RunningMachine, given: Arguments): Reply {
  const { population, context } = machine;
  const [driver, id, bus] = ['driver', 'id', 'bus'].map((name) => textOf(given, name));
  const properties = new Map(
    [...given].filter(([name]) => !OWN.has(name)).map(([name, value]) => [name, { form: 'json', value }] as const),
  );
  const request = {
    option: -1,
    prefix: '',
    json: true,
    properties,
    ...(driver === undefined ? {} : { driver }),
    ...(id === undefined ? {} : { id }),
    ...(bus === undefined ? {} : { bus }),
  };
  const before = population.devices.length;
  const { findings } = plug(population, context, request, { hot: true, ordinal: population.created });
  const refusal = findings.find(({ severity }) => severity === 'refusal');
  if (refusal !== undefined) {
    const { code, text } = refusal;
    return refused(code, text, NOT_FOUND.test(text) ? 'DeviceNotFound' : 'GenericError');
  }
  const device = population.devices[before];
  if (device !== undefined) machine.tellOf(device);
  return done();
}

export const deviceAdd: QmpCommand = { id: 'device_add', run };

/** What a real QEMU 11.1 answered to names that lead nowhere, to something else, or to two things. */
import { expect, test } from 'vitest';
import { jsonText } from '../codecs/json-text';
import { answerScenario, readScenario } from './scenario';

const ARGS =
  '-machine q35 -m 1G,slots=3,maxmem=2G -object memory-backend-ram,id=m1,size=128M -object memory-backend-ram,id=m2,size=128M -device pc-dimm,id=d1,memdev=m1';
const set = (value: unknown) => ({ execute: 'qom-set', arguments: { path: 'd1', property: 'memdev', value } });
const fixed = "Attempt to set link property 'memdev' on device 'd1' (type 'pc-dimm') after it was realized";

const get = (path: string, property: string) => ({ execute: 'qom-get', arguments: { path, property } });
const change = (path: string, property: string, value: unknown) => ({
  execute: 'qom-set',
  arguments: { path, property, value },
});
const twice = { execute: 'device_add', arguments: { driver: 'pc-dimm', id: 'm2', memdev: 'm2' } };

function replies(...steps: readonly unknown[]): readonly unknown[] {
  const scenario = readScenario(JSON.stringify({ args: ARGS.split(' '), steps: steps.map((step) => ({ do: step })) }));
  if (!scenario.ok) throw new Error(scenario.error);
  const answer = JSON.parse(jsonText(answerScenario(scenario.value))) as { steps: readonly { reply: unknown }[] };
  return answer.steps.map(({ reply }) => reply);
}

test.each([
  [set('m2'), 'GenericError', fixed],
  [set(''), 'GenericError', fixed],
  [set('x'), 'DeviceNotFound', "Device 'x' not found"],
  [set('d1'), 'GenericError', "Invalid parameter type for 'memdev', expected: memory-backend"],
  [set(0), 'GenericError', "Invalid parameter type for 'memdev', expected: string"],
  [
    { execute: 'device_add', arguments: { driver: 'pc-dimm', id: 'd2', memdev: 'd2' } },
    'GenericError',
    "Invalid parameter type for 'memdev', expected: memory-backend",
  ],
  [get('m1', 'requested-size'), 'GenericError', "Property 'memory-backend-ram.requested-size' not found"],
  [change('m1', 'requested-size', 1), 'GenericError', "Property 'memory-backend-ram.requested-size' not found"],
  [change('m1', 'size', 5), 'GenericError', 'cannot change property size of memory-backend-ram '],
  [change('m1', 'type', 'x'), 'GenericError', "Property 'memory-backend-ram.type' is not writable"],
  [{ execute: 'device_del', arguments: { id: 'm1' } }, 'DeviceNotFound', "Device 'm1' not found"],
  [{ execute: 'device_del', arguments: { id: '/objects/m1' } }, 'GenericError', '/objects/m1 is not a device'],
])('%j', (asked, kind, desc) => {
  expect(replies(asked)).toEqual([{ error: { class: kind, desc } }]);
});

test('a backend can be read, and a name of two things leads to neither', () => {
  const missing = { error: { class: 'DeviceNotFound', desc: "Device 'm2' not found" } };
  expect(
    replies(
      get('m1', 'size'),
      get('/objects/m1', 'type'),
      get('m1', 'share'),
      twice,
      get('m2', 'size'),
      change('m2', 'x', 1),
    ),
  ).toEqual([
    { return: 2 ** 27 },
    { return: 'memory-backend-ram' },
    { return: false },
    { return: {} },
    missing,
    missing,
  ]);
  expect(replies(twice, get('/machine/peripheral/m2', 'slot'))[1]).toEqual({ return: 1 });
});

import { expect, it } from 'vitest';
import { emptyDocument } from './defaults';
import type { LayoutEvent } from './schema';
import { stepTitle } from './step-title';

const titleOf = (step: LayoutEvent): string => stepTitle(emptyDocument(), step);

it('says what is done, by kind', () => {
  const [GiB, device] = [2 ** 30, 'vm0'];
  expect(titleOf({ do: 'unplug', device })).toBe('unplug vm0');
  expect(titleOf({ do: 'resize', device, requestedSize: 24 * GiB })).toBe('resize vm0 to 24 GiB');
  expect(titleOf({ do: 'reboot' })).toBe('reboot');
  expect(titleOf({ do: 'guest', online: 'online_movable', pinsMemory: true, loads: 'kmem' })).toBe(
    'guest: online_movable, pins memory, loads kmem',
  );
  expect(titleOf({ do: 'guest', pinsMemory: false })).toBe('guest: pins nothing');
  expect(titleOf({ do: 'guest' })).toBe('guest as it was');
  expect(titleOf({ do: 'blocks', device, to: 'offline', count: 3 })).toBe('3 blocks of vm0 offline');
  expect(titleOf({ do: 'blocks', device, to: 'online_movable' })).toBe('blocks of vm0 online, movable');
  expect(titleOf({ do: 'qmp', command: '{"execute": "object-del"}' })).toBe('object-del');
  expect(titleOf({ do: 'qmp', command: '{}' })).toBe('QMP without a command');
  expect(titleOf({ do: 'qmp', command: '{' })).toBe('QMP that is no JSON');
  expect(titleOf({ do: 'reboot', title: 'At night' })).toBe('At night');
  expect(titleOf({ do: 'plug', device: { kind: 'pc-dimm' } })).toBe('plug a pc-dimm');
});

import { expect, it } from 'vitest';
import type { DeviceNow } from '../../core/timeline/instant';
import { stateWords } from './device-state';

const GiB = 2 ** 30;
const device: DeviceNow = {
  ...{ name: 'dimm1', owner: 'events.0', kind: 'pc-dimm', size: 8 * GiB, node: 0, state: 'online' },
  ...{ plugged: 8 * GiB, online: 8 * GiB, reversible: { is: true, why: '' } },
};

it('the state of a device says since when, and how much of it', () => {
  expect(stateWords(device)).toBe('online');
  expect(stateWords({ ...device, state: 'gone', since: 3 })).toBe('gone since t3');
  expect(stateWords({ ...device, state: 'leaving', since: 4 })).toBe('leaving since t4');
  expect(stateWords({ ...device, state: 'planned', since: 5 })).toBe('planned, t5');
  expect(stateWords({ ...device, state: 'planned' })).toBe('planned');
  expect(stateWords({ ...device, state: 'partly-online', online: 2 * GiB })).toBe('2 GiB online');
  expect(stateWords({ ...device, state: 'partly-online', plugged: 4 * GiB, online: 4 * GiB })).toBe('4 GiB plugged');
  for (const state of ['refused', 'unused', 'offline'] as const) expect(stateWords({ ...device, state })).toBe(state);
});

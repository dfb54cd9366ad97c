import { expect, test } from 'vitest';
import { recordedSequences, type RecordedAction } from '../../fixtures/timeline/sequences';
import { jsonText } from '../codecs/json-text';
import { readScenario } from '../runtime/scenario';
import { answerTimeline } from './scenario';

interface Answered {
  readonly steps: readonly { readonly reply?: unknown; readonly guest?: Readonly<Record<string, unknown>> }[];
  readonly events: readonly (readonly [string, unknown])[];
}

const ARGS = ['-machine', 'q35', '-m', '1G,slots=4,maxmem=8G', '-object', 'memory-backend-ram,id=m1,size=256M'];
const PLUG = { execute: 'device_add', arguments: { driver: 'pc-dimm', id: 'd1', memdev: 'm1' } };
const UNPLUG = { execute: 'device_del', arguments: { id: 'd1' } };

function answer(request: Readonly<Record<string, unknown>>, steps: readonly unknown[]): Answered {
  const scenario = readScenario(
    JSON.stringify({ id: 'a', args: ARGS, steps: steps.map((each) => ({ do: each })), ...request }),
  );
  if (!scenario.ok) throw new Error(scenario.error);
  return JSON.parse(jsonText(answerTimeline(scenario.value))) as Answered;
}

test('with a firmware and a kernel a guest answers, and each step tells what it lists', () => {
  const { steps, events } = answer(
    { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
    [PLUG, UNPLUG],
  );
  const [plugged, gone] = steps;
  expect(plugged?.guest).toMatchObject({ memtotal_change: 262_144, sure: 'exact' });
  expect(plugged?.guest?.['iomem']).toContain('100000000-10fffffff : System RAM');
  expect((plugged?.guest?.['blocks'] as string[]).slice(-2)).toEqual([
    'memory32 online node0 valid_zones=Movable',
    'memory33 online node0 valid_zones=Movable',
  ]);
  expect(gone?.guest).toMatchObject({ memtotal_change: 0, sure: 'modelled' });
  expect(events.map(([name]) => name)).toEqual([
    'ACPI_DEVICE_OST',
    'ACPI_DEVICE_OST',
    'DEVICE_DELETED',
    'ACPI_DEVICE_OST',
  ]);
});

test('without a kernel no guest answers', () => {
  const { steps, events } = answer({ firmware: 'seabios' }, [PLUG, UNPLUG]);
  expect(steps).toEqual([{ reply: { return: {} } }, { reply: { return: {} } }]);
  expect(events).toEqual([]);
});

test('a firmware or a kernel that nobody knows is said to be so', () => {
  expect(answer({ firmware: 'coreboot', kernel: '7.2' }, [PLUG]).steps[0]?.guest).toEqual({
    unknown: 'the firmware coreboot is not predicted',
  });
  expect(answer({ firmware: 'ovmf', kernel: '9.9' }, [PLUG]).steps[0]?.guest).toEqual({
    unknown: 'the kernel 9.9 is not predicted',
  });
  expect(readScenario(JSON.stringify({ args: [], steps: [], firmware: 5 })).ok).toBe(false);
});

test('a reset boots the guest anew', () => {
  const { steps, events } = answer({ firmware: 'seabios', kernel: '7.2' }, [PLUG, { execute: 'system_reset' }]);
  expect((steps[1]?.guest?.['memmap'] as string[][])[0]).toEqual(['0x100000000', '0x10fffffff', 'System RAM']);
  expect(events.map(([name]) => name)).toEqual(['ACPI_DEVICE_OST', 'RESET', 'RESET']);
});

/** In these, what was done in the guest's shell changes nothing that QEMU tells; with all drivers from the start. */
const INDIFFERENT = ['virtio-mem', 'sp-refused-ovmf', 'unplug-pending-reset', 'virtio-mem-on-pci'];
const isQmp = (action: RecordedAction): action is Extract<RecordedAction, { qmp: unknown }> => 'qmp' in action;
const told = recordedSequences.filter(
  ({ id, steps }) => INDIFFERENT.includes(id) || steps.every(({ actions }) => actions.every(isQmp)),
);

test.each(told.map((sequence) => [sequence.id, sequence] as const))(
  'the recorded sequence %s, command by command',
  (_id, { qemu_args, firmware, append, steps }) => {
    const actions = steps.flatMap((step) => step.actions.filter(isQmp));
    const request = { args: ['-nodefaults', ...qemu_args], firmware, kernel: '7.2', append };
    const answered = answer(
      request,
      actions.map(({ qmp }) => qmp),
    );
    expect(answered.steps.map(({ reply }) => reply)).toEqual(actions.map(({ reply }) => reply));
    expect(answered.events).toEqual(steps.flatMap(({ events }) => events.map(({ event, data }) => [event, data])));
  },
);

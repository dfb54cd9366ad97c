import { describe, expect, it } from 'vitest';
import { emptyDocument } from './defaults';
import type { LayoutDocument, LayoutEvent } from './schema';
import { addStep, moveStep, namedDevicesAt, removeStep, setAnswer } from './step-edits';
import type { Change } from './device-edits';
import { commitEdits } from './validate';

function after(document: LayoutDocument, { edits }: Change): LayoutDocument {
  const committed = commitEdits(document, edits);
  if (!committed.ok) throw new Error(committed.error.map(({ message }) => message).join());
  return committed.value;
}

const withSteps = (...events: readonly LayoutEvent[]): LayoutDocument => ({
  ...emptyDocument(),
  events: [...events],
});
const GiB = 2 ** 30;

describe('steps of a timeline', () => {
  it.each(['pc-dimm', 'nvdimm', 'virtio-mem', 'sp-mem', 'virtio-pmem', 'reboot', 'guest', 'qmp'])(
    'a new %s can be committed and is selected',
    (what) => {
      const document = withSteps();
      const change = addStep(document, what);
      expect(after(document, change).events).toHaveLength(1);
      expect(change.select).toBe('events.0');
    },
  );

  it('a plugged device has a backend of its own, and is as large as the last one of its kind', () => {
    let document = after(withSteps(), addStep(withSteps(), 'pc-dimm'));
    document = after(document, { edits: [{ op: 'set', path: 'events.0.backend.size', value: 12 * GiB }] });
    document = after(document, addStep(document, 'pc-dimm'));
    expect(document.events[1]).toMatchObject({
      do: 'plug',
      device: { kind: 'pc-dimm', id: 'dimm2', memdev: 'mem2' },
      backend: { id: 'mem2', size: 12 * GiB },
    });
  });

  it('a virtio device of q35 arrives behind a root port that is there at boot, each behind one of its own', () => {
    let document = after(withSteps(), addStep(withSteps(), 'virtio-mem'));
    document = after(document, addStep(document, 'virtio-pmem'));
    expect(document.devices).toEqual([
      { kind: 'other', driver: 'pcie-root-port', id: 'rp1', extra: { bus: 'pcie.0', chassis: '1' } },
      { kind: 'other', driver: 'pcie-root-port', id: 'rp2', extra: { bus: 'pcie.0', chassis: '2' } },
    ]);
    expect(document.events).toMatchObject([
      { device: { extra: { bus: 'rp1' } } },
      { device: { extra: { bus: 'rp2' } } },
    ]);
    const spare = { ...document, events: document.events.slice(0, 1) };
    expect(addStep(spare, 'virtio-mem').edits).toHaveLength(1);
    const pc = { ...withSteps(), machine: { ...document.machine, type: 'pc' } };
    expect(after(pc, addStep(pc, 'virtio-mem')).devices).toEqual([]);
  });

  it('an unplug is of the newest device that can be plugged', () => {
    let document = after(withSteps(), addStep(withSteps(), 'pc-dimm'));
    document = after(document, addStep(document, 'sp-mem'));
    document = after(document, addStep(document, 'unplug'));
    expect(document.events[2]).toEqual({ do: 'unplug', device: 'dimm1' });
    expect(namedDevicesAt(document, 3).map(({ id }) => id)).toEqual(['sp1']);
  });

  it('there is no step about what is not there', () => {
    for (const what of ['unplug', 'resize', 'blocks']) expect(addStep(withSteps(), what).edits).toEqual([]);
    expect(addStep(withSteps(), 'no-such-kind').edits).toEqual([]);
  });

  it('a resize goes up to all that the device offers, and down to half behind that', () => {
    let document = after(withSteps(), addStep(withSteps(), 'virtio-mem'));
    document = after(document, addStep(document, 'resize'));
    document = after(document, addStep(document, 'resize'));
    expect(document.events.slice(1)).toEqual([
      { do: 'resize', device: 'vmem1', requestedSize: 8 * GiB },
      { do: 'resize', device: 'vmem1', requestedSize: 4 * GiB },
    ]);
  });

  it('a step is put behind the moment that is named', () => {
    const document = withSteps({ do: 'reboot' }, { do: 'reboot' });
    const change = addStep(document, 'guest', 1);
    expect(change.select).toBe('events.1');
    expect(after(document, change).events.map((step) => step.do)).toEqual(['reboot', 'guest', 'reboot']);
  });

  it('a moved step stays between the times of its neighbours', () => {
    const document = withSteps(
      { do: 'reboot', atMs: 100 },
      { do: 'reboot', atMs: 200 },
      { do: 'guest', online: 'offline', atMs: 300 },
    );
    const first = after(document, moveStep(document, 2, 0));
    expect(first.events.map(({ atMs }) => atMs)).toEqual([100, 100, 200]);
    const dragged = after(document, moveStep(document, 2, 1, 150));
    expect(dragged.events.map(({ atMs }) => atMs)).toEqual([100, 150, 200]);
    expect(moveStep(document, 1, 1).edits).toEqual([]);
    expect(moveStep(document, 1, 3).edits).toEqual([]);
    expect(after(document, moveStep(document, 1, 1, 999)).events[1]?.atMs).toBe(300);
  });

  it('a removed step selects the one that follows', () => {
    const document = withSteps({ do: 'reboot' }, { do: 'reboot' });
    expect(removeStep(document, 0)).toEqual({ edits: [{ op: 'remove', path: 'events.0' }], select: 'events.0' });
    expect(removeStep(document, 1).select).toBe('events.0');
    expect(removeStep(withSteps({ do: 'reboot' }), 0).select).toBeUndefined();
    expect(removeStep(document, 2).edits).toEqual([]);
  });

  it('the answer of the guest is set and left to the model again', () => {
    const document = withSteps({ do: 'unplug', device: 'dimm1' });
    const refused = after(document, setAnswer(document, 0, 'refuses'));
    expect(refused.events[0]).toEqual({ do: 'unplug', device: 'dimm1', answer: 'refuses' });
    expect(after(refused, setAnswer(refused, 0)).events[0]).toEqual({ do: 'unplug', device: 'dimm1' });
    expect(setAnswer(document, 0).edits).toEqual([]);
  });
});

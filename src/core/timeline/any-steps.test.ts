/** Whatever the steps: the columns say what QEMU lists, and a moment is what carrying out its steps leads to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import type { LayoutDocument, LayoutEvent } from '../document/schema';
import { spanAt, spansAt, stateAt, type Timeline } from '../space/timeline';
import { layoutWith, recorded } from './for-tests';
import type { Instant } from './instant';

const name = fc.constantFrom('d0', 'd1', 'd2', 'd3', 'vm0', 'nv0');
const policy = fc.constantFrom('online', 'online_movable', 'online_kernel', 'offline');
const size = fc.constantFrom(128 * MiB, 200 * MiB, GiB, 3 * GiB, 9 * GiB);

const step: fc.Arbitrary<LayoutEvent> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        id: name,
        kind: fc.constantFrom('pc-dimm' as const, 'pc-dimm' as const, 'nvdimm' as const, 'sp-mem' as const),
        bytes: size,
        addr: fc.option(fc.constantFrom(0x1_8000_0000, 0x2_0000_0000, 0x1_8010_0000), { nil: undefined, freq: 6 }),
      })
      .map(({ id, kind, bytes, addr }): LayoutEvent => ({
        do: 'plug',
        device: { kind, id, memdev: `m-${id}`, ...(addr === undefined ? {} : { addr }) },
        backend: { id: `m-${id}`, type: 'ram', size: bytes },
      })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        device: name,
        answer: fc.constantFrom(undefined, 'agrees' as const, 'refuses' as const),
        dropsBackend: fc.boolean(),
      })
      .map(({ device, answer, dropsBackend }): LayoutEvent => ({
        do: 'unplug',
        device,
        dropsBackend,
        ...(answer === undefined ? {} : { answer }),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        device: name,
        gib: fc.integer({ min: 0, max: 9 }),
        reaches: fc.option(fc.constant(GiB), { nil: undefined }),
      })
      .map(({ device, gib, reaches }): LayoutEvent => ({
        do: 'resize',
        device,
        requestedSize: gib * GiB,
        ...(reaches === undefined ? {} : { reaches }),
      })),
  },
  fc.constant<LayoutEvent>({ do: 'reboot' }),
  fc.record({ online: policy, pinsMemory: fc.boolean() }).map((change): LayoutEvent => ({ do: 'guest', ...change })),
  fc
    .record({ device: name, to: policy, count: fc.integer({ min: 1, max: 9 }) })
    .map((change): LayoutEvent => ({ do: 'blocks', ...change })),
  fc
    .constantFrom(
      '{"execute": "query-memory-devices"}',
      '{"execute": "device_del", "arguments": {"id": "d1"}}',
      '{"execute": "object-add", "arguments": {"qom-type": "memory-backend-ram", "id": "q", "size": 1073741824}}',
      '{"execute": "device_add", "arguments": {"driver": "pc-dimm", "memdev": "q"}}',
      '{"execute": "device_del", "arguments": {"id": "/machine/peripheral-anon/device[0]"}}',
      '{"execute": "object-del", "arguments": {"id": "m-d0"}}',
      'nothing',
    )
    .map((command): LayoutEvent => ({ do: 'qmp', command })),
);

const layout = (events: readonly LayoutEvent[], kernel?: string): LayoutDocument =>
  layoutWith(events, {
    machine: { type: 'q35', nvdimm: true, cxlWindows: [] },
    backends: [
      { id: 'vmem', type: 'ram', size: 8 * GiB },
      { id: 'cold', type: 'ram', size: GiB },
    ],
    devices: [
      { kind: 'other', driver: 'pcie-root-port', id: 'rp' },
      { kind: 'virtio-mem', id: 'vm0', memdev: 'vmem', unpluggedInaccessible: 'on', extra: { bus: 'rp' } },
      { kind: 'pc-dimm', id: 'd0', memdev: 'cold' },
    ],
    boot: kernel === undefined ? {} : { kernel },
  });

const steps = fc.array(step, { minLength: 1, maxLength: 24 });
const kernel = fc.option(fc.constant('unknown'), { nil: undefined, freq: 5 });

/** Address and size of what the columns have at a moment, by address. */
const listed = (timeline: Timeline, moment: number) =>
  spansAt(timeline, moment)
    .map((index) => spanAt(timeline, index))
    .map(({ start = NaN, size: bytes = NaN, slot, owner }) => ({ start, size: bytes, slot, owner }))
    .sort((a, b) => a.start - b.start);

const inTable = ({ machine }: Instant) =>
  machine.memoryDevices.map(({ range, slot, owner }) => ({
    start: range.start,
    size: range.end - range.start,
    slot,
    owner,
  }));

test('at every moment the columns have what query-memory-devices lists, and count it', () => {
  fc.assert(
    fc.property(steps, kernel, (events, unknown) => {
      const { recording, timeline } = recorded(layout(events, unknown));
      for (let moment = 0; moment <= events.length; moment += 1) {
        const instant = recording.instant(moment);
        expect(listed(timeline, moment)).toEqual(inTable(instant));
        if (moment === 0) continue;
        expect(timeline.columns.used[moment - 1]).toBe(instant.machine.used);
        const there = spansAt(timeline, moment).map((index) => stateAt(timeline, index, moment)?.online ?? NaN);
        expect(timeline.columns.online[moment - 1]).toBe(there.reduce((sum, online) => sum + online, 0));
      }
    }),
    { numRuns: 40 },
  );
});

test('a moment does not know what comes after it, and any way to it leads to the same', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (events, pick) => {
      const moment = pick % (events.length + 1);
      const whole = recorded(layout(events)).recording;
      const cut = moment === 0 ? undefined : recorded(layout(events.slice(0, moment))).recording;
      const instant = whole.instant(moment);
      expect(whole.instant(moment)).toEqual(instant);
      if (cut === undefined) return;
      const alone = cut.instant(moment);
      expect({ ...alone, devices: [] }).toEqual({ ...instant, devices: [] });
      const known = ({ devices }: Instant) =>
        devices.filter(({ state }) => state !== 'planned').map(({ name: id, state }) => [id, state]);
      expect(known(alone)).toEqual(known(instant));
    }),
    { numRuns: 40 },
  );
});

test('what is there at a moment is found as a walk over all spans finds it, however many steps there are', () => {
  const many = fc.array(step, { minLength: 520, maxLength: 600 });
  fc.assert(
    fc.property(many, (events) => {
      const { recording, timeline } = recorded(layout(events));
      const all = Array.from({ length: timeline.spans.from.length }, (_, index) => spanAt(timeline, index));
      for (let moment = 0; moment <= events.length; moment += 7) {
        const walked = all.filter(({ from, to }) => from <= moment && moment < to).map(({ index }) => index);
        expect(spansAt(timeline, moment)).toEqual(walked);
      }
      expect(all.map(({ from }) => from)).toEqual(all.map(({ from }) => from).sort((a, b) => a - b));
      // Beyond the first kept moments, too.
      for (const moment of [255, 256, 257, 512, 513, events.length]) {
        expect(listed(timeline, moment)).toEqual(inTable(recording.instant(moment)));
      }
    }),
    { numRuns: 3 },
  );
});

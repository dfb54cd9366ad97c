/** What steps lead to: devices in another's place, virtio-mem that grows and shrinks, and all that can go wrong. */
import { describe, expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { samples } from '../document/samples';
import { virtioMemPlan } from '../document/samples/virtio-mem-plan';
import { spanAt, stateAt } from '../space/timeline';
import { layoutWith, plugDimm, recorded } from './for-tests';
import { planOverTime } from './plan';

describe('a DIMM in the place of another', () => {
  const MOVABLE = { boot: { append: 'memhp_default_state=online_movable' } };
  const { recording, outcomes } = recorded(
    layoutWith(
      [
        plugDimm('d1', GiB),
        plugDimm('d2', 512 * MiB),
        { do: 'unplug', device: 'd2', dropsBackend: true },
        plugDimm('d3', 256 * MiB),
        plugDimm('d4', 512 * MiB),
      ],
      MOVABLE,
    ),
  );

  test('gets its address and slot, and the guest cannot tell them apart', () => {
    expect(outcomes).toEqual(['done', 'done', 'released', 'done', 'done']);
    const { devices, changes } = recording.instant(4);
    expect(devices.find(({ name }) => name === 'd3')).toMatchObject({
      range: { start: 0x1_c000_0000, end: 0x1_d000_0000 },
      slot: 1,
      state: 'online',
      since: 4,
    });
    expect(changes.find(({ place }) => place === '/proc/iomem')?.added).toEqual(['1c0000000-1cfffffff : System RAM']);
    expect(changes.find(({ place }) => place === 'E820')?.after).toBeUndefined();
  });

  test('that does not fit into what is left goes behind it', () => {
    expect(recording.instant(5).devices.find(({ name }) => name === 'd4')).toMatchObject({
      range: { start: 0x1_d000_0000 },
      slot: 2,
    });
  });

  test('can have the name of one whose backend was taken away', () => {
    const { leftBehind, said } = recording.instant(3);
    expect(leftBehind).toBeUndefined();
    expect(said.at(-2)?.text).toBe('{"execute": "object-del", "arguments": {"id": "m-d2"}}');
  });
});

describe('virtio-mem that is asked for 8, 24 and 4 GiB', () => {
  const { plan, timeline, outcomes, recording } = recorded(virtioMemPlan.document);

  test('follows, and counts with all its bytes from the start', () => {
    expect(outcomes).toEqual(['done', 'done', 'done']);
    expect([...timeline.columns.used]).toEqual([32 * GiB, 32 * GiB, 32 * GiB]);
    expect([...timeline.columns.online].map((bytes) => bytes / GiB)).toEqual([8, 24, 4]);
    expect(spanAt(timeline, 0)).toMatchObject({ owner: 'devices.0', from: 0, to: 4 });
    expect(stateAt(timeline, 0, 2)).toEqual({ state: 'partly-online', plugged: 24 * GiB, online: 24 * GiB });
  });

  test('leaves E820 and the SRAT as they are', () => {
    for (const moment of [1, 2, 3]) {
      const places = recording.instant(moment).changes.slice(0, 2);
      expect(places.map(({ place, before, after }) => [place, before, after])).toEqual([
        ['E820', '2 entries', undefined],
        ['SRAT, hot-pluggable', '0x180000000-0x97fffffff', undefined],
      ]);
    }
    expect(recording.instant(1).summary).toContain('metadata took 128 MiB');
  });

  test('is warned of once most of the memory is movable', () => {
    const found = plan.diagnostics.filter(({ code }) => code === 'timeline/too-much-movable');
    expect(found.map(({ path, severity }) => [path, severity])).toEqual([['events.1', 'warning']]);
  });

  test('may be told to stop early', () => {
    const events = virtioMemPlan.document.events.map((event, index) =>
      index === 2 ? { ...event, reaches: 6 * GiB } : event,
    );
    const early = recorded({ ...virtioMemPlan.document, events });
    expect(early.outcomes).toEqual(['done', 'done', 'partial']);
    expect(early.recording.instant(3).summary).toBe(
      'vm1 has 6 GiB plugged where 4 GiB were requested: the guest stopped there. A request is no promise.',
    );
  });

  test.each([
    [4 * GiB, 8 * GiB, 0],
    [256 * MiB, 8 * GiB, 1],
    [256 * MiB, 12 * GiB, 1],
  ])('a guest of %d bytes that grows by %d has %d warnings of what describes it', (size, requestedSize, count) => {
    const { diagnostics } = recorded({
      ...virtioMemPlan.document,
      memory: { size, maxmem: 36 * GiB },
      events: [{ do: 'resize', device: 'vm1', requestedSize }],
    }).plan;
    const found = diagnostics.filter(({ code }) => code === 'timeline/metadata-memory');
    expect(found).toHaveLength(count);
    if (count > 0) expect(found[0]?.where).toContain(requestedSize === 8 * GiB ? 'need 128 MiB' : 'need 192 MiB');
  });

  test('is refused a size between its blocks, in QEMU’s words', () => {
    const { plan: refused } = recorded({
      ...virtioMemPlan.document,
      events: [{ do: 'resize', device: 'vm1', requestedSize: 3 * MiB }],
    });
    expect(refused.diagnostics.find(({ path }) => path === 'events.0')).toMatchObject({
      code: 'device/resize-refused',
      qemu: "'requested-size' has to be multiples of 'block-size' (0x200000)",
    });
  });
});

describe('steps that go wrong', () => {
  test('an error comes in QEMU’s words, and later steps go on from there', () => {
    const { outcomes, plan, recording } = recorded(
      layoutWith([
        { do: 'unplug', device: 'nobody' },
        { do: 'qmp', command: '{"execute": ' },
        { do: 'qmp', command: '{"execute": "query-status"}' },
        { do: 'qmp', command: '{"execute": "query-memory-devices"}' },
        { do: 'blocks', device: 'nobody', to: 'offline' },
        plugDimm('d1', GiB, { slot: 9 }),
      ]),
    );
    expect(outcomes).toEqual(['refused', 'refused', 'done', 'done', 'refused', 'refused']);
    const found = plan.diagnostics.filter(({ path }) => path?.startsWith('events.'));
    expect(found.map(({ code, qemu }) => [code, qemu])).toEqual([
      ['device/not-found', "Device 'nobody' not found"],
      ['qmp/malformed', undefined],
      ['timeline/not-predicted', undefined],
      ['device/not-found', undefined],
      ['device/invalid-slot', 'invalid slot number 9, valid range is [0-3]'],
    ]);
    expect(recording.instant(6).leftBehind).toBe('The backend m-d1 stays. It needs object-del.');
  });

  test('a reset while a PCI device is to leave ends QEMU, and nothing happens after that', () => {
    const { outcomes, timeline, recording } = recorded(
      layoutWith([{ do: 'unplug', device: 'vm0' }, { do: 'reboot' }, plugDimm('d1', GiB)], {
        backends: [{ id: 'm0', type: 'ram', size: GiB }],
        devices: [
          { kind: 'other', driver: 'pcie-root-port', id: 'rp' },
          { kind: 'virtio-mem', id: 'vm0', memdev: 'm0', unpluggedInaccessible: 'on', extra: { bus: 'rp' } },
        ],
        boot: { kernel: 'nobody knows' },
      }),
    );
    expect(outcomes).toEqual(['pending', 'refused', 'never']);
    expect(spanAt(timeline, 0)).toMatchObject({ from: 0, to: 2 });
    expect(recording.instant(3)).toMatchObject({
      heading: 't3 never happens',
      machine: { memoryDevices: [], used: 0 },
    });
  });

  test('a guest without the driver of virtio-mem leaves the request as it is until it loads it', () => {
    const { outcomes, timeline } = recorded({
      ...virtioMemPlan.document,
      boot: { ...virtioMemPlan.document.boot, drivers: [] },
      events: [
        { do: 'resize', device: 'vm1', requestedSize: 8 * GiB },
        { do: 'guest', loads: 'virtio_mem' },
      ],
    });
    expect(outcomes).toEqual(['pending', 'done']);
    expect([...timeline.columns.online].map((bytes) => bytes / GiB)).toEqual([0, 8]);
  });

  test('a guest that holds on to its memory keeps blocks and devices, until it no longer does', () => {
    const { outcomes, recording, plan } = recorded(
      layoutWith([
        plugDimm('d1', GiB),
        { do: 'guest', pinsMemory: true },
        { do: 'blocks', device: 'd1', to: 'offline', count: 2 },
        { do: 'unplug', device: 'd1' },
        { do: 'guest', pinsMemory: false },
        { do: 'blocks', device: 'd1', to: 'offline', count: 2 },
        { do: 'reboot' },
        { do: 'unplug', device: 'd1', answer: 'agrees' },
      ]),
    );
    expect(outcomes).toEqual(['done', 'done', 'declined', 'declined', 'done', 'done', 'done', 'released']);
    expect(recording.instant(3).summary).toBe(
      'The guest would not take two blocks offline: pages there cannot be moved.',
    );
    expect(recording.instant(6).devices[0]).toMatchObject({
      state: 'partly-online',
      online: GiB - 256 * MiB,
      since: 6,
    });
    expect(recording.instant(7).devices[0]).toMatchObject({ state: 'online', since: 7 });
    expect(recording.instant(8).leftBehind).toBe('The backend m-d1 stays. It needs object-del.');
    const found = plan.diagnostics.filter(({ path }) => path?.startsWith('events.') === true);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['timeline/guest-declines', 'warning'],
      ['timeline/guest-declines', 'warning'],
    ]);
  });
});

test('of the samples only those that are about refusals have errors over time, and those at their steps', () => {
  const errors = samples.all.map(({ id, document }) => {
    const { diagnostics } = planOverTime(document, 0).plan;
    return [id, diagnostics.flatMap(({ severity, path }) => (severity === 'error' ? [path] : []))] as const;
  });
  expect(errors.filter(([, paths]) => paths.length > 0)).toEqual([
    ['day-of-resizing', ['events.5']],
    ['late-spm', ['events.0', 'events.1', 'events.2']],
    // What it shows is there before any step.
    ['overlap-v1', ['nodes.1']],
  ]);
});

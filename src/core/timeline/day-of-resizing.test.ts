/** A day of DIMMs that come and go, step by step. */
import { expect, test } from 'vitest';
import { dayOfResizing } from '../document/samples/day-of-resizing';
import type { LayoutDocument } from '../document/schema';
import { outcomeOf, spanAt, stateAt } from '../space/timeline';
import type { Instant } from './instant';
import { planOverTime } from './plan';

const GiB = 2 ** 30;

function record(document: LayoutDocument) {
  const { plan, recording } = planOverTime(document, 7);
  if (recording === undefined) throw new Error('there is no recording');
  return { plan, recording, timeline: recording.timeline };
}

const { plan, recording, timeline } = record(dayOfResizing.document);
const outcomes = timeline.columns.outcome.length;

test('DIMMs lie where first fit puts them, and a gap that is too small stays', () => {
  const spans = Array.from({ length: timeline.spans.from.length }, (_, index) => spanAt(timeline, index));
  expect(
    spans.map(({ owner, from, to, start, size, slot }) => [
      owner,
      from,
      to,
      start?.toString(16),
      (size ?? 0) / GiB,
      slot,
    ]),
  ).toEqual([
    ['events.0', 1, 3, '180000000', 8, 0],
    ['events.1', 2, 7, '380000000', 8, 1],
    ['events.3', 4, 7, '580000000', 12, 0],
    ['events.4', 5, 7, '180000000', 8, 2],
    ['events.5', 6, 6, undefined, 4, undefined],
  ]);
  expect(timeline.window).toEqual({ start: 0x1_8000_0000, end: 0x9_8000_0000 });
  expect([timeline.budget / GiB, timeline.slots, timeline.bootRam / GiB]).toEqual([28, 4, 4]);
});

test('each step says how it ended, what is used, and how many slots', () => {
  expect(outcomes).toBe(6);
  const steps = Array.from({ length: outcomes }, (_, index) => [
    outcomeOf(timeline, index + 1),
    (timeline.columns.used[index] ?? 0) / GiB,
    timeline.columns.slots[index],
  ]);
  expect(steps).toEqual([
    ['done', 8, 1],
    ['done', 16, 2],
    ['released', 8, 1],
    ['done', 20, 2],
    ['done', 28, 3],
    ['refused', 28, 3],
  ]);
});

test('the refused step is a finding with QEMU’s words', () => {
  expect(plan.diagnostics.find(({ path }) => path === 'events.5')).toMatchObject({
    code: 'device/not-enough-space',
    severity: 'error',
    qemu: 'not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000',
    where: 'Step t6, which plugs dimm5.',
  });
});

test('the last moment tells it with its numbers', () => {
  const instant = recording.instant(6);
  expect(instant).toMatchObject({
    revision: 7,
    moment: 6,
    outcome: 'refused',
    heading: 't6 is refused',
    summary:
      '28 of 28 GiB that maxmem allows are in use. 4 GiB lie free at 0x880000000, the alignment room of four slots, but QEMU counts sizes before it looks for a place.',
    leftBehind: 'The backend mem5 stays. It needs object-del.',
  });
  expect(instant.said.map(({ by, text }) => `${by} ${text}`)).toEqual([
    'ask {"execute": "object-add", "arguments": {"qom-type": "memory-backend-ram", "id": "mem5", "size": 4294967296}}',
    'reply {"return": {}}',
    'ask {"execute": "device_add", "arguments": {"driver": "pc-dimm", "id": "dimm5", "memdev": "mem5"}}',
    'reply {"error": {"class": "GenericError", "desc": "not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000"}}',
  ]);
  expect(instant.devices.map(({ name, state, slot, since }) => [name, state, slot, since])).toEqual([
    ['dimm4', 'online', 2, 5],
    ['dimm2', 'online', 1, 2],
    ['dimm3', 'online', 0, 4],
    ['dimm5', 'refused', undefined, 6],
    ['dimm1', 'gone', undefined, 3],
  ]);
  const places = Object.fromEntries(instant.changes.map(({ place, before, after }) => [place, [before, after]]));
  expect(places).toMatchObject({
    E820: ['2 entries', undefined],
    'SRAT, hot-pluggable': ['0x180000000-0x97fffffff', undefined],
    '/proc/iomem': ['3 × System RAM in window', undefined],
    'memory blocks': ['224 of 128 MiB', undefined],
  });
});

test('the map of a moment has the devices that are there, and why', () => {
  const drawn = (instant: Instant) =>
    instant.machine.cpu.regions
      .filter(({ kind }) => kind === 'dimm' || kind === 'device-memory-window')
      .map(({ name, owner, range }) => `${range.start.toString(16)} ${name} ${owner}`);
  expect(drawn(recording.instant(0))).toEqual(['180000000 Window, free memory.maxmem']);
  expect(drawn(recording.instant(5))).toEqual([
    '180000000 dimm4 events.4',
    '380000000 dimm2 events.1',
    '580000000 dimm3 events.3',
    '880000000 Window, free memory.maxmem',
  ]);
  const { why, machine } = recording.instant(4);
  expect(why.steps.map(({ text }) => text).join(' ')).toContain('nothing below had 12 GiB free then');
  expect(machine.memoryDevices.map(({ id, owner }) => [id, owner])).toEqual([
    ['dimm2', 'events.1'],
    ['dimm3', 'events.3'],
  ]);
});

test('a plug is listed by the guest, and E820 never changes', () => {
  const { changes, summary } = recording.instant(1);
  const of = (place: string) => changes.find((each) => each.place === place);
  expect(of('E820')).toMatchObject({ before: '2 entries', removed: [], added: [], sure: 'exact' });
  expect(of('E820')?.after).toBeUndefined();
  expect(of('/proc/iomem')?.added).toEqual(['180000000-37fffffff : System RAM']);
  expect(of('/sys/firmware/memmap')?.added).toEqual(['0x180000000-0x37fffffff System RAM']);
  expect(of('memory blocks')?.after).toBe('64 of 128 MiB');
  expect(of('MemTotal')).toMatchObject({ before: 'as at boot', after: 'boot +8 GiB' });
  expect(summary).toBe(
    'dimm1 lies at 0x180000000, 8 GiB in slot 0. The guest has all of it online. 8 of 28 GiB that maxmem allows are in use.',
  );
});

test('a guest that refuses keeps the first DIMM, and the later steps follow from that', () => {
  const events = dayOfResizing.document.events.map((event) =>
    event.do === 'unplug' ? { ...event, answer: 'refuses' as const } : event,
  );
  const refusing = record({ ...dayOfResizing.document, events });
  expect([3, 4, 5].map((step) => outcomeOf(refusing.timeline, step))).toEqual(['declined', 'done', 'refused']);
  expect(spanAt(refusing.timeline, 2)).toMatchObject({ owner: 'events.3', start: 0x5_8000_0000 });
  expect(stateAt(refusing.timeline, 0, 6)).toMatchObject({ state: 'online', online: 8 * GiB });
  expect(refusing.plan.diagnostics.find(({ path }) => path === 'events.2')).toMatchObject({
    code: 'timeline/guest-declines',
    severity: 'warning',
  });
});

import { describe, expect, test } from 'vitest';
import { GiB, MiB } from '../../base/addr';
import { layout } from '../../document/layout-builder';
import type { LayoutDocument, LayoutEvent } from '../../document/schema';
import { dayOfResizing } from '../../document/samples/day-of-resizing';
import { virtioMemPlan } from '../../document/samples/virtio-mem-plan';
import type { Imported } from '../format';
import { qmpLog } from './qmp-log';

const empty: LayoutDocument = { ...dayOfResizing.document, events: [] };

function read(text: string, current = empty): Imported {
  const imported = qmpLog.read(text, current);
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value;
}

const events = (text: string, current?: LayoutDocument) => read(text, current).document.events;
const messages = ({ notes }: Imported) => notes.map(({ message, line }) => `${line ?? ''} ${message}`);

const ask = (execute: string, given?: object): string =>
  JSON.stringify({ execute, ...(given && { arguments: given }) });
const DONE = '{"return": {}}';
const event = (seconds: number, name: string, data: object): string =>
  JSON.stringify({ timestamp: { seconds, microseconds: 250_000 }, event: name, data });
const plug = (number: number, size: number): readonly string[] => [
  ask('object-add', { 'qom-type': 'memory-backend-ram', id: `mem${number}`, size }),
  DONE,
  ask('device_add', { driver: 'pc-dimm', id: `dimm${number}`, memdev: `mem${number}` }),
  DONE,
  event(1000 + number, 'ACPI_DEVICE_OST', {
    info: { device: `dimm${number}`, source: 1, status: 0, slot: '0', 'slot-type': 'DIMM' },
  }),
];
const released = (id: string, seconds: number): readonly string[] => [
  event(seconds, 'ACPI_DEVICE_OST', { info: { device: id, source: 3, status: 132, slot: '0', 'slot-type': 'DIMM' } }),
  event(seconds, 'DEVICE_DELETED', { device: id, path: `/machine/peripheral/${id}` }),
  event(seconds, 'ACPI_DEVICE_OST', { info: { source: 3, status: 0, slot: '0', 'slot-type': 'DIMM' } }),
];

const DAY = [
  '{"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": "Debian"}, "capabilities": ["oob"]}}',
  ask('qmp_capabilities'),
  DONE,
  ...plug(1, 8 * GiB),
  ...plug(2, 8 * GiB),
  ask('device_del', { id: 'dimm1' }),
  DONE,
  ...released('dimm1', 1003),
  ...plug(3, 12 * GiB),
  ask('query-memory-devices'),
  '{"return": [{"type": "dimm", "data": {"memdev": "/objects/mem2", "hotplugged": true, "addr": 15032385536, "hotpluggable": true, "size": 8589934592, "slot": 1, "node": 0, "id": "dimm2"}}, {"type": "dimm", "data": {"memdev": "/objects/mem3", "hotplugged": true, "addr": 23622320128, "hotpluggable": true, "size": 12884901888, "slot": 0, "node": 0, "id": "dimm3"}}]}',
  ...plug(4, 8 * GiB),
  ...plug(5, 4 * GiB).slice(0, 3),
  '{"error": {"class": "GenericError", "desc": "not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000"}}',
];

describe('a day of DIMMs', () => {
  const wanted = dayOfResizing.document.events.map((step, index) => {
    const rest: Partial<LayoutEvent> = { ...step };
    delete rest.atMs;
    return { ...rest, ...(index < 5 ? { atMs: [0, 1000, 2000, 2000, 3000][index] } : {}) };
  });

  test('is read as the steps that it is made of, with the guest’s answer', () => {
    expect(events(DAY.join('\n'))).toEqual(wanted);
  });

  test.each([
    ['with CRLF', DAY.join('\r\n')],
    ['with arrows', DAY.map((line) => (line.includes('"execute"') ? `-> ${line}` : `<- ${line}`)).join('\n')],
    ['with a prompt', DAY.map((line) => (line.includes('"execute"') ? `QMP> ${line}` : line)).join('\n')],
    ['printed over several lines', DAY.map((line) => JSON.stringify(JSON.parse(line), null, 4)).join('\n')],
    ['with ids', withIds(DAY).join('\n')],
  ])('%s says the same', (_, text) => {
    const { document, report, part } = read(text);
    expect(document).toEqual({ ...empty, events: wanted });
    expect(part).toBe('events');
    expect(report?.lines.unread).toBe(0);
  });

  test('has replies as physmap predicts them', () => {
    const { report, notes } = read(DAY.join('\n'));
    expect(report?.facts).toEqual([
      { what: 'steps', count: 6 },
      { what: 'plug', count: 5, part: true },
      { what: 'unplug', count: 1, part: true },
      { what: 'events', count: 7 },
      { what: 'replies as physmap predicts them', count: 12 },
      { what: 'commands that only ask', count: 2 },
    ]);
    expect(notes).toEqual([{ message: 'Left out, since they only ask: qmp_capabilities, query-memory-devices.' }]);
  });

  test('of another machine differs from what physmap predicts, line by line', () => {
    const moved = DAY.join('\n')
      .replace('"addr": 23622320128', '"addr": 6442450944')
      .replace(/not enough space[^"]*/, 'no luck');
    expect(messages(read(moved)).slice(0, 2)).toEqual([
      '24 query-memory-devices: addr of dimm3 is 0x180000000 in the log, and physmap predicts 0x580000000.',
      '33 device_add: the log has “no luck”, and physmap predicts “not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000”.',
    ]);
  });
});

function withIds(lines: readonly string[]): readonly string[] {
  let id = 0;
  return lines.map((line) => {
    const value = JSON.parse(line) as Record<string, unknown>;
    if ('execute' in value) id += 1;
    return 'execute' in value || 'return' in value || 'error' in value
      ? JSON.stringify({ ...value, id: `libvirt-${id}` })
      : line;
  });
}

describe('what the guest answers', () => {
  const del = [...plug(1, GiB), ask('device_del', { id: 'dimm1' }), DONE];
  const answerOf = (...more: readonly string[]) => events([...del, ...more].join('\n'))[1];

  test('is read off the events behind the request', () => {
    expect(answerOf(...released('dimm1', 1002))).toMatchObject({ do: 'unplug', answer: 'agrees' });
    const busy = event(1002, 'ACPI_DEVICE_OST', {
      info: { device: 'dimm1', source: 3, status: 130, slot: '0', 'slot-type': 'DIMM' },
    });
    expect(answerOf(busy)).toMatchObject({ do: 'unplug', answer: 'refuses' });
    expect(answerOf()).toMatchObject({ do: 'unplug', answer: 'refuses' });
    expect(answerOf(event(1002, 'MEM_UNPLUG_ERROR', { device: 'dimm1', msg: 'x' }))).toMatchObject({
      answer: 'refuses',
    });
  });

  test('frees a backend, which may be deleted with it', () => {
    const steps = events([...del, ...released('dimm1', 1002), ask('object-del', { id: 'mem1' }), DONE].join('\n'));
    expect(steps[1]).toMatchObject({ do: 'unplug', answer: 'agrees', dropsBackend: true });
    expect(steps).toHaveLength(2);
  });

  test('is one answer to two requests', () => {
    const steps = events([...del, ask('device_del', { id: 'dimm1' }), DONE, ...released('dimm1', 1002)].join('\n'));
    expect(steps).toHaveLength(2);
    expect(steps[1]).toMatchObject({ answer: 'agrees' });
  });

  test('to a resize is how far it came', () => {
    const resize = (value: number) => ask('qom-set', { path: 'vm1', property: 'requested-size', value });
    const reached = (size: number) =>
      event(5, 'MEMORY_DEVICE_SIZE_CHANGE', { id: 'vm1', size, 'qom-path': '/machine/peripheral/vm1' });
    const { document } = virtioMemPlan;
    const text = [
      resize(8 * GiB),
      DONE,
      reached(GiB),
      reached(8 * GiB),
      resize(GiB),
      DONE,
      reached(5 * GiB),
      resize(0),
      DONE,
      resize(7),
      '{"error": {"class": "GenericError", "desc": "\'requested-size\' has to be multiples of \'block-size\' (0x200000)"}}',
    ];
    const steps = read(text.join('\n'), { ...document, events: [] });
    expect(steps.document.events).toEqual([
      { do: 'resize', device: 'vm1', requestedSize: 8 * GiB, reaches: 8 * GiB, atMs: 0 },
      { do: 'resize', device: 'vm1', requestedSize: GiB, reaches: 5 * GiB, atMs: 0 },
      { do: 'resize', device: 'vm1', requestedSize: 0 },
      { do: 'resize', device: 'vm1', requestedSize: 7 },
    ]);
    expect(steps.notes).toEqual([]);
  });
});

describe('logs of other programs', () => {
  test('libvirt says every message several times, with its own clock', () => {
    const head = (second: string, where: string) => `2026-11-22 10:00:${second}+0000: 2411: info : ${where} : `;
    const sent = (second: string, json: string) =>
      `${head(second, 'qemuMonitorSend:859')}QEMU_MONITOR_SEND_MSG: mon=0x7f8f2800a1c0 msg=${json}\r\n fd=-1\n` +
      `${head(second, 'qemuMonitorIOWrite:438')}QEMU_MONITOR_IO_WRITE: mon=0x7f8f2800a1c0 buf=${json}\r\n len=90 ret=90 errno=0\n`;
    const got = (second: string, json: string) =>
      `${head(second, 'qemuMonitorJSONIOProcessLine:193')}Line [${json}]\n` +
      `${head(second, 'qemuMonitorJSONIOProcessLine:212')}QEMU_MONITOR_RECV_REPLY: mon=0x7f8f2800a1c0 reply=${json}\n`;
    const text =
      sent(
        '01.500',
        '{"execute":"object-add","arguments":{"qom-type":"memory-backend-ram","id":"memdimm0","props":{"size":536870912}},"id":"libvirt-365"}',
      ) +
      got('01.501', '{"return": {}, "id": "libvirt-365"}') +
      sent(
        '03.000',
        '{"execute":"device_add","arguments":{"driver":"pc-dimm","node":0,"memdev":"memdimm0","id":"dimm0","slot":0},"id":"libvirt-366"}',
      ) +
      got('03.001', '{"return": {}, "id": "libvirt-366"}') +
      `${head('04.000', 'qemuMonitorJSONIOProcessEvent:205')}QEMU_MONITOR_RECV_EVENT: mon=0x7f8f event={"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RTC_CHANGE", "data": {"offset": 1}}\n`;
    const { document, report, notes } = read(text);
    expect(document.events).toEqual([
      {
        do: 'plug',
        atMs: 1500,
        device: { kind: 'pc-dimm', id: 'dimm0', memdev: 'memdimm0', node: 0, slot: 0 },
        backend: { id: 'memdimm0', type: 'ram', size: 512 * MiB },
      },
    ]);
    expect(report?.lines.unread).toBe(0);
    expect(notes.map(({ message }) => message)).toEqual([expect.stringContaining('"props"')]);
  });

  test('qmp-shell shows what was typed, and with -v what that means', () => {
    const typed = '(QEMU) device_add driver=pc-dimm id=d1 memdev=m1 addr=0x200000000';
    const added = '(QEMU) object-add qom-type=memory-backend-ram id=m1 size=1073741824\n{"return": {}}';
    const verbose =
      '{\n    "execute": "device_add",\n    "arguments": {\n        "driver": "pc-dimm",\n        "id": "d1",\n        "memdev": "m1",\n        "addr": 8589934592\n    }\n}';
    const wanted = [
      {
        do: 'plug',
        device: { kind: 'pc-dimm', id: 'd1', memdev: 'm1', addr: 8 * GiB },
        backend: { id: 'm1', type: 'ram', size: GiB },
      },
    ];
    const before = `Welcome to the QMP low-level shell!\nConnected to QEMU 11.1.3\n\n${added}\n${typed}\n`;
    for (const text of [`${before}${DONE}\n(QEMU) `, `${before}${verbose}\n${DONE}\n(QEMU) `]) {
      expect(events(text)).toEqual(wanted);
      expect(read(text).report?.lines.unread).toBe(0);
    }
  });

  test('other lines are named, and hold nothing up', () => {
    const text = [
      '$ socat - unix:/tmp/qmp',
      ...DAY.slice(3, 8),
      'oops {"execute": ',
      '} oops',
      ...DAY.slice(8, 10),
    ].join('\n');
    const { report } = read(text);
    expect(report?.unread.map(({ line, last }) => [line, last])).toEqual([
      [1, 1],
      [7, 8],
    ]);
  });
});

describe('commands', () => {
  test('that a layout has no words for stay as they are', () => {
    const bind = { 'qom-type': 'memory-backend-ram', id: 'm9', size: GiB, policy: 'bind', 'host-nodes': [0] };
    const nvdimm = { driver: 'nvdimm', id: 'n1', memdev: 'm9', slot: '1' };
    expect(events([ask('object-add', bind), DONE, ask('device_add', nvdimm)].join('\n'))).toEqual([
      { do: 'qmp', command: ask('object-add', bind) },
      { do: 'qmp', command: ask('device_add', nvdimm) },
    ]);
  });

  test('that were refused are steps all the same', () => {
    const steps = events(
      `${ask('device_del', { id: 'mem' })}\n${ask('object-add', { 'qom-type': 'memory-backend-ram', id: 'm1', size: 0 })}\n{"error": {"class": "GenericError", "desc": "x"}}\n{"error": {"class": "GenericError", "desc": "property 'size' of memory-backend-ram doesn't take value '0'"}}`,
    );
    expect(steps).toEqual([{ do: 'qmp', command: expect.stringContaining('object-add') as string }]);
  });

  test('about something else than memory are left out and said', () => {
    const text = [
      ask('device_add', { driver: 'e1000', id: 'net1' }),
      DONE,
      ask('system_reset'),
      DONE,
      ask('stop'),
    ].join('\n');
    const { document, notes } = read(text);
    expect(document.events).toEqual([{ do: 'reboot' }]);
    expect(notes[0]?.message).toBe('Left out, since they are not about memory: device_add e1000, stop.');
    expect(qmpLog.read(ask('stop'), empty)).toMatchObject({ ok: false, error: { code: 'qmp-log/no-steps' } });
  });

  test('of a reset that the guest makes itself are a reset', () => {
    const reset = (seconds: number, guest: boolean) => event(seconds, 'RESET', { guest, reason: 'x' });
    expect(
      events([ask('system_reset'), DONE, reset(1, false), reset(3, true), reset(300, true)].join('\n')),
    ).toHaveLength(2);
  });
});

test('a layout that does not start is no ground to compare on', () => {
  const broken = layout().ram('4G', { maxmem: '2G' }).build();
  expect(messages(read(ask('system_reset'), broken))).toEqual([
    ' The layout does not start, so that no reply of the log was held against it.',
  ]);
});

import { describe, expect, test } from 'vitest';
import { layout } from '../../document/layout-builder';
import { dayOfResizing } from '../../document/samples/day-of-resizing';
import { lateSpm } from '../../document/samples/late-spm';
import { virtioMemPlan } from '../../document/samples/virtio-mem-plan';
import type { LayoutDocument } from '../../document/schema';
import { computePlan } from '../../plan/compute';
import type { Exporter } from '../format';
import { qmpLog } from './qmp-log';
import { qmpRunner, qmpScript } from './qmp-script';

function written(exporter: Exporter, document: LayoutDocument): string {
  const file = exporter.write(computePlan(document, 0), document);
  if (!file.ok) throw new Error(file.error.message);
  return String(file.value.content);
}

interface Plan {
  readonly qemu: readonly string[];
  readonly steps: readonly {
    readonly step: string;
    readonly do: readonly Readonly<Record<string, unknown>>[];
    readonly there?: Readonly<Record<string, unknown>>;
    readonly left?: readonly string[];
  }[];
}

const planOf = (document: LayoutDocument): Plan =>
  JSON.parse(/r"""\n([\s\S]*?)\n"""/.exec(written(qmpRunner, document))?.[1] ?? '') as Plan;

describe('steps as QMP', () => {
  test('are one command a line, negotiation first, each with the name of its step', () => {
    const lines = written(qmpScript, dayOfResizing.document).trimEnd().split('\n');
    expect(lines.map((line) => Object.values(JSON.parse(line) as object).slice(0, 2))).toEqual([
      ['boot', 'qmp_capabilities'],
      ['t1', 'object-add'],
      ['t1.2', 'device_add'],
      ['t2', 'object-add'],
      ['t2.2', 'device_add'],
      ['t3', 'device_del'],
      ['t4', 'object-add'],
      ['t4.2', 'device_add'],
      ['t5', 'object-add'],
      ['t5.2', 'device_add'],
      ['t6', 'object-add'],
      ['t6.2', 'device_add'],
      ['end', 'query-memory-devices'],
    ]);
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      id: 't1',
      execute: 'object-add',
      arguments: { 'qom-type': 'memory-backend-ram', id: 'mem1', size: 8 * 2 ** 30 },
    });
  });

  test.each([dayOfResizing, virtioMemPlan, lateSpm])('of $id read back as the same steps', ({ document }) => {
    const read = qmpLog.read(written(qmpScript, document), { ...document, events: [] });
    if (!read.ok) throw new Error(read.error.message);
    const bare = (events: LayoutDocument['events']) =>
      events.map((event) => ({ ...event, atMs: undefined, answer: undefined, reaches: undefined }));
    expect(bare(read.value.document.events)).toEqual(bare(document.events));
  });

  test('that nobody can read are sent as they are, and keep an id of their own', () => {
    const document = layout()
      .ram('1G')
      .event({ do: 'qmp', command: '{"execute":\n "stop", "id": 7}' })
      .event({ do: 'qmp', command: '{"execute": stop}' })
      .event({ do: 'qmp', command: 'stop' })
      .build();
    expect(written(qmpScript, document).split('\n').slice(1, 4)).toEqual([
      '{"execute": "stop", "id": 7}',
      '{"id":"t2","execute": stop}',
      'stop',
    ]);
  });

  test.each([qmpScript, qmpRunner])(
    'there are none without steps, and none where QEMU does not start: $id',
    (exporter) => {
      const without = layout().ram('1G').build();
      expect(exporter.write(computePlan(without, 0), without)).toMatchObject({
        ok: false,
        error: { code: 'export/no-steps' },
      });
      const broken = layout().ram('4G', { maxmem: '2G' }).event({ do: 'reboot' }).build();
      expect(exporter.write(computePlan(broken, 0), broken)).toMatchObject({
        ok: false,
        error: { code: 'export/does-not-start' },
      });
    },
  );
});

describe('steps as a program', () => {
  test('know the command line, replies, addresses, and what the guest has to do', () => {
    const { qemu, steps } = planOf(dayOfResizing.document);
    expect(qemu.slice(0, 2)).toEqual(['-machine', 'q35']);
    expect(steps.map(({ step, there, left }) => [step, there, left])).toEqual([
      ['t1', { dimm1: { addr: 0x1_8000_0000, slot: 0, node: 0 } }, undefined],
      ['t2', { dimm2: { addr: 0x3_8000_0000, slot: 1, node: 0 } }, undefined],
      ['t3', undefined, ['dimm1']],
      ['t4', { dimm3: { addr: 0x5_8000_0000, slot: 0, node: 0 } }, undefined],
      ['t5', { dimm4: { addr: 0x1_8000_0000, slot: 2, node: 0 } }, undefined],
      ['t6', undefined, undefined],
    ]);
    expect(steps[2]?.do[1]).toEqual({ gone: 'dimm1', slot: 0, needs: 'acpi' });
    expect(steps[5]?.do[1]).toMatchObject({
      error: 'not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000',
    });
  });

  test('can hold any text', () => {
    const command = '{"execute": "object-add", "arguments": {"id": "\\"\\"\\"\\\\", "x": "\'\'\' @PLAN@ $& é"}}';
    const { steps } = planOf(layout().ram('1G').event({ do: 'qmp', command }).build());
    expect(steps[0]?.do[0]?.['ask']).toContain(command.slice(1));
  });
});

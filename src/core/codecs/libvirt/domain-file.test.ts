/** Layouts as domains, and domains read back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import recorded from '../../../fixtures/qemu-11.1/recorded.json?raw';
import { arbitraryDocument } from '../../document/arbitrary';
import { layout } from '../../document/layout-builder';
import { samples } from '../../document/samples/index';
import type { LayoutDocument } from '../../document/schema';
import { computePlan } from '../../plan/compute';
import type { Plan } from '../../plan/plan';
import { qemuCommandLine } from '../qemu-command-line';
import { PROGRAM, shellWord } from '../shell-text';
import { libvirtDomain } from './libvirt-domain';
import { libvirtFile } from './domain-file';

const planOf = (document: LayoutDocument): Plan => computePlan(document, 0);

function written(document: LayoutDocument): { xml: string; notes: readonly string[] } {
  const file = libvirtFile.write(planOf(document), document);
  if (!file.ok) throw new Error(file.error.message);
  return { xml: String(file.value.content), notes: file.value.notes ?? [] };
}

function readBack(xml: string): LayoutDocument {
  const read = libvirtDomain.read(xml);
  if (!read.ok) throw new Error(`${read.error.message}\n${xml}`);
  return read.value.document;
}

/** What the machine is to the guest: RAM, window, devices and tables, without the names that libvirt gives. */
function machineOf(document: LayoutDocument): Readonly<Record<string, unknown>> {
  const plan = planOf(document);
  const tables = plan.snapshots[0]?.tables;
  return {
    starts: plan.verdict.starts,
    e820: tables?.e820.map(({ range, type }) => [range.start, range.end, type]),
    srat: tables?.srat.map((entry) =>
      entry.type === 'memory'
        ? [entry.node, entry.start, entry.size, entry.flags]
        : entry.type === 'cpu'
          ? [entry.node, entry.apicId]
          : entry,
    ),
    devices: tables?.memoryDevices
      .map(({ type, range, slot, node }) => [type, range.start, range.end, slot, node])
      .sort(),
    files: tables?.files.map(({ name }) => name),
  };
}

const isSame = (one: LayoutDocument, other: LayoutDocument): boolean => {
  const [a, b] = [machineOf(one), machineOf(other)].map((machine) =>
    JSON.stringify([machine['e820'], machine['srat']]),
  );
  return a === b;
};

describe('a layout as domain', () => {
  test.each(
    samples.all
      .filter(({ document }) => document.nodes.every(({ mark }) => mark === undefined))
      .map(({ id, document }) => [id, document] as const),
  )('%s reads back as the same machine', (_, document) => {
    const back = readBack(written(document).xml);
    expect(machineOf(back)).toEqual(machineOf({ ...document, events: [] }));
  });

  test('of each command line that QEMU was recorded to take is the same machine, or says what libvirt makes of it', () => {
    const cases = JSON.parse(recorded) as readonly { id: string; args: readonly string[]; ok: boolean }[];
    const differing = cases.flatMap(({ id, args, ok }) => {
      const read = ok ? qemuCommandLine.read([PROGRAM, ...args.map(shellWord)].join(' ')) : undefined;
      if (read?.ok !== true) return [];
      const { xml, notes } = written(read.value.document);
      const isRounded = notes.some((note) => note.startsWith('libvirt rounds boot memory'));
      return isRounded || isSame(readBack(xml), read.value.document) ? [] : [id];
    });
    expect(differing).toEqual([]);
  }, 60_000);

  test('is sound XML, whatever the layout', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const read = libvirtDomain.read(written(document).xml);
        expect(read.ok ? '' : read.error.code).not.toMatch(/^xml/);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test('says that a mark of a patch is not in it', () => {
    const document = samples.find('overlap-v1')?.document;
    if (document === undefined) throw new Error('no such sample');
    expect(written(document).notes.join()).toContain('the mark of node');
  });

  test('keeps devices in their order: arguments before, JSON behind what libvirt gives', () => {
    const document = layout()
      .ram('4G', { slots: 4, maxmem: '64G' })
      .node('4G')
      .specificPurpose('1G')
      .dimm('2G', { node: 0 })
      .specificPurpose('1G')
      .build();
    const { xml, notes } = written(document);
    expect(xml).toContain('value="sp-mem,id=sp1,memdev=m-sp1"');
    expect(xml).toContain(
      '{&quot;driver&quot;:&quot;sp-mem&quot;,&quot;memdev&quot;:&quot;m-sp2&quot;,&quot;id&quot;:&quot;sp2&quot;}',
    );
    expect(notes).toContain('libvirt has no model for specific-purpose memory: sp1, sp2 as QEMU arguments.');
    expect(machineOf(readBack(xml))).toEqual(machineOf(document));
  });
});

/** Ways out of steps that are refused. */
import { atOnce } from '../base/in-steps';
import { describe, expect, test } from 'vitest';
import { GiB, MiB } from '../base/addr';
import { layout } from '../document/layout-builder';
import { dayOfResizing } from '../document/samples/day-of-resizing';
import { lateSpm } from '../document/samples/late-spm';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import type { Diagnostic } from '../lint/diagnostic';
import { planOverTime } from '../timeline/plan';
import { findFixes } from './find-fixes';
import type { FixSearch } from './found-fix';

/** QEMU's. */
const refusals = (document: LayoutDocument): readonly Diagnostic[] =>
  planOverTime(document, 0).plan.diagnostics.filter(
    ({ qemu, path }) => qemu !== undefined && path?.startsWith('events.') === true,
  );

/** @param path of the step that is to be mended; the first refused one otherwise */
function search(document: LayoutDocument, path?: string): FixSearch {
  const finding = refusals(document).find((each) => path === undefined || each.path === path);
  if (finding?.qemu === undefined || finding.path === undefined) throw new Error('no step is refused');
  const { code, qemu } = finding;
  return atOnce(findFixes(document, { code, qemu, path: finding.path }));
}

const titles = (document: LayoutDocument, path?: string): readonly string[] =>
  search(document, path).fixes.map(({ title }) => title);

const base = () => layout().machine({ nvdimm: true }).ram('4G', { slots: 4, maxmem: '12G' });
const plug = (id: string, size: number, more: object = {}, kind = 'pc-dimm') => ({
  do: 'plug',
  device: { kind, id, memdev: `m-${id}`, ...more },
  backend: { id: `m-${id}`, type: 'ram', size },
});

describe('a day of resizing', () => {
  const { document } = dayOfResizing;

  test('has room for its last DIMM if maxmem is larger, if another one leaves, or without that step', () => {
    const { fixes, tried, complete } = search(document);
    expect(fixes.map(({ title }) => title)).toEqual(['Raise maxmem to 36G', 'Unplug dimm2 first', 'Remove t6']);
    expect(fixes[1]?.edits).toEqual([{ op: 'insert', path: 'events.5', value: { do: 'unplug', device: 'dimm2' } }]);
    expect(tried).toBeLessThan(100);
    expect(complete).toBe(true);
    for (const { edits } of fixes) {
      const after = commitEdits(document, edits);
      expect(after.ok && refusals(after.value)).toEqual([]);
    }
  });

  test('whose guest keeps dimm1 has two steps with the same words, each with fixes of its own', () => {
    const events = document.events.map((step) =>
      step.do === 'unplug' ? { ...step, answer: 'refuses' as const } : step,
    );
    const refusing: LayoutDocument = { ...document, events };
    const paths = refusals(refusing).map(({ path }) => path);
    expect(paths).toEqual(['events.4', 'events.5']);
    expect(titles(refusing, 'events.4')).toContain('Remove t5');
    expect(titles(refusing, 'events.5')).toContain('Remove t6');
  });
});

describe('the first way out of', () => {
  test.each<[string, LayoutDocument, string | RegExp]>([
    [
      'slots that are all taken',
      layout().ram('4G', { slots: 1, maxmem: '12G' }).event(plug('d1', GiB)).event(plug('d2', GiB)).build(),
      'Set slots to 2',
    ],
    [
      'a size that is no multiple of 2 MiB',
      base()
        .event(plug('d1', 3 * MiB))
        .build(),
      /^(?:Lower|Raise) the size of d1 to [24] MiB$/,
    ],
    [
      'a node that does not exist',
      base()
        .event(plug('d1', GiB, { node: 7 }))
        .build(),
      'Put d1 on node 0',
    ],
    [
      'an address that is taken',
      base()
        .dimm('1G')
        .event(plug('d1', GiB, { addr: 6 * GiB }))
        .build(),
      /^(?:Put d1 at 0x|Leave the address of d1)/,
    ],
    [
      'a virtio device on the root bus',
      base()
        .event(plug('v1', GiB, { blockSize: 2 * MiB }, 'virtio-mem'))
        .build(),
      'Add a root port for v1',
    ],
    [
      'a request that is no multiple',
      base()
        .virtioMem('4G')
        .event({ do: 'resize', device: 'vm1', requestedSize: GiB + 7 })
        .build(),
      'Lower the requested size of vm1 to 1 GiB',
    ],
    [
      'a device that is not there',
      base().dimm('1G').event({ do: 'unplug', device: 'dim1' }).build(),
      'Name dimm1 in place of dim1',
    ],
    [
      'an NVDIMM while those are off',
      layout()
        .ram('4G', { slots: 4, maxmem: '12G' })
        .event(plug('n1', GiB, {}, 'nvdimm'))
        .build(),
      'Switch nvdimm on',
    ],
    ['an NVDIMM that should leave', base().nvdimm('1G').event({ do: 'unplug', device: 'nv1' }).build(), 'Remove t1'],
    ['a name that another backend has', base().backend('m-d1', '1G').event(plug('d1', GiB)).build(), 'Call it m-d2'],
    [
      'a name that another device has',
      base()
        .dimm('1G')
        .event({ ...plug('dimm1', GiB, { memdev: 'm2' }), backend: { id: 'm2', type: 'ram', size: GiB } })
        .build(),
      /^Call it dimm\d$/,
    ],
  ])('%s', (_, document, title) => {
    const { fixes } = search(document);
    expect(fixes[0]?.title).toMatch(title);
    for (const { edits } of fixes) {
      const after = commitEdits(document, edits);
      expect
        .soft(after.ok && refusals(after.value).length, JSON.stringify(edits))
        .toBeLessThan(refusals(document).length);
    }
  });
});

test('a stack that cannot be plugged may be present at boot, CXL memory, or a DIMM', () => {
  const document = layout()
    .ram('4G', { slots: 4, maxmem: '36G' })
    .node('4G')
    .node()
    .event(plug('sp4', 16 * GiB, { node: 1 }, 'sp-mem'))
    .build();
  expect(titles(document)).toEqual(['Have sp4 present at boot', 'Make sp4 a DIMM', 'Make sp4 CXL memory', 'Remove t1']);
});

test('a stack that cannot be taken out stays', () => {
  expect(titles(lateSpm.document, 'events.0')).toEqual(['Remove t1']);
});

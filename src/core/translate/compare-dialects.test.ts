import { describe, expect, it } from 'vitest';
import { GiB } from '../base/addr';
import { atOnce } from '../base/in-steps';
import { layout } from '../document/layout-builder';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { compareDialects, type DialectOutcome } from './compare-dialects';
import { stacksOf } from './stacks';

const inDialect = (document: LayoutDocument, dialect: string): LayoutDocument => ({ ...document, dialect });
const thread = layout().ram('16G').node('8G').node('8G', { mark: 'spm' }).build();
const all = (document: LayoutDocument): readonly DialectOutcome[] => atOnce(compareDialects(document));
const find = (outcomes: readonly DialectOutcome[], id: string): DialectOutcome | undefined =>
  outcomes.find(({ dialects }) => dialects.includes(id));
const namesOf = (document: LayoutDocument): readonly string[] => all(document).map(({ name }) => name);

describe('dialects that come to the same', () => {
  it('share a row, by the forms of the threads', () => {
    expect(namesOf(inDialect(thread, 'spm-v1'))).toEqual(['v0', 'v1', 'v2', 'v3, v4', 'v5–v7', 'v8, v9', 'QEMU 11.1']);
  });

  it('stand apart where one of them refuses what the other lets through', () => {
    const across = layout().ram('16G').node('8G', { mark: 'spm' }).node('8G').build();
    expect(namesOf(inDialect(across, 'spm-v3'))).toEqual([
      ...['v0', 'v1', 'v2'],
      ...['v3', 'v4', 'v5–v7', 'v8, v9', 'QEMU 11.1'],
    ]);
  });

  it('stand apart where the SRAT differs: reserved nodes are left out of it from v6 on', () => {
    const reserved = layout().ram('16G').node('8G').node('8G', { mark: 'reserved' }).build();
    expect(namesOf(inDialect(reserved, 'spm-v7'))).toEqual([
      ...['v0', 'v1', 'v2', 'v3, v4'],
      ...['v5', 'v6, v7', 'v8, v9', 'QEMU 11.1'],
    ]);
  });

  it('stand apart where the order of entries differs: v8 has its devices the other way round', () => {
    const two = layout()
      .ram('8G')
      .node('8G')
      .node()
      .node()
      .specificPurpose('4G', { node: 1 })
      .specificPurpose('2G', { node: 2 });
    const outcomes = all(two.build());
    const sizes = (id: string): readonly number[] =>
      find(outcomes, id)?.said?.outcome.marked.map(({ range }) => (range.end - range.start) / GiB) ?? [];
    expect([sizes('spm-v8'), sizes('spm-v9'), sizes('qemu-11.1')]).toEqual([
      [2, 4],
      [4, 2],
      [4, 2],
    ]);
  });
});

describe('a dialect', () => {
  it('tells what its table says twice, once, however many stacks it is about', () => {
    const three = layout()
      .ram('20G')
      .node('8G')
      .node('4G', { mark: 'spm' })
      .node('4G', { mark: 'spm' })
      .node('4G', { mark: 'spm' });
    const faults = find(all(inDialect(three.build(), 'spm-v1')), 'spm-v1')?.said?.faults.map(({ text }) => text);
    expect(faults).toEqual([
      'v1 announces 0x280000000-0x57fffffff (12 GiB) twice, as usable (entry 3) and as soft reserved (entries 4, 5 and 6): each reader of the table decides for itself which.',
    ]);
  });

  it('tells that memory stays ordinary where the patch did not find it', () => {
    const swapped = { ...thread, backends: thread.backends.toReversed() };
    const said = find(all(inDialect(swapped, 'spm-v2')), 'spm-v2')?.said;
    expect(said?.outcome).toMatchObject({ starts: true, asMeant: false, marked: [] });
    expect(said?.faults.map(({ text }) => text)).toEqual([
      'v2 does not announce node 1 where it lies, 0x280000000-0x47fffffff (8 GiB): to the guest that is ordinary memory, and the kernel may put anything there.',
    ]);
  });

  it('tells what the kernel ends with: lost, ordinary, or for a driver', () => {
    const guest = (firmware: string, id: string): string | undefined =>
      find(all(inDialect({ ...thread, boot: { firmware, kernel: '7.2' } }, 'spm-v1')), id)?.said?.guest;
    expect(guest('seabios', 'spm-v1')).toBe('Behind SeaBIOS 1.17.0, Linux 7.2 takes 8 GiB as ordinary RAM.');
    expect(guest('seabios', 'spm-v2')).toContain('has 8 GiB in no entry of its table');
    expect(guest('ovmf', 'qemu-11.1')).toContain('keeps 8 GiB for a driver, as soft reserved.');
  });

  it('that cannot say the layout has reasons, and nothing to open', () => {
    const onRam = layout().ram('4G').specificPurpose('2G').build();
    const v5 = find(all(onRam), 'spm-v5');
    expect(v5?.said).toBeUndefined();
    expect(v5?.impossible.map(({ path }) => path)).toEqual(['devices.0']);
  });
});

describe('a translation as a change of the layout', () => {
  it('is one list of edits that gives the layout, which keeps its title and its steps', () => {
    const document = inDialect({ ...thread, title: 'HBM' }, 'spm-v4');
    const edits = find(all(document), 'qemu-11.1')?.said?.edits ?? [];
    const edited = commitEdits(document, edits);
    if (!edited.ok) throw new Error(edited.error[0]?.message);
    expect(edited.value.dialect).toBe('qemu-11.1');
    expect(edited.value.title).toBe('HBM');
    expect(stacksOf(edited.value).map(({ name, size }) => [name, size])).toEqual([['sp1', 8 * GiB]]);
  });
});

describe('odd sizes', () => {
  it('grow to what a device takes, and that is said to change the memory', () => {
    const odd = layout()
      .ram('16G')
      .node('8G')
      .node(8 * GiB - 4096, { mark: 'spm' });
    const document = inDialect({ ...odd.build(), memory: { size: 16 * GiB - 4096 } }, 'spm-v5');
    const merged = find(all(document), 'qemu-11.1')?.said;
    expect(merged?.losses.map(({ topic }) => topic)).toContain('memory');
  });
});

import { describe, expect, it } from 'vitest';
import { GiB } from '../../base/addr';
import { dialectOf } from '../../dialects/index';
import { startUp } from '../../qemu/startup';
import { commandLine } from '../command-line-writer';
import { qemuCommandLine } from '../qemu-command-line';

const line = (mark: string) =>
  `-machine q35 -m 16G -object memory-backend-ram,id=m0,size=8G -object memory-backend-ram,id=m1,size=8G ` +
  `-numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1${mark}`;

function read(text: string) {
  const imported = qemuCommandLine.read(text);
  if (!imported.ok) throw new Error(imported.error.message);
  const { document, notes } = imported.value;
  const args = commandLine(document).map((word) => word.text);
  const refusals = startUp(args, { dialect: dialectOf(document.dialect) }).refusals.map((refusal) => refusal.text);
  return { document, refusals, written: args.join(' '), notes: notes.map(({ message }) => message).join('\n') };
}

describe('specific-purpose memory as it was never merged', () => {
  it.each([
    [',spm=on', 'spm-v4', 'spm', 'Versions 1, 2 and 3'],
    [',memmap-type=spm', 'spm-v7', 'spm', 'Versions 5 and 6'],
    [',memmap-type=reserved', 'spm-v7', 'reserved', 'Versions 5 and 6'],
  ])('%s is read as written, for the last version that spelled it so', (mark, dialect, kind, others) => {
    const { document, refusals, written, notes } = read(line(mark));
    expect(document.dialect).toBe(dialect);
    expect(document.nodes).toEqual([
      { id: 0, memdev: 'm0' },
      { id: 1, memdev: 'm1', mark: kind },
    ]);
    expect(document.devices).toEqual([]);
    expect(document.memory).toEqual({ size: 16 * GiB });
    expect(refusals).toEqual([]);
    expect(written).toContain(`node,nodeid=1,memdev=m1${mark}`);
    expect(notes).toContain('never merged');
    expect(notes).toContain(others);
    expect(notes).toContain('sp-mem');
  });

  it.each([
    [',spm=off', 'spm-v4'],
    [',memmap-type=normal', 'spm-v7'],
  ])('%s is ordinary memory of the same version', (mark, dialect) => {
    const { document } = read(line(mark));
    expect(document.dialect).toBe(dialect);
    expect(document.nodes[1]).toEqual({ id: 1, memdev: 'm1' });
  });

  it('keeps a value that no version knows as typed, and QEMU’s refusal of it', () => {
    const { document, refusals } = read(line(',memmap-type=hbm'));
    expect(document.options.map(({ name }) => name)).toContain('numa');
    expect(refusals[0]).toContain("Parameter 'memmap-type' does not accept value 'hbm'");
  });

  it('is one version’s only: of two spellings the other is said to be unknown', () => {
    const { document, notes } = read(`${line(',spm=on')} -device spm-memory,memdev=h`);
    expect(document.dialect).toBe('spm-v4');
    expect(notes).toContain('No version knows spm-memory beside it');
  });

  it('as a property of the backend is read for the first version', () => {
    const { document, refusals, written } = read(
      '-machine q35 -m 16G -object memory-backend-ram,id=m0,size=8G ' +
        '-object memory-backend-file,id=m1,size=8G,mem-path=/dev/dax0.0,hmem=on ' +
        '-numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1',
    );
    expect(document).toMatchObject({ dialect: 'spm-v0', backends: [{}, { id: 'm1', hmem: true }] });
    expect(written).toContain('mem-path=/dev/dax0.0,hmem=on');
    expect(refusals).toEqual([]);
  });

  it('as the device spm-memory is sp-mem under its first name', () => {
    const { document, refusals, written, notes } = read(
      '-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=h,size=1G -device spm-memory,id=d,memdev=h,memaddr=0x180000000',
    );
    expect(document.dialect).toBe('spm-v9');
    expect(document.devices).toEqual([{ kind: 'sp-mem', id: 'd', memdev: 'h', addr: 0x1_8000_0000 }]);
    expect(written).toContain('-device spm-memory,id=d,memdev=h,addr=0x180000000');
    expect(refusals).toEqual([]);
    expect(notes).toContain('the property is addr');
  });

  it('in a layout for a QEMU without it is written all the same, and refused', () => {
    const { document } = read(line(',spm=on'));
    const args = commandLine({ ...document, dialect: 'qemu-11.1' }).map(({ text }) => text);
    expect(startUp(args).refusals[0]?.text).toContain("Invalid parameter 'memmap-type'");
  });
});

import { describe, expect, it } from 'vitest';
import { GiB } from '../../base/addr';
import { startUp } from '../../qemu/startup';
import { commandLine } from '../command-line-writer';
import { qemuCommandLine } from '../qemu-command-line';

const line = (mark: string, memory = '16G') =>
  `-machine q35 -m ${memory} -object memory-backend-ram,id=m0,size=8G -object memory-backend-ram,id=m1,size=8G ` +
  `-numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1${mark}`;

function read(text: string) {
  const imported = qemuCommandLine.read(text);
  if (!imported.ok) throw new Error(imported.error.message);
  const { document, notes } = imported.value;
  return { document, notes: notes.map(({ message }) => message).join('\n') };
}

describe('specific-purpose memory as it was never merged', () => {
  it.each([',spm=on', ',memmap-type=spm'])('%s is read as an sp-mem device that QEMU 11.1 starts with', (mark) => {
    const { document, notes } = read(line(mark));
    expect(document.devices).toEqual([{ kind: 'sp-mem', id: 'sp1', memdev: 'm1', node: 1 }]);
    expect(document.nodes).toEqual([{ id: 0, memdev: 'm0' }, { id: 1 }]);
    expect(document.memory).toEqual({ size: 8 * GiB, maxmem: 16 * GiB });
    expect(notes).toContain('never merged');
    expect(notes).toContain(`QEMU refuses the command line as typed`);
    expect(startUp(commandLine(document).map(({ text }) => text)).refusals).toEqual([]);
  });

  it('leaves a larger maxmem as it is, so that as much room as before is free', () => {
    expect(read(line(',spm=on', '16G,slots=2,maxmem=64G')).document.memory).toEqual({
      size: 8 * GiB,
      slots: 2,
      maxmem: 64 * GiB,
    });
  });

  it.each([',spm=off', ',memmap-type=normal'])('%s is ordinary memory', (mark) => {
    expect(read(line(mark)).document.devices).toEqual([]);
  });

  it('of type reserved has no counterpart: the node is kept as typed', () => {
    const { document, notes } = read(line(',memmap-type=reserved'));
    expect(document.options.map(({ name }) => name)).toContain('numa');
    expect(notes).toContain('kept as typed');
  });

  it('stays boot memory where nothing else would be left', () => {
    const { document, notes } = read(
      '-machine q35 -m 8G -object memory-backend-ram,id=m0,size=8G -numa node,memdev=m0,spm=on',
    );
    expect(document.devices).toEqual([]);
    expect(document.memory.size).toBe(8 * GiB);
    expect(notes).toContain('read as ordinary memory');
  });

  it('as the device spm-memory with memaddr= is sp-mem with addr=', () => {
    const { document, notes } = read(
      '-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=h,size=1G -device spm-memory,id=d,memdev=h,memaddr=0x180000000',
    );
    expect(document.devices).toEqual([{ kind: 'sp-mem', id: 'd', memdev: 'h', addr: 0x1_8000_0000 }]);
    expect(notes).toContain('spm-memory is what sp-mem was called');
  });
});

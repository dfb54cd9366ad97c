import { atOnce } from '../base/in-steps';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, MiB, TiB } from '../base/addr';
import { applyEdit } from '../document/edit';
import { settingEdits } from '../document/setting-edits';
import { samples } from '../document/samples/index';
import type { LayoutDocument } from '../document/schema';
import type { CliffKind, SettingCliffs } from './cliff';
import { fromCommandLine } from './layouts-for-tests';
import { changedKinds } from './name-changes';
import { settingCliffs } from './setting-cliffs';
import { signature } from './signature';

const cliffsOf = (document: LayoutDocument, path: string): SettingCliffs => atOnce(settingCliffs(document, path));

const at = (cliffs: SettingCliffs, kind: CliffKind): readonly number[] =>
  cliffs.cliffs.filter((cliff) => cliff.kind === kind).map((cliff) => cliff.at);

const spaceOf = (line: string, path: string): SettingCliffs => cliffsOf(fromCommandLine(line), path);
const EPYC = '-machine q35 -cpu EPYC,phys-bits=48';

describe('cliffs of boot RAM', () => {
  it('lie where q35 splits RAM, and pc', () => {
    const q35 = spaceOf('-machine q35 -m 2815M', 'memory.size');
    expect(at(q35, 'split')).toEqual([2816 * MiB]);
    expect(q35.cliffs.find(({ kind }) => kind === 'split')).toMatchObject({ title: 'RAM splits, 2 GiB stay low' });
    expect(q35).toMatchObject({ value: 2815 * MiB, isDefault: false, unit: 'bytes', step: MiB });
    expect(at(spaceOf('-machine pc -m 8G', 'memory.size'), 'split')).toEqual([3584 * MiB]);
  });

  it('lie where Linux takes larger memory blocks: RAM that ends at 64 GiB', () => {
    const found = spaceOf('-machine q35 -cpu Skylake-Server,phys-bits=46 -m 4G', 'memory.size');
    expect(at(found, 'block')).toEqual([62 * GiB]);
    expect(found.cliffs.find(({ kind }) => kind === 'block')?.why).toContain('62 GiB − 1 MiB');
  });

  it('end at what the CPU addresses, one octave on', () => {
    const found = spaceOf('-machine q35 -cpu Skylake-Server,phys-bits=39 -m 4G', 'memory.size');
    expect(at(found, 'refusal')).toEqual([478 * GiB + MiB]);
    expect(found.refused).toEqual([{ from: 478 * GiB + MiB, to: found.most }]);
    expect(found.most).toBeGreaterThan(478 * GiB);
    expect(found.most).toBeLessThanOrEqual(TiB);
  });
});

describe('cliffs of maxmem', () => {
  it('has 978 GiB as the last value before RAM moves to 1 TiB', () => {
    const found = spaceOf(`${EPYC} -m 64G,maxmem=576G`, 'memory.maxmem');
    expect(at(found, 'move')).toEqual([978 * GiB + MiB]);
    const why = found.cliffs.find(({ kind }) => kind === 'move')?.why;
    expect(why).toContain('Up to 978 GiB');
    expect(why).toContain('0xfd00000000');
    expect(at(found, 'bits')).toContain(978 * GiB + MiB);
  });

  it('has no such move for Intel, nor for a machine older than 7.1', () => {
    expect(
      at(spaceOf('-machine q35 -cpu Skylake-Server,phys-bits=48 -m 64G,maxmem=576G', 'memory.maxmem'), 'move'),
    ).toEqual([]);
    const old = spaceOf('-machine pc-q35-7.0 -cpu EPYC,phys-bits=48 -m 64G,maxmem=576G', 'memory.maxmem');
    expect(at(old, 'move')).toEqual([]);
  });

  it('begins where there is a window at all', () => {
    expect(at(spaceOf(`${EPYC} -m 64G,maxmem=576G`, 'memory.maxmem'), 'window')).toEqual([64 * GiB + MiB]);
  });
});

describe('cliffs of other settings', () => {
  it('of the 64-bit hole: 8 TiB needs 44 bits, 1 PiB needs 51, past 48-bit paging', () => {
    const found = spaceOf('-machine q35 -cpu Skylake-Server,phys-bits=52 -m 4G', 'machine.pciHole64Size');
    const bitsAt = (value: number) => found.bits.findLast(({ from }) => from <= value)?.bits;
    expect(bitsAt(8 * TiB)).toBe(44);
    expect(bitsAt(1024 * TiB)).toBe(51);
    expect(at(found, 'paging')).toHaveLength(1);
    expect(found).toMatchObject({ isDefault: true, value: 32 * GiB, bitsAvailable: 52 });
  });

  it('of the hole on an AMD CPU: it moves RAM', () => {
    expect(at(spaceOf(`${EPYC} -m 4G`, 'machine.pciHole64Size'), 'move')).toEqual([1006 * GiB + MiB]);
  });

  it('of slots: each takes a GiB, and 256 are the most', () => {
    const found = spaceOf(`${EPYC} -m 4G,maxmem=900G,slots=4`, 'memory.slots');
    expect(at(found, 'move')).toEqual([79]);
    expect(at(found, 'refusal')).toEqual([257]);
  });

  it('of address bits: the fewest with which QEMU starts', () => {
    expect(at(spaceOf(`${EPYC} -m 4G,maxmem=900G,slots=4`, 'cpu.physBits'), 'refusal')).toEqual([40]);
  });

  it('of an address: where it meets its neighbour and the end of the window', () => {
    const line =
      '-machine q35 -m 4G,maxmem=6G -object memory-backend-ram,id=b0,size=512M -object memory-backend-ram,id=b1,size=1G -device sp-mem,id=sp0,memdev=b0 -device sp-mem,id=sp1,memdev=b1,addr=0x1a0000000';
    const found = spaceOf(line, 'devices.1.addr');
    expect(found.unit).toBe('address');
    expect(at(found, 'refusal')).toEqual([0x1a000_0000, 0x1c000_0000 + 2 * MiB]);
    expect(found.refused[0]?.to).toBe(0x1a000_0000 - 2 * MiB);
  });

  it('of a backend: what the other devices leave of the window', () => {
    const line =
      '-machine q35 -m 4G,maxmem=6G -object memory-backend-ram,id=b0,size=512M -object memory-backend-ram,id=b1,size=1G -device sp-mem,id=sp0,memdev=b0 -device sp-mem,id=sp1,memdev=b1';
    expect(at(spaceOf(line, 'backends.0.size'), 'refusal')).toEqual([1024 * MiB + 2 * MiB]);
  });

  it('are none where there is no such setting', () => {
    expect(spaceOf('-machine q35 -m 4G', 'title')).toMatchObject({ cliffs: [], least: 0, most: 0 });
    expect(spaceOf('-machine q35 -m 4G', 'devices.7.addr').cliffs).toEqual([]);
  });
});

const PATHS = [
  'memory.size',
  'memory.maxmem',
  'memory.slots',
  'machine.pciHole64Size',
  'backends.1.size',
  'devices.0.addr',
];

describe('every cliff of every sample', () => {
  const found = samples.all.flatMap(({ id, document }) =>
    PATHS.map((path) => ({ id, document, path, cliffs: cliffsOf(document, path) })),
  );
  const valueOf = (document: LayoutDocument, path: string, value: number) =>
    signature(settingEdits(document, path, value).reduce(applyEdit, document));

  it('is a change of the kind that it names, one step wide', () => {
    for (const { id, document, path, cliffs } of found) {
      for (const { kind, at: value } of cliffs.cliffs) {
        const below = valueOf(document, path, value - cliffs.step);
        const changed = changedKinds(below, valueOf(document, path, value));
        expect(changed, `${id} ${path} ${value}`).toContain(kind);
      }
    }
  });

  it('has none unnamed before the next one', () => {
    const sliding = found.filter(({ cliffs }) => cliffs.most > cliffs.least);
    fc.assert(
      fc.property(
        fc.constantFrom(...sliding),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ document, path, cliffs }, part) => {
          const { least, most, step } = cliffs;
          const value = least + Math.floor((part * (most - least)) / step) * step;
          const passed = cliffs.cliffs.findLast((cliff) => cliff.at <= value)?.at ?? least;
          expect(changedKinds(valueOf(document, path, passed), valueOf(document, path, value))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

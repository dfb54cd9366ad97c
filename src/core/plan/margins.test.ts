import { atOnce } from '../base/in-steps';
import { describe, expect, it } from 'vitest';
import { GiB, TiB } from '../base/addr';
import { fromCommandLine } from '../cliffs/layouts-for-tests';
import { settingCliffs } from '../cliffs/setting-cliffs';
import { computePlan } from './compute';
import { startUp } from '../qemu/startup';
import { marginsOf } from './margins';

const margins = (line: string) => marginsOf(startUp(line.split(' ')));
const margin = (line: string, kind: string) => margins(line).find((each) => each.kind === kind);
const EPYC = '-machine q35 -cpu EPYC,phys-bits=48';

describe('the margin to the 1 TiB move', () => {
  it('is what maxmem may still grow, with the largest value that stays below', () => {
    expect(margin(`${EPYC} -m 64G,maxmem=977G`, 'move')).toMatchObject({
      title: '1 TiB jump',
      left: GiB,
      text: '1 GiB to the 1 TiB jump',
      path: 'memory.maxmem',
      of: 'maxmem and the 64-bit PCI hole',
    });
    const last = margin(`${EPYC} -m 64G,maxmem=978G`, 'move');
    expect(last).toMatchObject({ left: 0, text: '0 bytes to the 1 TiB jump' });
    expect(last?.why).toContain('0xfd00000000');
    expect(last?.why).toContain('The largest maxmem that stays below is 978 GiB.');
  });

  it('is negative once RAM has moved, and still says what would avoid it', () => {
    const moved = margin(`${EPYC} -m 64G,maxmem=979G`, 'move');
    expect(moved).toMatchObject({ left: -GiB, text: '1 GiB past the 1 TiB jump', path: 'memory.maxmem' });
    expect(moved?.why).toContain('moved to 1 TiB');
    expect(moved?.why).toContain('The largest maxmem that stays below is 978 GiB.');
  });

  it('names the hole, the slots or boot RAM where they are the cause', () => {
    expect(margin(`${EPYC} -m 4G -global q35-pcihost.pci-hole64-size=8T`, 'move')?.path).toBe('machine.pciHole64Size');
    expect(margin(`${EPYC} -m 4G,maxmem=100G,slots=256`, 'move')).toMatchObject({
      path: 'memory.slots',
      of: 'maxmem, slots and the 64-bit PCI hole',
    });
    expect(margin(`${EPYC} -m 900G`, 'move')?.path).toBe('memory.size');
  });

  it('is none for an Intel CPU, an older machine, and one that QEMU does not hold against address bits', () => {
    expect(margin('-machine q35 -cpu Skylake-Server,phys-bits=48 -m 64G,maxmem=979G', 'move')).toBeUndefined();
    expect(margin('-machine pc-q35-7.0 -cpu EPYC,phys-bits=48 -m 64G,maxmem=979G', 'move')).toBeUndefined();
    expect(margins('-machine microvm -m 4G')).toEqual([]);
  });
});

describe('the margins to the next address bit and to the end of the CPU’s', () => {
  it('are told apart', () => {
    const line = '-machine q35 -cpu Skylake-Server,phys-bits=46 -m 64G';
    expect(margin(line, 'bits')).toMatchObject({ title: '38th address bit', left: 30 * GiB });
    expect(margin(line, 'refusal')).toMatchObject({ left: 64 * TiB - 98 * GiB });
  });

  it('counts the move to 1 TiB as the 41st bit', () => {
    expect(margin(`${EPYC} -m 64G,maxmem=977G`, 'bits')).toMatchObject({ title: '41st address bit', left: GiB });
    expect(margin('-machine q35 -cpu EPYC,phys-bits=40 -m 64G,maxmem=977G', 'refusal')).toMatchObject({ left: GiB });
  });

  it('is negative where QEMU refuses', () => {
    expect(margin('-machine q35 -cpu Skylake-Server,phys-bits=36 -m 64G', 'refusal')).toMatchObject({
      left: -34 * GiB,
      text: '34 GiB over 36 bits',
    });
  });

  it('are what the search finds by trying', () => {
    for (const bits of [40, 41, 42, 48]) {
      const document = fromCommandLine(`-machine q35 -cpu EPYC,phys-bits=${bits} -m 64G,maxmem=500G,slots=3`);
      const { cliffs, step } = atOnce(settingCliffs(document, 'memory.maxmem'));
      const { margins: told = [] } = computePlan(document, 1).verdict;
      // With 40 bits the next one is past the end.
      for (const kind of bits === 40 ? (['move', 'refusal'] as const) : (['move', 'bits', 'refusal'] as const)) {
        const at = cliffs.find((cliff) => cliff.kind === kind && cliff.at > 500 * GiB)?.at ?? 0;
        expect(told.find((each) => each.kind === kind)?.left, `${kind} at ${bits} bits`).toBe(at - step - 500 * GiB);
      }
    }
  });
});

describe('the margins of boot RAM', () => {
  it.each([
    ['-machine q35 -m 2815M', '1 MiB of RAM to the split at 4 GiB'],
    ['-machine pc -m 3G', '512 MiB of RAM to the split at 4 GiB'],
    ['-machine q35 -m 2816M', undefined],
    ['-machine q35,max-ram-below-4g=1G -m 2G', undefined],
  ])('%s: to the split, %s', (line, text) => {
    expect(margin(line, 'split')?.text).toBe(text);
  });

  it('tell of larger memory blocks until RAM ends at 64 GiB', () => {
    expect(margin('-machine q35 -m 4G', 'block')).toMatchObject({
      text: '58 GiB of RAM to larger memory blocks',
      path: 'memory.size',
    });
    expect(margin('-machine q35 -m 62G', 'block')).toBeUndefined();
  });
});

describe('the margin to the end of 48-bit paging', () => {
  it('is told where the CPU goes beyond it', () => {
    const line = '-machine q35 -cpu Skylake-Server,phys-bits=52 -m 4G';
    expect(margin(line, 'paging')?.text).toMatch(/to the end of 48-bit paging$/);
    expect(margin(`${line} -global q35-pcihost.pci-hole64-size=1P`, 'paging')?.text).toMatch(/past 48-bit paging$/);
    expect(margin('-machine q35 -cpu Skylake-Server,phys-bits=48 -m 4G', 'paging')).toBeUndefined();
  });
});

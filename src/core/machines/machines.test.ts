import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMachine, machineFamilies, machineVersions } from '.';
import { pc } from './pc';
import { q35 } from './q35';

const MIB = 2n ** 20n;
const rules = (name: string) => findMachine(name)?.rules;

describe('machine types', () => {
  it('are the 36 versions of q35 and pc, microvm and isapc', () => {
    expect(machineVersions.all.length).toBe(38);
    expect(findMachine('q35')?.id).toBe('pc-q35-11.1');
    expect(findMachine('pc')?.id).toBe('pc-i440fx-11.1');
    expect(findMachine('pc-q35-5.1')).toBeUndefined();
  });

  it('change where QEMU changed them', () => {
    expect(['pc-q35-7.0', 'pc-q35-7.1', 'isapc', 'microvm'].map((name) => rules(name)?.avoidsHyperTransport)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['pc-q35-8.1', 'pc-q35-8.2'].map((name) => rules(name)?.checks32BitCpus)).toEqual([false, true]);
    expect(['pc-i440fx-6.1', 'pc-i440fx-6.2'].map((name) => rules(name)?.prefersCores)).toEqual([false, true]);
    expect(
      ['pc-q35-8.0', 'pc-q35-8.1', 'pc-q35-8.2', 'pc-q35-9.0', 'pc-i440fx-9.0', 'microvm', 'isapc'].map(
        (name) => rules(name)?.maxCpus,
      ),
    ).toEqual([288, 1024, 1024, 4096, 255, 288, 1]);
    expect(
      ['pc-q35-6.2', 'pc-q35-7.0', 'pc-q35-8.0', 'pc-q35-8.1'].map((name) => rules(name)?.unpluggedInaccessible),
    ).toEqual(['off', 'auto', 'auto', 'on']);
  });
});

describe('the split at 4 GiB', () => {
  it.each([
    [2815n, 0xaff0_0000n, 0xaff0_0000n],
    [2816n, 0x8000_0000n, 0xb000_0000n],
    [3583n, 0x8000_0000n, 0xdff0_0000n],
    [3584n, 0x8000_0000n, 0xc000_0000n],
    [4096n, 0x8000_0000n, 0xc000_0000n],
  ])('of %s MiB', (mib, onQ35, onPc) => {
    expect(q35.split(mib * MIB, 0n)).toEqual({ below: onQ35, above: mib * MIB - onQ35, warnings: [] });
    expect(pc.split(mib * MIB, 0n)).toEqual({ below: onPc, above: mib * MIB - onPc, warnings: [] });
  });

  it('warns on q35 about a guest smaller than an uneven limit too, since QEMU subtracts unsigned', () => {
    expect(q35.split(1024n * MIB, 2304n * MIB).warnings).toHaveLength(1);
    expect(q35.split(3000n * MIB, 1792n * MIB).warnings).toHaveLength(0);
    expect(q35.split(3584n * MIB, 1792n * MIB).warnings).toHaveLength(0);
    expect(q35.split(3585n * MIB, 1792n * MIB).warnings).toHaveLength(1);
  });

  it('loses no byte in any family, and is explained', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 45n }), fc.bigInt({ min: 0n, max: 2n ** 32n }), (ram, limit) =>
        machineFamilies.all.every((family) => {
          const { below, above } = family.split(ram, limit);
          return below + above === ram && below >= 0n && above >= 0n && family.explainSplit(ram, limit).endsWith('.');
        }),
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { startUp } from './startup';

const run = (text: string) => startUp(text.split(' '));
const map = (text: string) => {
  const { map: found } = run(text);
  if (found === undefined) throw new Error('no map');
  return found;
};
const refusal = (text: string): string | undefined => run(text).refusals[0]?.text;
const GIB = 2n ** 30n;

describe('the HyperTransport range', () => {
  it('moves RAM when the hole behind it would reach 0xfd00000000', () => {
    expect(map('-machine q35 -m 978G').moved).toBe(false);
    expect(map('-machine q35 -m 979G').moved).toBe(true);
    expect(map('-machine pc -m 1009G').moved).toBe(false);
    expect(map('-machine pc -m 1010G').moved).toBe(true);
  });

  it('counts one GiB per slot and ends exactly where the range starts', () => {
    expect(map('-machine q35 -m 2G,slots=2,maxmem=976G')).toMatchObject({
      moved: false,
      maxGuestAddress: 0xfc_ffff_ffffn,
    });
    expect(map('-machine q35 -m 2G,slots=2,maxmem=977G')).toMatchObject({ moved: true, start: 2n ** 40n });
  });

  it('is reserved on AMD CPUs of 40 bits and more, from version 7.1 on', () => {
    const reserved = (text: string): boolean => map(`-m 128M ${text}`).hyperTransportReserved;
    expect(reserved('-machine q35')).toBe(true);
    expect(reserved('-machine pc-q35-7.0')).toBe(false);
    expect(reserved('-machine q35 -cpu Skylake-Server')).toBe(false);
    expect(reserved('-machine q35 -cpu athlon')).toBe(false);
    expect(reserved('-machine q35 -cpu EPYC,phys-bits=39')).toBe(false);
    expect(reserved('-machine isapc -cpu EPYC')).toBe(true);
    expect(reserved('-machine microvm')).toBe(false);
  });

  it('puts a moved guest beyond 40 bits', () => {
    expect(refusal('-machine q35 -m 979G')).toBe(
      'Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)',
    );
    expect(refusal('-machine q35 -m 979G -cpu EPYC,phys-bits=42')).toBeUndefined();
  });
});

describe('the areas above RAM', () => {
  it('are the window, rounded to a GiB, with one GiB per slot', () => {
    const found = map('-machine q35 -m 3001M,slots=3,maxmem=5001M');
    expect(found.deviceMemory).toEqual({ base: 0x1_4000_0000n, size: 0x1_3d00_0000n });
    expect(found.reservedMemoryEnd).toBe(0x2_8000_0000n);
    expect(found.hole64).toEqual({ base: 0x2_8000_0000n, size: 32n * GIB });
  });

  it('are the CXL registers and windows behind it', () => {
    const windows = ['4G', '1G', '512M'].map(
      (size, index) => `cxl-fmw.${index}.targets.0=c,cxl-fmw.${index}.size=${size}`,
    );
    const found = map(`-machine q35,cxl=on,${windows.join(',')} -m 3001M,slots=1,maxmem=5001M`);
    expect(found.cxl?.registers).toBe(0x1_fd00_0000n);
    expect(found.cxl?.windows.map(({ base }) => base)).toEqual([0x2_0000_0000n, 0x3_0000_0000n, 0x3_4000_0000n]);
    expect(found.reservedMemoryEnd).toBe(0x3_8000_0000n);
  });

  it('tell the firmware an end even for the CXL registers alone, and none without any', () => {
    expect(map('-machine q35,cxl=on -m 1G').reservedMemoryEnd).toBe(5n * GIB);
    expect(map('-machine q35 -m 1G').reservedMemoryEnd).toBeUndefined();
  });

  it('take the hole from a global of the host bridge or its parents, the last one winning', () => {
    const hole = (text: string): bigint => map(`-machine q35 -m 1G ${text}`).hole64.size;
    expect(hole('-global q35-pcihost.pci-hole64-size=64G')).toBe(64n * GIB);
    expect(hole('-global driver=pci-host-bridge,property=pci-hole64-size,value=1')).toBe(1n);
    expect(hole('-global i440FX-pcihost.pci-hole64-size=64G')).toBe(32n * GIB);
    expect(hole('-global q35-pcihost.pci-hole64-size=64G -global pcie-host-bridge.pci-hole64-size=0')).toBe(0n);
  });
});

describe('the address-space limit', () => {
  it('checks 32-bit CPUs with the real layout since 8.2 only', () => {
    expect(refusal('-machine pc-q35-8.2 -cpu qemu32 -m 65G')).toBe(
      'Address space limit 0xfffffffff < 0x10bfffffff phys-bits too low (36)',
    );
    expect(refusal('-machine pc-q35-8.1 -cpu qemu32 -m 65G')).toBeUndefined();
  });

  it('wraps its shift at 64 bits', () => {
    expect(refusal('-machine q35 -m 1G -cpu EPYC,phys-bits=64')).toBe(
      'Address space limit 0x0 < 0x8ffffffff phys-bits too low (64)',
    );
  });

  it('leaves the map to be drawn', () => {
    expect(map('-machine q35 -m 979G').above).toBe(977n * GIB);
  });

  it('comes before the number of slots, and that before the granule of maxmem', () => {
    expect(refusal('-machine q35 -m 2G,slots=257,maxmem=4194305K -cpu EPYC,phys-bits=35')).toMatch(
      /^Address space limit/,
    );
    expect(refusal('-machine q35 -m 2G,slots=257,maxmem=4194305K')).toBe('unsupported amount of memory slots: 257');
    expect(refusal('-machine q35 -m 2G,slots=2,maxmem=4194305K')).toBe(
      'maximum memory size must by aligned to multiple of 4096 bytes',
    );
    expect(refusal('-machine q35 -m 2G,slots=-1,maxmem=4G')).toBe(
      'unsupported amount of memory slots: 18446744073709551615',
    );
  });
});

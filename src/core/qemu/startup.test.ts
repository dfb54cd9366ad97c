import { describe, expect, it } from 'vitest';
import { startUp } from './startup';

const run = (text: string) => startUp(text.split(' '));
const refusal = (text: string): string | undefined => run(text).refusals[0]?.text;
const backend = (id: string, size: string): string => `-object memory-backend-ram,id=${id},size=${size}`;
const GIB = 2n ** 30n;

describe('memory options', () => {
  it('round RAM up to 8 KiB, but not maxmem', () => {
    expect(run('-m 1000001K').memory?.ram).toBe(0x3d09_2000n);
    expect(refusal('-machine q35 -m 2052K,maxmem=2052K')).toMatch(/maximum memory size \(0x201000\) must be at least/);
    expect(run('-machine q35 -m 2052K,maxmem=2056K').map?.deviceMemory).toBeUndefined();
  });

  it('read a bare number as MiB in -m only', () => {
    expect(run('-m 256').memory?.ram).toBe(256n * 2n ** 20n);
    expect(run('-machine q35,memory.size=268435456').memory?.ram).toBe(256n * 2n ** 20n);
    expect(refusal('-m 0x800')).toBe("Parameter 'memory.size' expects size");
  });

  it('add up, -m winning over -machine wherever it stands', () => {
    expect(run('-m 1G -m slots=2 -machine q35,memory.size=2G,memory.max-size=4G').memory).toEqual({
      ram: GIB,
      maxram: 4n * GIB,
      slots: 2n,
    });
  });

  it('take the size of the memory backend unrounded where none is given', () => {
    expect(run(`-machine q35,memory-backend=a ${backend('a', '1000001K')}`).memory?.ram).toBe(0x3d09_0400n);
    expect(refusal(`-machine q35,memory-backend=a -m 1000001K ${backend('a', '1000001K')}`)).toBe(
      'Machine memory size does not match the size of the memory backend',
    );
  });

  it('refuse the id that QEMU keeps for its own RAM', () => {
    expect(refusal(backend('pc.ram', '1G'))).toMatch(/^object's id 'pc\.ram' is reserved/);
    expect(refusal(`-m 1G -machine memory-backend=pc.ram ${backend('pc.ram', '1G')}`)).toBeUndefined();
  });
});

describe('the first refusal', () => {
  it.each([
    ['-machine q35,usb=foo -smp 0', 'Invalid CPU topology: CPU topology parameters must be greater than zero'],
    ['-machine q35,hmat=foo -smp 0', "Parameter 'hmat' expects 'on' or 'off'"],
    ['-machine q35,foo=1 -m 1G,slots=1', 'slots specified but no max-size'],
    ['-machine q35,cxl-fmw.0.size=1M,cxl-fmw.0.targets.0=a,usb=foo', "Parameter 'usb' expects 'on' or 'off'"],
    ['-machine foo -m 1G,foo=1', "-m 1G,foo=1: Invalid parameter 'foo'"],
    ['-cpu foo -machine memory-backend=a', "unable to find CPU model 'foo'"],
    ['-machine memory-backend=a -numa node,mem=1G', "Memory backend 'a' not found"],
    [
      '-machine isapc -m 4G,slots=1,maxmem=5G -cpu 486,foo',
      'Too much memory for this machine: 4096 MiB, maximum 3584 MiB',
    ],
    [
      '-machine isapc -m 1G,slots=1,maxmem=5G -cpu 486,foo',
      "can't apply global 486-x86_64-cpu.foo=on: Property '486-x86_64-cpu.foo' not found",
    ],
    ['-machine isapc -m 1G,slots=1,maxmem=5G', `"-memory 'slots|maxmem'" is not supported by: isapc`],
    ['-append x', '-append only allowed with -kernel option'],
  ])('of %s', (text, words) => {
    expect(refusal(text)).toBe(words);
  });

  it('ends the warnings', () => {
    const text = '-machine q35,max-ram-below-4g=640K -m 4G';
    expect(run(text).warnings).toHaveLength(2);
    expect(run(`${text} -cpu foo`).warnings).toHaveLength(1);
    expect(run(`${text},foo=1`).warnings).toHaveLength(0);
  });
});

it('a global of a class that is no device is warned about at the end', () => {
  expect(run('-global memory-backend-ram.share=on').warnings.map(({ text }) => text)).toEqual([
    'warning: global memory-backend-ram.share has invalid class name',
  ]);
});

it('more slots than ACPI can describe abort QEMU where no window is there to refuse them', () => {
  const text = `-m 0,slots=257,maxmem=2G ${backend('b', '2G')}`;
  expect(refusal(`-machine q35,memory-backend=b ${text}`)).toMatch(/Assertion `nr_mem <= ACPI_MAX_RAM_SLOTS' failed/);
  expect(refusal(`-machine q35,memory-backend=b,acpi=off ${text}`)).toBeUndefined();
});

it('a global meets the PCI bridge of microvm only where there is one: with pcie=on, and ACPI to tell of it', () => {
  const text = '-m 1G -global pcie-host-bridge.pci-hole64-size=1G';
  const unfit =
    "can't apply global pcie-host-bridge.pci-hole64-size=1G: Property 'gpex-pcihost.pci-hole64-size' not found";
  expect(refusal(`-machine microvm,pcie=on ${text}`)).toBe(unfit);
  expect(refusal(`-machine microvm,pcie=on,acpi=off ${text}`)).toBeUndefined();
  expect(refusal(`-machine microvm ${text}`)).toBeUndefined();
});

it('enclave memory needs a backend that only KVM makes', () => {
  const machine = '-machine q35,sgx-epc.0.memdev=epc1,sgx-epc.0.node=0 -m 2G';
  expect(refusal(machine)).toBe("Device 'epc1' not found");
  expect(refusal(`${machine} ${backend('epc1', '64M')}`)).toBe(
    "Invalid parameter type for 'memdev', expected: memory-backend-epc",
  );
  expect(refusal(`${machine} -object memory-backend-epc,id=epc1,size=64M`)).toBe(
    'invalid object type: memory-backend-epc',
  );
  expect(refusal('-machine q35,sgx-epc.0.node=0 -m 2G')).toBe("Parameter 'sgx-epc.0.memdev' is missing");
  expect(refusal('-machine q35,sgx-epc.0.memdev=epc1 -m 2G')).toBe("Parameter 'sgx-epc.0.node' is missing");
});

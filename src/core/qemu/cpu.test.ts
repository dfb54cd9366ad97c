import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCpu, parseCpu } from './cpu';
import { cpuModels } from './cpu-models';
import { parseGlobal } from './globals';

function make(text: string, ...globals: string[]): string {
  const request = parseCpu(text);
  if (!request.ok) return request.error;
  const settings = globals.flatMap((global) => {
    const setting = parseGlobal(global);
    return setting.ok ? [setting.value] : [];
  });
  const cpu = createCpu(request.value, settings);
  if (!cpu.ok) return cpu.error;
  const { isAmd, longMode, physBits, x2apic } = cpu.value;
  return [isAmd ? 'AMD' : 'other', longMode ? 64 : 32, physBits, x2apic ? 'x2apic' : 'xapic'].join(' ');
}

describe('-cpu', () => {
  it('knows the 189 names of QEMU 11.1', () => {
    expect(cpuModels.size).toBe(189);
  });

  it.each([
    ['qemu64', 'AMD 64 40 xapic'],
    ['EPYC-v3', 'AMD 64 40 xapic'],
    ['max', 'AMD 64 40 x2apic'],
    ['athlon', 'AMD 32 36 xapic'],
    ['Skylake-Server-v4', 'other 64 40 x2apic'],
    ['Westmere', 'other 64 40 xapic'],
    ['Dhyana', 'other 64 40 xapic'],
    ['kvm32', 'other 32 36 xapic'],
    ['486', 'other 32 32 xapic'],
    ['486,+pae', 'other 32 36 xapic'],
    ['EPYC,phys-bits=48', 'AMD 64 48 xapic'],
    ['EPYC,phys_bits=0x2a', 'AMD 64 42 xapic'],
    ['EPYC,phys-bits=0', 'AMD 64 40 xapic'],
    ['EPYC,vendor=GenuineIntel', 'other 64 40 xapic'],
    ['EPYC,-lm', 'AMD 32 36 xapic'],
    ['qemu32,+lm,phys-bits=44', 'other 64 44 xapic'],
    ['EPYC,x2apic=off,+x2apic', 'AMD 64 40 x2apic'],
    ['max,migratable=off,-host-cache-info', 'AMD 64 40 x2apic'],
  ])('%s', (text, facts) => {
    expect(make(text)).toBe(facts);
  });

  it('is reached by globals of its classes, and wins over them', () => {
    expect(make('EPYC', 'cpu.phys-bits=44', 'x86_64-cpu.vendor=GenuineIntel', 'phenom-x86_64-cpu.phys-bits=50')).toBe(
      'other 64 44 xapic',
    );
    expect(make('EPYC,phys-bits=46', 'EPYC-x86_64-cpu.phys-bits=44')).toBe('AMD 64 46 xapic');
  });

  it.each([
    ['', '-cpu option cannot be empty'],
    ['epyc', "unable to find CPU model 'epyc'"],
    ['host', "CPU model 'host' requires KVM or HVF"],
    ['host,migratable=on', "CPU model 'host' requires KVM or HVF"],
    [
      'max,migratable=maybe',
      "can't apply global max-x86_64-cpu.migratable=maybe: Parameter 'migratable' expects 'on' or 'off'",
    ],
    ['EPYC,+migratable', "Property 'EPYC-x86_64-cpu.migratable' not found"],
    ['qemu64,foo=on', "can't apply global qemu64-x86_64-cpu.foo=on: Property 'qemu64-x86_64-cpu.foo' not found"],
    ['qemu64,phys-bits', "can't apply global qemu64-x86_64-cpu.phys-bits=on: Parameter 'phys-bits' expects uint64"],
    [
      'qemu64,phys-bits=-1',
      "can't apply global qemu64-x86_64-cpu.phys-bits=-1: Parameter 'phys-bits' expects uint32_t",
    ],
    [
      'EPYC,vendor=foo',
      "can't apply global EPYC-x86_64-cpu.vendor=foo: value of property 'vendor' must consist of exactly 12 characters",
    ],
    ['qemu64,+foo', "Property 'qemu64-x86_64-cpu.foo' not found"],
    ['qemu32,phys-bits=40', 'phys-bits is not user-configurable in 32 bit'],
    ['qemu64,phys-bits=31', 'phys-bits should be at least 32 (but is 31)'],
  ])('%j is refused', (text, words) => {
    expect(make(text)).toBe(words);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => make(text) !== '' && make(`EPYC,${text}`) !== ''));
  });
});

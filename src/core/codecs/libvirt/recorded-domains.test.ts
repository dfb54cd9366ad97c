/** Domains, imported, against the command line that libvirt itself makes of them. */
import { describe, expect, test } from 'vitest';
import recorded from '../../../fixtures/libvirt/recorded.json?raw';
import { compactDocument, type Json } from '../../document/defaults';
import type { LayoutDocument } from '../../document/schema';
import { qemuCommandLine } from '../qemu-command-line';
import { PROGRAM, shellWord } from '../shell-text';
import { libvirtDomain } from './libvirt-domain';

interface Recorded {
  readonly name: string;
  readonly xml: string;
  readonly argv?: readonly string[];
  readonly error?: string;
}

const cases = JSON.parse(recorded) as readonly Recorded[];

/** Devices that a libvirt domain of this kind always has, or that were left out on purpose. */
const isAboutMemory = (device: LayoutDocument['devices'][number]): boolean =>
  device.kind !== 'other' || /iommu|vfio/.test(device.driver);
/** Where a device of PCI sits is libvirt's to choose, and nothing of the layout. */
const PLACES = ['bus', 'addr'];

function withoutPlaces<T extends object>(device: T): T {
  if (!('extra' in device)) return device;
  const { extra, ...rest } = device;
  const kept = Object.entries(extra ?? {}).filter(([key]) => !PLACES.includes(key));
  return { ...rest, ...(kept.length > 0 ? { extra: Object.fromEntries(kept) } : {}) } as T;
}

/** What a layout says of memory, without spellings that mean the same. */
function aboutMemory(document: LayoutDocument): Json {
  const { machine, smp, cpu, devices } = document;
  const bare = { ...machine };
  delete bare.extra;
  const { extra: smpExtra, ...counts } = smp;
  return compactDocument({
    ...document,
    title: '',
    boot: {},
    machine: {
      ...bare,
      ...(machine.version === '11.1' ? { version: undefined } : {}),
    } as LayoutDocument['machine'],
    smp: {
      ...counts,
      ...(counts.dies === 1 ? { dies: undefined } : {}),
      ...(smpExtra?.['clusters'] === '1' ? {} : { extra: smpExtra }),
    } as LayoutDocument['smp'],
    // libvirt's table of CPU models says so of some that its user did not ask for.
    cpu:
      cpu.model === 'qemu64'
        ? { features: [] }
        : { ...cpu, features: cpu.features.filter((name) => name !== 'monitor=off') },
    devices: devices.filter(isAboutMemory).map(withoutPlaces) as unknown as LayoutDocument['devices'],
    backends: document.backends.map(({ extra, ...backend }) => {
      const kept = Object.entries(extra ?? {}).filter(([key]) => key !== 'x-use-canonical-path-for-ramblock-id');
      return { ...backend, ...(kept.length > 0 ? { extra: Object.fromEntries(kept) } : {}) };
    }),
    objects: document.objects.filter(({ type }) => type !== 'secret' && type !== 'monitor-qmp'),
    globals: document.globals.filter(({ property }) => property === 'pci-hole64-size'),
    options: [],
  });
}

const imported = (xml: string): LayoutDocument => {
  const read = libvirtDomain.read(xml);
  if (!read.ok) throw new Error(`${read.error.message} (${read.error.line ?? ''})`);
  return read.value.document;
};

const fromArgv = (argv: readonly string[]): LayoutDocument => {
  const read = qemuCommandLine.read([PROGRAM, ...argv.map(shellWord)].join(' '));
  if (!read.ok) throw new Error(read.error.message);
  return read.value.document;
};

/** libvirt adds the cell; here it is asked for. */
const ADDED = ['us12-without-numa', 'nodevnonuma', 'vmemblock'];
/** The CPU of a host is not in the XML. */
const HOSTS = ['hostmodel', 'cpuhp'];

describe('a domain that libvirt starts', () => {
  test.each(cases.filter(({ name, argv }) => argv !== undefined && ![...ADDED, ...HOSTS].includes(name)))(
    '$name has the memory that libvirt gives it',
    ({ xml, argv }) => {
      expect(aboutMemory(imported(xml))).toEqual(aboutMemory(fromArgv(argv ?? [])));
    },
  );

  test.each(cases.filter(({ name }) => ADDED.includes(name)))(
    '$name asks for the cell that libvirt adds',
    ({ xml }) => {
      const read = libvirtDomain.read(xml);
      if (read.ok) throw new Error('imported');
      expect(read.error.message).toContain('memory hotplug needs at least one NUMA node');
      expect(read.error.works).toContain('<cell');
    },
  );
});

describe('a domain that libvirt refuses', () => {
  test.each(cases.filter(({ name, error }) => error !== undefined && !HOSTS.includes(name)))(
    '$name is refused, in its words',
    ({ name, xml, error = '' }) => {
      const read = libvirtDomain.read(xml);
      if (read.ok) throw new Error('imported');
      expect(read.error.message).toContain(error.replace(/^[\w ]+: /, ''));
      expect(read.error.line).toBeGreaterThan(name === 'nomem' ? 0 : 1);
    },
  );
});

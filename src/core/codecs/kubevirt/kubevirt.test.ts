import { describe, expect, test } from 'vitest';
import { kubevirt } from './kubevirt';
import { quantityOf } from './quantity';

const machine = (domain: string): string =>
  `apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: testvm\nspec:\n  domain:\n${domain}`;

describe('a KubeVirt machine', () => {
  test('has its memory, CPUs and the room that maxGuest leaves', () => {
    const read = kubevirt.read(
      machine(
        '    cpu: { sockets: 2, cores: 4, model: EPYC }\n    memory:\n      guest: 4Gi\n      maxGuest: 16Gi\n    firmware: { bootloader: { efi: { secureBoot: false } } }\n',
      ),
    );
    if (!read.ok) throw new Error(read.error.message);
    const { document, notes } = read.value;
    expect(document).toMatchObject({
      title: 'testvm',
      machine: { type: 'q35', acpi: true },
      cpu: { model: 'EPYC' },
      smp: { cpus: 8, sockets: 2, cores: 4, threads: 1 },
      memory: { size: 2 ** 32, maxmem: 2 ** 34 },
      nodes: [{ id: 0, cpus: [{ first: 0, last: 7 }] }],
      devices: [],
      boot: { firmware: 'ovmf' },
    });
    expect(notes.map(({ message }) => message).join()).toContain('one virtio-mem device of that size');
  });

  test('without guest memory has what is requested', () => {
    const read = kubevirt.read(machine('    resources:\n      requests: { memory: 8G }\n'));
    expect(read).toMatchObject({ ok: true, value: { document: { memory: { size: 8_000_634_880 } } } });
  });

  test('is refused where KubeVirt refuses it, at its line', () => {
    const read = kubevirt.read(machine('    memory:\n      guest: 512Mi\n      maxGuest: 16Gi\n'));
    expect(read).toMatchObject({ ok: false, error: { line: 8 } });
    const odd = kubevirt.read(machine('    memory:\n      guest: 4GiB\n'));
    expect(odd).toMatchObject({
      ok: false,
      error: { line: 8, column: 14, message: '“4GiB” is no quantity of memory.' },
    });
  });

  test('may be JSON', () => {
    const text =
      '{"apiVersion":"kubevirt.io/v1","spec":{"domain":{"memory":{"guest":"2Gi","hugepages":{"pageSize":"2Mi"}}}}}';
    expect(kubevirt.read(text)).toMatchObject({
      ok: true,
      value: { document: { backends: [{ type: 'memfd', hugetlb: true, hugetlbSize: 2 ** 21, size: 2 ** 31 }] } },
    });
  });
});

test.each([
  ['8Gi', 2 ** 33],
  ['8G', 8e9],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1e9', 1e9],
  [4096, 4096],
  ['8GiB', undefined],
  ['-1', undefined],
  ['9Ei', undefined],
])('the quantity %s is %s bytes', (text, bytes) => {
  expect(quantityOf(text)).toBe(bytes);
});

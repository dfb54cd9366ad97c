import { describe, expect, it } from 'vitest';
import { Random } from '../random';
import { randomConfiguration } from './configuration';
import { acpiTables } from './fw-cfg';
import { parseExact } from './qmp';

it('reads integers of QMP that a double cannot hold', () => {
  expect(parseExact('{"addr": 18446744073709551615, "size": 4096, "list": [9007199254740993]}')).toEqual({
    addr: 18_446_744_073_709_551_615n,
    size: 4096,
    list: [9_007_199_254_740_993n],
  });
});

it('finds tables through offsets of a pointer and a root table', () => {
  const blob = Buffer.alloc(200);
  blob.write('SRAT', 16, 'latin1');
  blob.writeUInt32LE(48, 20);
  blob.write('RSDT', 80, 'latin1');
  blob.writeUInt32LE(40, 84);
  blob.writeUInt32LE(16, 80 + 36);
  const rsdp = Buffer.alloc(20);
  rsdp.writeUInt32LE(80, 16);
  expect([...acpiTables(rsdp, blob)].map(([name, bytes]) => [name, bytes.length])).toEqual([['SRAT', 48]]);
});

describe('random configurations', () => {
  const some = Array.from({ length: 300 }, (_, seed) => randomConfiguration(new Random(seed)));

  it('are the same for the same seed', () => {
    expect(randomConfiguration(new Random(17))).toEqual(some[17]);
  });

  it('have every kind of device, table and machine among them', () => {
    const all = some.flat().join('\n');
    // prettier-ignore
    const words = [
      'sp-mem', 'pc-dimm', 'nvdimm', 'virtio-mem-pci', 'virtio-pmem-pci', 'pxb-cxl', 'acpi-generic-initiator', 'cxl-fmw', 'hmat-lb',
      'hmat-cache', 'dist', 'hugetlb', 'memory-backend-file', 'memory-backend-shm', 'microvm', 'isapc', 'max-ram-below-4g', 'pci-hole64-size',
    ];
    expect(words.filter((word) => !all.includes(word))).toEqual([]);
  });

  it('leave boot RAM beyond 16 GiB to backends that reserve nothing', () => {
    const huge = some.filter((args) =>
      args.some((word) => /^\d{2,4}G(,|$)/.test(word) && Number.parseInt(word, 10) > 16),
    );
    expect(huge.filter((args) => !args.join(' ').includes('reserve=off'))).toEqual([]);
  });
});

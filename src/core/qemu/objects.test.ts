import { describe, expect, it } from 'vitest';
import type { Refusal } from './machine';
import { createObjects, parseObject, type CreatedObjects } from './objects';

/** The whole of a command line's `-object` options: what was made, or the first refusal. */
function run(...texts: readonly string[]): CreatedObjects | Refusal {
  const seen = new Set<string>();
  const requests = [];
  for (const [index, text] of texts.entries()) {
    const parsed = parseObject({ name: 'object', text, word: 0, prefix: `-object ${text}: ` }, index, seen);
    if (!parsed.ok) return parsed.error;
    requests.push(parsed.value);
  }
  const created = createObjects(requests);
  return created.refusals[0] ?? created;
}

const RAM = 'memory-backend-ram,id=a';
const MEMFD = 'memory-backend-memfd,id=a';
const FILE = 'memory-backend-file,id=a,mem-path=/tmp';
const NOT_AN_ID =
  "Parameter 'id' expects an identifier\nIdentifiers consist of letters, digits, '-', '.', '_', starting with a letter.";

describe('reading -object', () => {
  it.each([
    ['', "Parameter 'qom-type' is missing"],
    ['id=a,size=1M', "Parameter 'qom-type' is missing"],
    ['foo,size=1M', "Parameter 'qom-type' does not accept value 'foo'"],
    ['memory-backend-ram,size=1M', "Parameter 'id' is missing"],
    ['memory-backend-ram,id=1a,size=1GB', NOT_AN_ID],
    ['memory-backend-ram,foo=1,size=1GB', "Parameter 'id' is missing"],
    [`${RAM},foo=1`, "Parameter 'size' is missing"],
    [`${RAM},size=1M,bar=1,foo=2`, "Invalid parameter 'bar'"],
    [`${RAM},size=1M,mem-path=/tmp`, "Invalid parameter 'mem-path'"],
    [`${RAM},size=1G,share=1,foo=2`, "Parameter 'share' expects 'on' or 'off'"],
    [`${RAM},size=1GB`, "Parameter 'size' expects a size value"],
    [`${RAM},size=-1`, "Parameter 'size' expects a size value"],
    [`${RAM},size=1M,merge=x,dump=x`, "Parameter 'dump' expects 'on' or 'off'"],
    [`${RAM},size=1M,policy=x`, "Parameter 'policy' does not accept value 'x'"],
    [`${RAM},size=1M,prealloc-threads=-1`, "Parameter 'prealloc-threads' expects a uint64 value"],
    [`${RAM},size=1M,prealloc-threads=99999999999`, "Parameter 'prealloc-threads' expects uint32_t"],
    [`${RAM},size=1M,host-nodes=foo`, "Parameter 'host-nodes' expects a uint64 value or range"],
    ['memory-backend-file,id=a,size=1M', "Parameter 'mem-path' is missing"],
    ['acpi-generic-initiator,id=g,node=0', "Parameter 'pci-dev' is missing"],
    ['acpi-generic-initiator,id=g,pci-dev=x,node=foo', "Parameter 'node' expects a uint64 value"],
    ['{"qom-type":"memory-backend-ram","id":"a"}', "Parameter 'size' is missing"],
    ['{"qom-type":"memory-backend-ram","id":"a","size":"1G"}', "Parameter 'size' expects uint64"],
    ['{"qom-type":"memory-backend-ram","id":5,"size":1}', "Invalid parameter type for 'id', expected: string"],
    [
      '{"qom-type":"memory-backend-ram","id":"a","size":1,"share":"on"}',
      "Invalid parameter type for 'share', expected: boolean",
    ],
    ['{"qom-type":"memory-backend-ram","id":"a","size":1048576,"align":4096}', "Parameter 'align' is unexpected"],
    ['{', '1:2: JSON parse error, premature end of input'],
  ])('refuses %s with the option quoted', (text, words) => {
    expect(run(text)).toMatchObject({ text: `-object ${text}: ${words}` });
  });

  it.each([
    ['qom-type=memory-backend-ram,size=zz,id=a', "x.cfg:4: Parameter 'size' expects size"],
    ['qom-type=memory-backend-ram,size=1M,foo=1,id=a', "x.cfg:4: Parameter 'foo' is unexpected"],
    ['qom-type=memory-backend-ram,size=1M,share=x,id=a', "x.cfg:4: Parameter 'share' expects 'on' or 'off'"],
    ['size=1M,id=a', "x.cfg:4: Parameter 'qom-type' is missing"],
  ])('refuses %s of a configuration file by its line', (text, words) => {
    const parsed = parseObject({ name: 'object', text, word: 0, prefix: 'x.cfg:4: ' }, 0, new Set());
    expect(parsed).toMatchObject({ ok: false, error: { text: words } });
  });

  it('knows a duplicate of a plain object at once, of a JSON one only when it creates it', () => {
    const plain = `${RAM},size=1M`;
    const json = '{"qom-type":"memory-backend-ram","id":"a","size":1048576}';
    expect(run(plain, plain)).toMatchObject({ text: `-object ${plain}: Duplicate ID 'a' for object` });
    expect(run(json, plain)).toMatchObject({
      text: "attempt to add duplicate property 'a' to object (type 'container')",
    });
  });
});

describe('creating objects', () => {
  it.each([
    ['memory-backend-epc,id=a,size=1M', 'invalid object type: memory-backend-epc'],
    [`${RAM},size=0`, "property 'size' of memory-backend-ram doesn't take value '0'"],
    [`${RAM},size=0,prealloc-threads=0`, "property 'prealloc-threads' of memory-backend-ram doesn't take value '0'"],
    [`${RAM},size=1M,reserve=off,prealloc=on`, "'prealloc=on' and 'reserve=off' are incompatible"],
    [`${RAM},size=1M,policy=bind`, 'host-nodes must be set for policy bind'],
    [`${MEMFD},size=5K`, "a backing store size 0x1400 is too small for 'size' option 0x2000 plus 'offset' option 0x0"],
    [`${MEMFD},size=3M,hugetlb=on`, 'failed to resize memfd to 3145728: Invalid argument'],
    [`${MEMFD},size=2M,hugetlbsize=3M`, 'Hugepage size must be a power of 2'],
    [`${MEMFD},size=2M,hugetlb=on,hugetlbsize=1M`, 'failed to create memfd with flags 0x50000007: No such device'],
    [
      `${MEMFD},size=2M,hugetlb=on,hugetlbsize=4M,seal=off`,
      'failed to create memfd with flags 0x58000005: No such device',
    ],
    [`${MEMFD},size=2M,hugetlb=on,hugetlbsize=0`, "Property 'memory-backend-memfd.hugetlbsize' doesn't take value '0'"],
    ['memory-backend-shm,id=a,size=2M,share=off', "can't create shm backend with `share=off`"],
    [`${FILE},size=2K`, "backend 'memory-backend-file' memory size must be multiple of 4 KiB"],
    [`${FILE},size=6K,align=3K`, 'alignment 0xc00 must be multiples of page size 0x1000'],
    [`${FILE},size=6K,align=3M,offset=1K`, 'alignment 0x300000 must be a power of two'],
    [`${FILE},size=6K,offset=1K`, 'offset 0x400 must be multiples of page size 0x1000'],
    [`${FILE},size=4K,rom=on`, "property 'rom' = 'on' is not supported with 'readonly' = 'off'"],
    ['{"qom-type":"memory-backend-memfd","id":"1a","size":1048576}', NOT_AN_ID],
  ])('refuses %s without quoting it', (text, words) => {
    expect(run(text)).toMatchObject({ text: words });
  });

  it.each([
    [`${RAM},size=5M`, { alignment: 0x200000n, pageSize: 4096n, share: false }],
    [`${MEMFD},size=4K`, { alignment: 4096n, pageSize: 4096n, share: true }],
    [`${MEMFD},size=1G,hugetlb=on`, { alignment: 0x200000n, pageSize: 0x200000n, share: true }],
    [
      `${MEMFD},size=1G,hugetlb=on,hugetlbsize=1G,share=off`,
      { alignment: 0x40000000n, pageSize: 0x40000000n, share: false },
    ],
    [`${MEMFD},size=1M,hugetlbsize=2M`, { alignment: 4096n, pageSize: 4096n }],
    [`${FILE},size=4K,align=4M`, { alignment: 0x400000n, pageSize: 4096n, share: false }],
    ['memory-backend-shm,id=a,size=4K', { alignment: 4096n, share: true }],
  ])('aligns and shares %s', (text, backend) => {
    expect(run(text)).toMatchObject({ backends: [backend] });
  });

  it('creates memory backends behind everything that needs no machine', () => {
    const created = run(`${RAM},size=1M`, 'rng-builtin,id=r', 'acpi-generic-initiator,id=g,pci-dev=x,node=0');
    expect(created).toMatchObject({
      names: ['r', 'g', 'physmapqmp', 'a'],
      affinities: [{ id: 'g', target: 'x', node: 0n }],
    });
  });
});
